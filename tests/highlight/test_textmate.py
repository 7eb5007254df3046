"""The TextMate grammar: the committed file is what the table gives, and it sees flows as our lexer does."""

import json
import re
from pathlib import Path
from types import ModuleType

from docflow.highlight import scopes
from docflow.highlight.classify import classify
from docflow.highlight.textmate import grammar, written
from docflow.lang.layout.format import format_text

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "editors" / "vscode" / "syntaxes" / "docflow.tmLanguage.json"
HOW = "python -m docflow.highlight.textmate > editors/vscode/syntaxes/docflow.tmLanguage.json"

PARTED = "tests/flows/format/remarks.flow"
"""Comments stand between its words: a step and its sign are on two lines, and a rule of TextMate sees one."""


def test_the_committed_file_is_what_is_generated() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), HOW
    assert json.loads(written()) == grammar()


def test_expressions_are_right_and_every_include_is_there(engine: ModuleType) -> None:
    made = grammar()
    found = list(engine.sources(made))
    assert len(found) > 30
    for source in found:
        re.compile(source)
    includes = set(re.findall(r'"include": "#([^"]+)"', written()))
    assert includes == set(made["repository"])


def test_flows_look_as_our_lexer_says(right: dict[str, str], engine: ModuleType) -> None:
    made, seen = grammar(), set()
    for path, text in right.items():
        if path == PARTED:
            continue
        shown = format_text(text, path).text.replace("\r\n", "\n")  # rules cannot look over line ends
        found = engine.scopes(made, shown)
        for piece in classify(shown):
            if shown[piece.start] == ".":
                continue  # a dot belongs to the name around it
            wanted = f"{piece.look.scope}.docflow"
            assert found[piece.start] == wanted, (path, shown[piece.start : piece.end])
            assert found[piece.end - 1] == wanted, (path, shown[piece.start : piece.end])
            seen.add(piece.look.name)
    looks = {look.name for look in vars(scopes).values() if isinstance(look, scopes.Look)}
    assert looks - seen <= {"tagged"}  # a tag that the language does not have


def test_what_is_in_a_text_looks_like_text(engine: ModuleType) -> None:
    text = (
        'let a = "# no \\" comment"  # but this\nlet b = """\n# t\n| clean\n""" # c\nlet c = re"a#b\\"c"i\n'
    )
    found = engine.scopes(grammar(), text)
    for part, scope in [
        ("# no", "string.quoted.double"),
        ("# but", "comment"),
        ("# t\n", "string.quoted.triple"),
        ("| clean", "string.quoted.triple"),
        ("# c", "comment"),
        ("#b", "string.regexp"),
        ('c"i', "string.regexp"),
    ]:
        assert found[text.index(part)].startswith(scope), part
