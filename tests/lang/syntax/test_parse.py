from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.syntax.parse import parse, parse_expr
from docflow.lang.syntax.tables import load

FLOWS = sorted((Path(__file__).parents[2] / "flows").glob("*/*.flow"))


def children(node: object) -> Iterator[object]:
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(each)) and not isinstance(each, Span):
                yield each


def check_spans(node: object, text: str) -> None:
    span = node.span  # type: ignore[attr-defined]
    assert 0 <= span.start <= span.end <= len(text)
    for offset, line, column in (
        (span.start, span.line, span.column),
        (span.end, span.end_line, span.end_column),
    ):
        assert line == text.count("\n", 0, offset) + 1
        assert column == offset - (text.rfind("\n", 0, offset) + 1) + 1
    for child in children(node):
        inner = child.span  # type: ignore[attr-defined]
        assert span.start <= inner.start
        assert inner.end <= span.end
        check_spans(child, text)


def check_texts(node: object, text: str) -> None:
    written = text[node.span.start : node.span.end]  # type: ignore[attr-defined]
    if isinstance(node, tree.Access) and '"' not in written:
        assert text[node.name_span.start : node.name_span.end] == node.name
    if isinstance(node, tree.Path):
        parts = tuple(text[span.start : span.end] for span in node.spans)
        assert parts == node.names
    if isinstance(node, tree.Number):
        assert written.strip("() \n") == node.digits + node.suffix
    if isinstance(node, tree.Binary):
        assert text[node.op_span.start : node.op_span.end].split() == node.op.split()
    if isinstance(node, tree.Block):
        assert (written[0], written[-1]) == ("{", "}")
    if isinstance(node, tree.Step):
        assert written.startswith("|")
    for child in children(node):
        check_texts(child, text)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_spans_nest_and_texts_match(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    parsed = parse(text, path.name)
    for item in parsed.program.items:
        check_spans(item, text)
        if not parsed.diagnostics:
            check_texts(item, text)
    for comment in parsed.program.comments:
        assert text[comment.span.start : comment.span.end].rstrip("\r") == comment.text
    for found in parsed.diagnostics:
        assert found.span.file == path.name
        assert 0 <= found.span.start <= found.span.end <= len(text)


WORDS = [*sorted(load().words), "doc", "x", "1", "2MB", "80%", '"a"', '"""', '"', 're"x"', "a:", "“", "\xa0"]
SIGNS = [*"|{}()[],.:=<>+-*/?#!;&\\'", "=>", "==", "??", "\n", "  ", "//", "\u202e"]


@given(st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=300)
def test_never_raises_on_a_soup_of_tokens(parts: list[str], between: str) -> None:
    text = between.join(parts)
    parsed = parse(text, "soup.flow")
    places = [found.span.start for found in parsed.diagnostics]
    assert places == sorted(places)
    assert parsed.diagnostics or not parsed.program.broken
    for item in parsed.program.items:
        check_spans(item, text)
    parse_expr(text, "soup.flow")


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_never_raises_on_any_text(text: str) -> None:
    parse(text, "any.flow")


@given(st.data())
@settings(max_examples=100)
def test_never_raises_on_a_flow_that_is_cut_off(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FLOWS)).read_bytes().decode("utf-8")
    end = data.draw(st.integers(0, len(text)))
    parse(text[:end], "cut.flow")


def test_an_expression_inside_a_text_keeps_its_place() -> None:
    text = 'let x = f"{doc.words + 1} words"'
    parsed = parse_expr(text, "x.flow", 11, 24)
    assert isinstance(parsed.expr, tree.Binary)
    assert (parsed.expr.span.start, parsed.expr.span.end) == (11, 24)
    wrong = parse_expr(text, "x.flow", 11, 23)
    assert wrong.expr is None
    assert wrong.diagnostics[0].code == "DF0101"


def test_comments_are_kept_in_order() -> None:
    parsed = parse("# one\nfrom a # two\n| b # three", "x.flow")
    assert [comment.text for comment in parsed.program.comments] == ["# one", "# two", "# three"]


def test_deep_nesting_is_refused_and_does_not_exhaust_the_stack() -> None:
    for text in (
        "let x = " + "(" * 5_000,
        "let x = " + "[" * 5_000 + "]" * 5_000,
        "let x = " + "not " * 5_000 + "y",
        "let x = " + "a + " * 5_000 + "a",
        "from a " + "| when b { " * 5_000,
    ):
        found = parse(text, "deep.flow").diagnostics
        assert [each.code for each in found] == ["DF0101"]


def test_a_text_with_thousands_of_mistakes_is_not_read_to_the_end() -> None:
    found = parse("from a\n" + "| ) x y = 3\n" * 3_000, "bad.flow").diagnostics
    assert 100 <= len(found) <= 400
