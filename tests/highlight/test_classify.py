"""The looks of the parts of a text: none is missing, and what the parser takes for a word looks like one."""

import pytest

from docflow.highlight.classify import classify
from docflow.highlight.scopes import LEADS, LOOKS, TYPES, WORDS
from docflow.lang.syntax.automaton import begin, feed, kind_in
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.tables import load
from docflow.lang.typing.types import SCALARS


def test_every_terminal_and_every_word_has_a_look() -> None:
    tables = load()
    patterns = {name for name, _ in tables.patterns} - {"SPACE"}
    assert set(LOOKS) == patterns
    assert set(WORDS) == set(tables.words)
    assert set(LEADS) <= set(WORDS)
    assert set(TYPES) == {*SCALARS, "list", "map", "enum"}


def test_what_the_parser_takes_for_a_word_looks_like_one(right: dict[str, str]) -> None:
    tables = load()
    for path, text in right.items():
        looks = {piece.start: piece.look for piece in classify(text)}
        stack = begin(tables, "start")
        for token in lex(text, path).tokens[:-1]:
            if token.text in WORDS and kind_in(tables, stack.state, token) not in ("NAME", "KEY"):
                assert looks[token.span.start] == WORDS[token.text], (path, token)
            after = feed(tables, stack, token, None)
            assert after is not None
            stack = after


def test_pieces_cover_all_but_white_space(right: dict[str, str]) -> None:
    for path, text in right.items():
        end = 0
        for piece in classify(text):
            assert piece.start >= end, path
            assert text[end : piece.start].strip(" \t\r\n\f\ufeff") == "", path
            end = piece.end
        assert text[end:].strip() == ""


def test_no_pieces_lie_on_each_other(texts: dict[str, str]) -> None:
    for path, text in texts.items():
        ends = [0, *(place for piece in classify(text) for place in (piece.start, piece.end)), len(text)]
        assert ends == sorted(ends), path


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("| clean.unicode(max: 1)", "pipe function sign function sign argument sign number sign"),
        ("from flow.one, files(a)", "word function sign function sign function sign name sign"),
        ("=> keep else drop", "operator function word word"),
        ("doc.from == run.kept", "root sign member operator root sign member"),
        ("on error skip then retry(2)", "word word function word function sign number sign"),
        ('a."odd".b and not true', "name sign text sign member logic logic constant"),
        ('re"x"i f"{a}" x"y" """z"""', "regex template tagged block"),
        ("param from: text? # c", "item argument sign type operator comment"),
        (
            "param a: list[map[int]] = []",
            "item argument sign type sign type sign type sign sign operator sign sign",
        ),
        ("(a: int = 1, b: text)", "sign argument sign type operator number sign argument sign name sign"),
        ("(a: glob?)", "sign argument sign type operator sign"),
        (
            'enum["a"] map[a: text == 1]',
            "name sign text sign name sign argument sign name operator number sign",
        ),
        ("doc = when.x", "name operator name sign name"),
    ],
)
def test_looks(text: str, looks: str) -> None:
    assert [piece.look.name for piece in classify(text)] == looks.split()
