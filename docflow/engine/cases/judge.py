"""Claims judged: whether one holds, and else which of its parts decided, with the values that they had."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docflow.engine.desk import explain
from docflow.plan import expr as ir
from docflow.plan.case import Claim, Failure, Part, Side
from docflow.plan.compile import Facts, facts_function
from docflow.plan.decide import decide_by
from docflow.plan.expr import Expr
from docflow.plan.phrase import expr_text
from docflow.value import evolve

__all__ = ["failed", "parts_of"]

Value = Callable[[Expr], Any]
"""Returns what an expression is worth over the facts at hand."""
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
    looked = {name: said for part in decide_by(condition, value).clauses for name, said in part.values}
    if not isinstance(condition, ir.Compare):
        if isinstance(looked.get(text), bool):
            del looked[text]  # that it does not hold says so already
        return Part(text, holds, sides=_sides(looked))
    left, op, right = condition.left, condition.op, condition.right
    if isinstance(left, ir.Const) and not isinstance(right, ir.Const):
        left, op, right = right, _TURNED.get(op, op), left
    of = expr_text(left)
    looked.pop(of, None)
    return Part(text, holds, of, op, value(left), value(right), _sides(looked))


def _sides(looked: Mapping[str, object]) -> tuple[Side, ...]:
    return tuple(Side(text, value) for text, value in looked.items())
