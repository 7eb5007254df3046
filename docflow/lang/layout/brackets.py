"""Layouts of what stands in brackets: on one line while it fits, else one element a line."""

from docflow.lang.layout.concrete import Branch, Kid, edges, rule_of
from docflow.lang.layout.gaps import Source
from docflow.lang.layout.pieces import COMMA, Comments, Doc, Indent, Line, Tok, Trail, group, joined
from docflow.lang.syntax.tokens import Token

__all__ = ["bracketed"]

_OPEN = ("list", "map")
_NAMED = ("arg", "pair")


def bracketed(source: Source, kids: tuple[Kid, ...], elements: list[Doc], *, trail: bool = True) -> Doc:
    """Lay out brackets (the first and the last of `kids`) around the elements between them.

    A single element that has brackets of its own, or cannot be broken, stands right in the brackets:
    breaking there would win nothing. `trail` says whether a comma may stand behind the last element.
    """
    opening, closing = edges(kids[0])[0], edges(kids[-1])[0]
    first, last = source.number(opening), source.number(closing)
    start, end = Tok(first), Tok(last)
    if not elements and not source.commented(first, last):
        return (start, end)
    inner = [kid for kid in kids[1:-1] if not _comma(kid)]
    if len(elements) == 1 and _hugged(source, inner[0], first, last):
        return group(start, elements[0], end)
    body: tuple[Doc, ...] = joined(elements, (COMMA, Line(blank=True)))
    comma: tuple[Doc, ...] = (Trail(),) if trail and elements else ()
    many = len(elements) > 1 and source.ragged(first, last)
    return group(
        start,
        Indent((Line(""), *body, *comma, Comments(last))),
        Line(""),
        end,
        broken=many or source.commented(first, last),
    )


def _comma(kid: Kid) -> bool:
    return isinstance(kid, Token) and kid.kind == "COMMA"


def _hugged(source: Source, element: Kid, first: int, last: int) -> bool:
    """Whether an element that is alone in its brackets stands right in them."""
    if source.gaps[first + 1].comments or source.gaps[last].comments:
        return False
    value = element.kids[-1] if isinstance(element, Branch) and element.rule in _NAMED else element
    start, end = edges(value)
    alone = source.number(start) == source.number(end)
    return (alone or rule_of(value) in _OPEN) and not source.commented(first, source.number(start))
