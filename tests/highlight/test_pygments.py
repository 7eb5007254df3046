"""The Pygments lexer: every character of every flow, no error among them."""

import tomllib
from importlib import import_module
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.token import Comment, Error, Keyword, Name, Operator, String

from docflow.highlight.pygments_lexer import FlowLexer

ROOT = Path(__file__).resolve().parents[2]


def test_no_flow_has_an_error_and_nothing_is_lost(texts: dict[str, str]) -> None:
    lexer = FlowLexer()
    for path, text in texts.items():
        found = list(lexer.get_tokens_unprocessed(text))
        assert "".join(part for _, _, part in found) == text, path
        assert all(kind is not Error for _, kind, _ in found), path
        end = 0
        for start, _, part in found:
            assert start == end, path
            end += len(part)


def test_kinds() -> None:
    text = '| clean.lines(drop: f"a {doc.id} {{}} \\n") # c\nexpect doc.words > 2 and "a\\tb" in x\n'
    found = {(kind, part) for _, kind, part in FlowLexer().get_tokens_unprocessed(text)}
    assert {
        (Operator, "|"),
        (Name.Function, "clean"),
        (Name.Attribute, "drop"),
        (String.Interpol, "{doc.id}"),
        (String.Escape, "{{"),
        (String.Escape, "\\n"),
        (String.Escape, "\\t"),
        (Comment.Single, "# c"),
        (Keyword, "expect"),
        (Name.Builtin, "doc"),
        (Name.Property, "words"),
        (Operator.Word, "and"),
    } <= found


def test_it_is_registered_and_makes_pages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["pygments.lexers"]["docflow"].partition(":")
    assert getattr(import_module(module), name) is FlowLexer
    assert '<span class="nf">unicode</span>' in highlight("| clean.unicode", FlowLexer(), HtmlFormatter())
