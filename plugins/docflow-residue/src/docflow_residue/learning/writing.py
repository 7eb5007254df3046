"""What was learned as files for people: a pack, or a stage of a flow with its test."""

import re
from collections.abc import Iterator, Sequence

from docflow_residue.learning.found import FoundRule, FoundSite
from docflow_residue.learning.rules import line_pattern
from docflow_residue.packs.keys import FORMAT

__all__ = ["flow_text", "pack_text", "slug"]

LONG = 100
"""Characters of an example in a comment."""
TOLD = (
    "# Learned by `docflow learn` from lines that repeat.",
    "# Read each rule, take out what is text, commit the rest.",
)
_NO_NAME = re.compile(r"[^a-z0-9]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


def slug(site: str) -> str:
    """Return the name of a site as a file or pack may be called."""
    return re.sub(r"[^a-z0-9.]+", "-", site.lower()).strip("-.")[:60] or "site"


def pack_text(found: FoundSite, date: str = "") -> str:
    """Return the rules of a site as a pack file."""
    return "\n".join(
        [*_pack_head(found, date), *(line for rule in found.rules for line in _pack_rule(rule, found))]
    )


def _pack_head(found: FoundSite, date: str) -> list[str]:
    head = [
        *TOLD,
        f"pack = {FORMAT}",
        f"name = {_toml(slug(found.site))}",
        f"about = {_toml(f'Lines that repeat in {found.documents:,} documents')}",
    ]
    return [
        *head,
        *([f"site = {_toml(found.site)}"] if found.site else []),
        *([f"date = {date}"] if date else []),
        "",
    ]


def _pack_rule(rule: FoundRule, found: FoundSite) -> Iterator[str]:
    yield "[[rule]]"
    yield f"name = {_toml(rule.name)}"
    yield f"line = {_toml(rule.line)}" if rule.line else f"pattern = {_literal(rule.pattern)}"
    if rule.pattern:
        yield "case = true"
    if rule.position != "any":
        yield f"position = {_toml(rule.position)}"
    examples = [rule.line] if rule.line else rule.examples
    hits = ", ".join(map(_toml, examples))
    yield f"hits = {hits if len(examples) == 1 else f'[{hits}]'}"
    yield f"spares = {_toml(rule.spare)}"
    yield f"seen = {_toml(f'{rule.documents} of {found.documents}')}"
    yield ""


def flow_text(sites: Sequence[FoundSite]) -> str:
    """Return the rules of sites as stages of a flow file, each with the counts of its rules and a test."""
    head = [
        *TOLD,
        "# Rules of a flow take a line wherever it stands; those of a pack know head and tail.",
        "docflow 1",
        "",
    ]
    names: set[str] = set()
    return "\n".join([*head, *(line for found in sites for line in _stage(found, names))]).rstrip("\n") + "\n"


def _stage(found: FoundSite, taken: set[str]) -> Iterator[str]:
    name = _key(slug(found.site), taken, "residue_")
    yield f"# {_comment(found.site) or 'One site'}: what repeats in {found.documents:,} documents."
    yield f"stage {name} {{"
    yield "  | clean.lines(drop: {"
    keys: set[str] = set()
    for rule in found.rules:
        head, tail, between = rule.positions
        yield (
            f"      # {rule.documents:,} of {found.documents:,} documents;"
            f" {head:,} head, {tail:,} tail, {between:,} between:"
        )
        yield f"      # {_comment(rule.examples[0])}"
        pattern, flags = (line_pattern(rule.line), "i") if rule.line else (rule.pattern, "")
        yield f'      {_key(rule.name, keys, "line_")}: re"{pattern}"{flags},'
    yield "    })"
    yield "}"
    yield ""
    spare = found.rules[0].spare
    given = "\\n".join(_escaped(line) for line in (*(rule.examples[0] for rule in found.rules), spare))
    yield f'test "the lines of {name} go, and text stays" of {name} {{'
    yield f'  given "{given}"'
    yield f'  then doc.text == "{_escaped(spare)}"'
    yield "}"
    yield ""


def _key(name: str, taken: set[str], front: str) -> str:
    """Return a name of the language, not yet taken."""
    plain = front + (_NO_NAME.sub("_", name).strip("_") or "0") if front else name
    made, number = plain, 1
    while made in taken:
        number += 1
        made = f"{plain}_{number}"
    taken.add(made)
    return made


def _comment(text: str) -> str:
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return plain if len(plain) <= LONG else plain[: LONG - 3] + "..."


def _escaped(text: str) -> str:
    """Return a text as it stands in a literal of a flow."""
    return "".join(
        _ESCAPES.get(char) or (char if char.isprintable() else f"\\u{{{ord(char):x}}}") for char in text
    )


def _toml(text: str) -> str:
    """Return a text as a string of TOML."""
    return (
        '"'
        + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _code(char)) for char in text)
        + '"'
    )


def _literal(text: str) -> str:
    """Return a pattern as a string of TOML without escapes, where it can be one."""
    return f"'{text}'" if "'" not in text and text.isprintable() else _toml(text)


def _code(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
