"""Which look each part of a text has, by the lexer of the language and the tokens around it.

A word of the language looks like one wherever it stands alone: only the parser knows that `error` in
`as error` is a name, and a text that is being written seldom parses. Beside a dot or before a colon it is
a name (`doc.from`, `from: 1`).
"""

from collections.abc import Iterable, Iterator, Sequence

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
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.tokens import Token
from docflow.value import frozen

__all__ = ["Piece", "classify"]


@frozen
class Piece:
    """A part of a text, by the numbers of its first character and the one behind its last, and its look."""

    start: int
    end: int
    look: Look


def classify(text: str) -> tuple[Piece, ...]:
    """Return the parts of a text that have a look, in order; what stands between them is white space.

    Works for every text: what is mistaken looks like what it was meant to be.
    """
    lexed = lex(text, "")
    pieces = [Piece(c.span.start, c.span.start + len(c.text), LOOKS["COMMENT"]) for c in lexed.comments]
    pieces += _looks(lexed.tokens[:-1])
    return tuple(_apart(sorted(pieces, key=lambda piece: piece.start)))


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cut what was mended in two ways: each character has one look."""
    end = 0
    for piece in pieces:
        start = max(piece.start, end)
        if start < piece.end:
            yield Piece(start, piece.end, piece.look)
            end = piece.end


def _looks(tokens: Sequence[Token]) -> Iterator[Piece]:
    at, leads = 0, False
    while at < len(tokens):
        end = _path(tokens, at)
        looks = _names(tokens, at, end, leads=leads) if end > at else [_single(tokens[at])]
        end = max(end, at + 1)
        for token, look in zip(tokens[at:end], looks, strict=True):
            yield Piece(token.span.start, token.span.end, look)
        last = tokens[end - 1]
        leads = last.kind in ("VBAR", "ARROW") or (
            end == at + 1 and last.kind == "NAME" and last.text in LEADS
        )
        at = end


def _declares(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name stands where a type is declared, so far as the tokens beside it tell."""
    before, around = tokens[max(at - 3, 0) : at], _kinds(tokens, at + 1)[:1]
    kinds = tuple(token.kind for token in before[-2:])
    if kinds == ("KEY", "COLON"):
        declared = len(before) == 3 and before[0].text == "param"
        return declared or around in (("EQUAL",), ("OPT",), ("LSQB",))
    return kinds == ("NAME", "LSQB") and before[-2].text in CONTAINERS


def _single(token: Token) -> Look:
    if token.kind == "TAGGED":
        return TAGS.get(token.text.partition('"')[0], LOOKS["TAGGED"])
    return LOOKS.get(token.kind, NAME)


def _path(tokens: Sequence[Token], at: int) -> int:
    """Return where a dotted name (or the dot and the name behind a value) that begins at `at` ends."""
    end = at
    if tokens[at].kind == "NAME":
        end = at + 1
    while _kinds(tokens, end) == ("DOT", "NAME"):
        end += 2
    return end


def _kinds(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    return tuple(token.kind for token in tokens[at : at + 2])


def _names(tokens: Sequence[Token], at: int, end: int, *, leads: bool) -> list[Look]:
    """The looks of a dotted name."""
    head = tokens[at]
    dot = LOOKS["DOT"]
    if head.kind == "DOT":
        return [dot, MEMBER] * ((end - at) // 2)
    if end == at + 1 and head.text in WORDS:
        return [WORDS[head.text]]
    if end == at + 1 and head.text in TYPES and _declares(tokens, at):
        return [TYPE]
    if end > at + 1 and head.text in ROOTS:
        return [ROOT, *[dot, MEMBER] * ((end - at) // 2)]
    call = end < len(tokens) and tokens[end].kind == "LPAR"
    look = FUNCTION if call or leads else NAME
    return [look, *[dot, look] * ((end - at) // 2)]
