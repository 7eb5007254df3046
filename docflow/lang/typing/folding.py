"""Constant folding: what is known before the run is computed before the run, by the plan's own operators."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from docflow.lang.typing.typed import Typed, constant
from docflow.model import Type
from docflow.plan.expr import Expr

__all__ = ["fold", "frozen_value"]


def fold(
    type_: Type,
    expr: Expr | None,
    parts: tuple[Typed, ...],
    callables: Mapping[str, Callable[..., Any]] | None = None,
) -> Typed:
    """Return an expression made of `parts`: a constant when all of them are, else as it is lowered.

    A result that is known not to be null loses the `?` of its type. Raises what a called function raises.
    """
    if any(part.wrong for part in parts):
        return Typed(type_, None, wrong=True)
    if expr is None or any(part.expr is None for part in parts):
        return Typed(type_, None)
    if not all(part.known for part in parts):
        return Typed(type_, expr)
    try:
        value = frozen_value(_evaluate(expr, callables or {}))
    except OverflowError:  # more than a float holds; the run will say so at the first document
        return Typed(type_, expr)
    known = type_.surely() if value is not None else type_
    return constant(known, value, literal=all(part.literal for part in parts))


def _evaluate(expr: Expr, callables: Mapping[str, Callable[..., Any]]) -> object:
    """Compute a constant; the compiler is imported here, as most flows have none to compute (3 ms)."""
    return import_module("docflow.plan.compile").evaluate(expr, callables)


def frozen_value(value: object) -> object:
    """Return a value of the language as the checker keeps it: lists are tuples."""
    if isinstance(value, (list, tuple)):
        return tuple(frozen_value(item) for item in value)
    if isinstance(value, Mapping):
        return {key: frozen_value(item) for key, item in value.items()}
    return value
