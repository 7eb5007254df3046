"""Claims judged: whether one holds, and else which of its parts decided, with the values that they had."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docflow.engine.desk import explain
from docflow.plan import expr as ir
from docflow.plan.case import Claim, Failure, Part, Side
from docflow.plan.compile import Facts, facts_function
from docflow.plan.expr import Expr
from docflow.plan.phrase import expr_text
from docflow.value import evolve

__all__ = ["failed", "parts_of", "sides_of"]

Value = Callable[[Expr], Any]
"""Returns what an expression is worth over the facts at hand."""
_NAMES = (ir.DocField, ir.RunValue, ir.SinkValue)
_NOT_SEEN = object()
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def failed(
    claim: Claim, condition: Expr, facts: Facts, callables: Mapping[str, Callable[..., Any]]
) -> Failure | None:
    """Return why a claim does not hold, None when it does."""

    def value(expr: Expr) -> Any:
        return facts_function(expr, callables)(facts)

    try:
        if value(condition):
            return None
        parts = tuple(parts_of(condition, value, wanted=True))
        if not isinstance(condition, (ir.Not, ir.Logic)):
            parts = tuple(evolve(part, text="") for part in parts)
        return Failure("claim", f"`{claim.text}` does not hold", claim.at, claim.span, parts)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a function of a plugin, which may even call sys.exit
        message = f"`{claim.text}` cannot be computed: {explain(error)}"
        return Failure("error", message, claim.at, claim.span)


def parts_of(condition: Expr, value: Value, *, wanted: bool) -> Iterator[Part]:
    """Yield the smallest parts of a condition that are not as wanted, and so decided it."""
    if isinstance(condition, ir.Not):
        yield from parts_of(condition.of, value, wanted=not wanted)
    elif isinstance(condition, ir.Logic):
        for arg in condition.args:
            if bool(value(arg)) is not wanted:
                yield from parts_of(arg, value, wanted=wanted)
                if (condition.op == "and") is wanted:
                    return  # the first that fails decides, as the rest was written for when it holds
    else:
        yield _part(condition, value, wanted=wanted)


def _part(condition: Expr, value: Value, *, wanted: bool) -> Part:
    text, holds = expr_text(condition), not wanted
    if not isinstance(condition, ir.Compare):
        return Part(text, holds, sides=sides_of(condition, value))
    left, op, right = condition.left, condition.op, condition.right
    if isinstance(left, ir.Const) and not isinstance(right, ir.Const):
        left, op, right = right, _TURNED.get(op, op), left
    shown = [*([] if isinstance(left, _NAMES) else [left]), right]
    sides = tuple(side for expr in shown for side in sides_of(expr, value))
    return Part(text, holds, expr_text(left), op, value(left), value(right), sides)


def sides_of(expr: Expr, value: Value) -> tuple[Side, ...]:
    """Return the values that an expression was computed from, each once, in the order of reading."""
    found: dict[str, object] = {}
    for part in _looked_at(expr):
        found.setdefault(expr_text(part), _tried(part, value))
    return tuple(Side(text, said) for text, said in found.items() if said is not _NOT_SEEN)


def _tried(expr: Expr, value: Value) -> object:
    try:
        return value(expr)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - as in failed
        return _NOT_SEEN


def _looked_at(expr: Any) -> Iterator[Expr]:
    if isinstance(expr, _NAMES):
        yield expr
    elif isinstance(expr, ir.FnCall):
        yield expr
        for arg in expr.args:
            yield from _looked_at(arg)
    elif isinstance(expr, tuple):
        for item in expr:
            yield from _looked_at(item)
    elif not isinstance(expr, (ir.Const, str)):
        for name in getattr(expr, "__match_args__", ()):
            yield from _looked_at(getattr(expr, name))
