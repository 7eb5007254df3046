"""The TextMate grammar, made from the terminals of the language and the table of looks.

    python -m docflow.highlight.textmate > editors/vscode/syntaxes/docflow.tmLanguage.json

Its expressions are those that both Oniguruma and `re` understand, so that a test can run them.
"""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from docflow.highlight.scopes import (
    CONTAINERS,
    FUNCTION,
    LEADS,
    LOOKS,
    MEMBER,
    NAME,
    ROOT,
    ROOTS,
    TAGS,
    TYPE,
    TYPES,
    WORDS,
    Look,
)
from docflow.lang.syntax.tables import load

__all__ = ["grammar", "written"]

_SPACE = r"[ \t]*"
_ESCAPES = {"match": r"\\(?:u\{[^}\"]*\}|.)", "name": "constant.character.escape.docflow"}


def grammar() -> dict[str, Any]:
    """Return the grammar as JSON data; rules are tried in order at the earliest place where one matches."""
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "docflow",
        "scopeName": "source.docflow",
        "fileTypes": ["flow"],
        "patterns": [{"include": f"#{name}"} for name in ("comment", *_literals(), *_names(), "sign")],
        "repository": {
            "comment": _rule(_terminal("COMMENT"), LOOKS["COMMENT"]),
            **_literals(),
            **_names(),
            "sign": {"patterns": list(_signs())},
            "regex-part": {"patterns": list(_regex_parts())},
        },
    }


def written() -> str:
    """Return the grammar as the text of its file."""
    return json.dumps(grammar(), ensure_ascii=False, indent=2) + "\n"


def _literals() -> dict[str, Any]:
    return {
        "block": {"begin": '"""', "end": '"""', "name": _scope(LOOKS["TEXT"])},
        "regex": _tagged("re", TAGS["re"], [{"include": "#regex-part"}]),
        "template": _tagged("f", TAGS["f"], [_ESCAPES, *_template_parts()]),
        "tagged": _tagged("[a-z]+", LOOKS["TAGGED"], []),
        "text": _rule(_terminal("STRING"), LOOKS["STRING"], {"0": {"patterns": [_ESCAPES]}}),
        "number": _rule(
            r"\d[\d_]*(?:\.\d[\d_]*)?([a-zA-Z]\w*|%)?",
            LOOKS["NUMBER"],
            {"1": {"name": "keyword.other.unit.docflow"}},
        ),
    }


def _names() -> dict[str, Any]:
    name = _terminal("NAME")
    path = f"{name}(?:{_SPACE}\\.{_SPACE}{name})*"
    alone = f"(?:{_any(WORDS)})\\b(?!{_SPACE}\\.)"
    field = f"(?:{_any(ROOTS)}){_SPACE}\\."
    free = f"(?!{alone})(?!{field})"
    groups = {look.name: look for look in WORDS.values()}
    inside = "|".join(f"(?<={word})" for word in CONTAINERS)
    return {
        "param": _captured(
            rf"\b(param)[ \t]+({name}){_SPACE}(:){_SPACE}({_any(TYPES)})\b(?!{_SPACE}\.)",
            *(WORDS["param"], LOOKS["KEY"], LOOKS["COLON"], TYPE),
        ),
        "argument": _rule(_terminal("KEY"), LOOKS["KEY"]),
        "type": _captured(
            rf"(:){_SPACE}({_any(TYPES)})\b(?={_SPACE}(?:=(?![=>])|\?(?!\?)|\[))", LOOKS["COLON"], TYPE
        ),
        "element": _captured(
            rf"(?:{inside})(\[){_SPACE}({_any(TYPES)})\b(?!{_SPACE}\.)",
            *(LOOKS["LSQB"], TYPE),
        ),
        "step": _captured(rf"(\|){_SPACE}{free}({path})", LOOKS["VBAR"], FUNCTION),
        "arrow": _captured(rf"(=>){_SPACE}{free}({path})", LOOKS["ARROW"], FUNCTION),
        "target": _captured(rf"\b({_any(LEADS)})[ \t]+{free}({path})(?!\w)", WORDS["else"], FUNCTION),
        "call": _rule(rf"{free}{path}(?={_SPACE}\()", FUNCTION),
        "field": _captured(rf"\b({_any(ROOTS)})\b((?:{_SPACE}\.{_SPACE}{name})+)", ROOT, MEMBER),
        "member": _captured(rf"(\.){_SPACE}({name})", LOOKS["DOT"], MEMBER),
        **{
            f"word-{group}": _rule(
                rf"\b(?:{_any(w for w in WORDS if WORDS[w] == look)})\b(?!{_SPACE}\.)", look
            )
            for group, look in groups.items()
        },
        "name": _rule(path, NAME),
    }


def _signs() -> Iterable[dict[str, Any]]:
    """The operators and brackets of the grammar, in its order of trial."""
    for terminal, pattern in load().patterns:
        if terminal in LOOKS and terminal not in (
            "COMMENT",
            "TEXT",
            "TAGGED",
            "STRING",
            "NUMBER",
            "KEY",
            "NAME",
        ):
            yield _rule(pattern, LOOKS[terminal])


def _tagged(tag: str, look: Look, inside: list[dict[str, Any]]) -> dict[str, Any]:
    """A tagged literal on one line: tag, quotes and flags stand apart from what they hold."""
    edge = {"name": "storage.type.string.docflow"}
    captures = {"1": edge, "2": {"patterns": inside}, "3": edge}
    return _rule(rf'({tag})"((?:\\.|[^"\\\n])*)"([a-z]*)', look, captures)


def _template_parts() -> list[dict[str, Any]]:
    return [
        {"match": r"\{\{|\}\}", "name": "constant.character.escape.docflow"},
        {
            "match": r"\{[^{}]*\}",
            "name": "meta.embedded.docflow",
            "captures": {"0": {"patterns": [{"include": "$self"}]}},
        },
    ]


def _regex_parts() -> Iterable[dict[str, Any]]:
    yield {"match": r"\\[wWdDsSbBAZz]", "name": "constant.other.character-class.regexp"}
    yield {"match": r"\\.", "name": "constant.character.escape.regexp"}
    yield {"match": r"\[\^?\]?(?:\\.|[^\]\\])*\]", "name": "constant.other.character-class.set.regexp"}
    yield {"match": r"\(\?(?:P<\w+>|[aimsx]*[:=!]|<[=!])", "name": "punctuation.definition.group.regexp"}
    yield {"match": r"[()]", "name": "punctuation.definition.group.regexp"}
    yield {"match": r"[*+?]\??|\{\d*,?\d*\}\??", "name": "keyword.operator.quantifier.regexp"}
    yield {"match": r"[|^$.]", "name": "keyword.operator.regexp"}


def _terminal(name: str) -> str:
    return dict(load().patterns)[name]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words))


def _rule(match: str, look: Look, captures: dict[str, Any] | None = None) -> dict[str, Any]:
    rule: dict[str, Any] = {"match": match, "name": _scope(look)}
    return rule | {"captures": captures} if captures else rule


def _captured(match: str, *looks: Look) -> dict[str, Any]:
    return {
        "match": match,
        "captures": {str(at): {"name": _scope(look)} for at, look in enumerate(looks, 1)},
    }


def _scope(look: Look) -> str:
    return f"{look.scope}.docflow"


if __name__ == "__main__":
    sys.stdout.write(written())
