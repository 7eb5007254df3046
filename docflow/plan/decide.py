"""Why a condition held or not: the parts that decided, with the values that they looked at.

Conditions are pure and total, so they are computed again, part by part, on the document as it was. Of
`a and b` that is false the first false part decided, of one that is true all did; `or` the other way round.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docflow.model import Document
from docflow.pattern.linear import compile_linear
from docflow.plan import expr as ir
from docflow.plan.compile import doc_function
from docflow.plan.expr import Expr
from docflow.plan.phrase import expr_text
from docflow.value import frozen

__all__ = ["Clause", "Decision", "decide", "decide_by", "deciding", "lookups"]

ValueOf = Callable[[Expr], object]
_LOOKUPS = (ir.DocField, ir.RunValue, ir.SinkValue, ir.FnCall)


@frozen
class Clause:
    """A part of a condition that decided: as text (params and lets as their values), and what it looked at.

    `values` are pairs of text and value: look-ups and calls, the whole of a computed side, and `the match`
    for a pattern that was found. `holds` is None where computing it raised an error.
    """

    text: str
    holds: bool | None
    values: tuple[tuple[str, object], ...]


@frozen
class Decision:
    """What a condition gave, and which of its parts decided that."""

    text: str
    holds: bool | None
    clauses: tuple[Clause, ...]


def decide(expr: Expr, doc: Document, callables: Mapping[str, Callable[..., Any]]) -> Decision:
    """Return why a condition about a document holds or not; errors of what it calls are no errors here."""
    return decide_by(expr, lambda part: doc_function(part, callables)(doc))


def deciding(
    expr: Expr, doc: Document, callables: Mapping[str, Callable[..., Any]]
) -> tuple[tuple[str, object], ...]:
    """Return the values that decided a condition about a document, as pairs of text and value."""
    found = {text: value for part in decide(expr, doc, callables).clauses for text, value in part.values}
    return tuple(found.items())


def decide_by(expr: Expr, value_of: ValueOf) -> Decision:
    """Return why a condition holds or not; `value_of` computes any part of it."""
    return Decision(expr_text(expr), _holds(expr, value_of), tuple(_clauses(expr, value_of)))


def _holds(expr: Expr, value_of: ValueOf) -> bool | None:
    value, failed = _tried(expr, value_of)
    return None if failed else bool(value)


def _tried(expr: Expr, value_of: ValueOf) -> tuple[object, str]:
    """Return the value, or what the error said: a function of a plugin may raise anything."""
    try:
        return value_of(expr), ""
    except Exception as error:  # noqa: BLE001 - as said
        return None, f"{type(error).__name__}: {error}"


def _clauses(expr: Expr, value_of: ValueOf) -> Iterator[Clause]:
    if isinstance(expr, ir.Not) and isinstance(expr.of, (ir.Logic, ir.Not)):
        yield from _clauses(expr.of, value_of)
        return
    if not isinstance(expr, ir.Logic):
        yield Clause(expr_text(expr), _holds(expr, value_of), tuple(_values(expr, value_of)))
        return
    ends = expr.op == "or"
    held = []
    for part in expr.args:
        holds = _holds(part, value_of)
        if holds is None or holds is ends:
            yield from _clauses(part, value_of)
            return
        held.append(part)
    for part in held:
        yield from _clauses(part, value_of)


def _values(expr: Expr, value_of: ValueOf) -> Iterator[tuple[str, object]]:
    """Yield what a part looked at, each once: its look-ups, and each side that was computed of them."""
    seen: set[str] = set()
    for part in (*_sides(expr), *lookups(expr)):
        text = expr_text(part)
        if text not in seen and not isinstance(part, ir.Const):
            seen.add(text)
            value, failed = _tried(part, value_of)
            yield text, failed or value
    yield from _match(expr, value_of)


def _sides(expr: Expr) -> tuple[Expr, ...]:
    if isinstance(expr, ir.Compare):
        return (expr.left, expr.right)
    if isinstance(expr, ir.Contains):
        return (expr.item, expr.place)
    return ()


def lookups(expr: Any) -> Iterator[Expr]:
    """Yield all that an expression looks at: fields, values of the run and of sinks, calls."""
    if isinstance(expr, _LOOKUPS):
        yield expr
    for part in _parts(expr):
        yield from lookups(part)


def _parts(expr: Any) -> tuple[Any, ...]:
    if isinstance(expr, ir.MapOf):
        return tuple(value for _, value in expr.items)
    named = ("of", "left", "right", "item", "place", "text")
    single = [getattr(expr, name) for name in named if hasattr(expr, name)]
    many = [part for name in ("args", "items", "parts") for part in getattr(expr, name, ())]
    return (*single, *many)


def _match(expr: Expr, value_of: ValueOf) -> Iterator[tuple[str, object]]:
    inner = expr.of if isinstance(expr, ir.Not) else expr
    if isinstance(inner, ir.Matches):
        text, _ = _tried(inner.text, value_of)
        found = compile_linear(inner.pattern, inner.flags).search(text) if isinstance(text, str) else None
        if found is not None:
            yield "the match", found.group()
