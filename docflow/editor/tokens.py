"""Colours by meaning: what each word of a file is."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.editor.names.occurrences import occurrences
from docflow.editor.names.target import Kind, Occurrence
from docflow.errors import Span
from docflow.lang.syntax.tables import load
from docflow.lang.syntax.tokens import Token

__all__ = ["KINDS", "MODIFIERS", "Colour", "colours"]

KINDS = (
    "namespace", "function", "method", "class", "parameter", "property", "variable", "enumMember", "type",
    "regexp", "string", "number", "keyword", "comment", "operator", "label",
)  # fmt: skip
"""The kinds of tokens, by the names that the protocol has for them."""
MODIFIERS = ("declaration", "readonly", "modification", "defaultLibrary", "deprecated")

_BY_KIND: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    "alias": ("label", ()),
    "argument": ("parameter", ()),
    "component": ("function", ()),
    "field": ("property", ()),
    "flow": ("class", ()),
    "function": ("function", ("defaultLibrary",)),
    "include": ("namespace", ()),
    "let": ("variable", ("readonly",)),
    "member": ("property", ("readonly", "defaultLibrary")),
    "namespace": ("namespace", ()),
    "outcome": ("enumMember", ()),
    "param": ("variable", ()),
    "root": ("variable", ("defaultLibrary",)),
    "secret": ("variable", ("readonly",)),
    "setting": ("parameter", ("defaultLibrary",)),
    "stage": ("function", ()),
    "type": ("type", ("defaultLibrary",)),
}
_ROLES = {"declare": "declaration", "write": "modification"}
_BY_TOKEN = {
    "STRING": "string", "TEXT": "string", "NUMBER": "number", "CMP": "operator", "PLUS": "operator",
    "MINUS": "operator", "MUL": "operator", "OPT": "operator", "ARROW": "operator", "COALESCE": "operator",
    "VBAR": "operator",
}  # fmt: skip


@frozen
class Colour:
    """A stretch of a line with its kind; `start` and `end` are offsets."""

    start: int
    end: int
    kind: str
    modifiers: tuple[str, ...] = ()


def colours(analysis: Analysis) -> tuple[Colour, ...]:
    """Return the colours of a file in order; none spans more than a line, none overlaps another."""
    named = {o.span.start: o for o in occurrences(analysis) if o.span.end > o.span.start}
    found = [colour for token in analysis.tokens for colour in _token(token, named, analysis.text)]
    found += [Colour(c.span.start, c.span.end, "comment") for c in analysis.program.comments]
    return tuple(sorted(found, key=lambda colour: colour.start))


def _token(token: Token, named: Mapping[int, Occurrence], text: str) -> Iterator[Colour]:
    span = token.span
    if token.kind == "TAGGED":
        yield from _tagged(span, named, text)
    elif span.start in named and named[span.start].span.end <= span.end:
        yield _occurrence(named[span.start])
    elif token.kind in ("NAME", "KEY"):
        if token.text in load().words:
            yield Colour(span.start, span.end, "keyword")
        elif token.kind == "KEY":
            yield Colour(span.start, span.end, "parameter")
    elif token.kind in _BY_TOKEN:
        yield from _lines(span, _BY_TOKEN[token.kind], text)


def _occurrence(found: Occurrence) -> Colour:
    kind, modifiers = _BY_KIND[found.target.kind]
    role = _ROLES.get(found.role)
    return Colour(found.span.start, found.span.end, kind, (*modifiers, role) if role else modifiers)


def _tagged(span: Span, named: Mapping[int, Occurrence], text: str) -> Iterator[Colour]:
    """A regular expression, or an f-text around the names in it."""
    if not text.startswith("f", span.start):
        yield Colour(span.start, span.end, "regexp")
        return
    at = span.start
    for start in sorted(start for start in named if span.start <= start < span.end):
        if at < start:
            yield Colour(at, start, "string")
        yield _occurrence(named[start])
        at = named[start].span.end
    if at < span.end:
        yield Colour(at, span.end, "string")


def _lines(span: Span, kind: str, text: str) -> Iterator[Colour]:
    start = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        if end > start:
            yield Colour(start, end, kind)
        start += len(line)
