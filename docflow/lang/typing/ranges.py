"""Conditions that can never hold, or always do: bounds that exclude each other, counts below zero."""

from attrs import define

from docflow.errors import Span
from docflow.lang.findings import Findings
from docflow.plan.expr import Compare, Const, DocField, Expr, RunValue
from docflow.value import evolve

__all__ = ["check_bounds", "check_count", "turned"]

_COUNTS = {DocField((n,)) for n in ("words", "chars", "lines")} | {
    RunValue((n,)) for n in ("seen", "kept", "dropped", "quarantined", "seconds")
}
_Limit = int | float | str
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@define(eq=False, repr=False)
class _Bounds:
    """What a chain of `and` has said of one value so far: numbers with whether the bound itself is out."""

    low: tuple[float, bool] | None = None
    high: tuple[float, bool] | None = None
    words: set[str] | None = None

    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.words is not None and not self.words:
            return True
        if self.low is None or self.high is None:
            return False
        return self.low[0] > self.high[0] or (self.low[0] == self.high[0] and (self.low[1] or self.high[1]))

    def narrow(self, op: str, value: _Limit) -> None:
        """Take one more comparison into account."""
        if isinstance(value, str):
            if op == "==":
                self.words = {value} if self.words is None else self.words & {value}
            return
        if op in (">", ">=", "=="):
            self.low = max(filter(None, (self.low, (value, op == ">"))))
        if op in ("<", "<=", "=="):
            high = (value, op == "<")
            self.high = high if self.high is None else min(self.high, high, key=lambda b: (b[0], not b[1]))


_TOGETHER = "these two conditions can never hold together"
_BELOW = "a count is never below zero, so this can never hold"


def _apart(bounds: _Bounds) -> bool:
    """Whether two ranges lie apart, as in `x < 5 and x > 9`, where `or` makes sense."""
    return bounds.words is None and bounds.low is not None and bounds.high is not None


def turned(inner: Findings) -> Findings:
    """Return what was found behind a `not`: what never holds there makes the whole hold."""
    found = [
        evolve(
            d,
            code="DF0313",
            message=f"{d.message}, and `not` makes it hold always",
            help=None,
            severity="warning",
        )
        if d.code == "DF0310" and d.message in (_TOGETHER, _BELOW)
        else d
        for d in inner.diagnostics
    ]
    inner.diagnostics = found
    return inner


def check_bounds(parts: list[tuple[Expr | None, Span]], findings: Findings) -> None:
    """Note DF0310 where the comparisons of an `and` leave no value, as in `x > 9 and x < 5`."""
    seen: dict[str, tuple[_Bounds, Span]] = {}
    for expr, span in parts:
        found = _bound(expr)
        if found is None:
            continue
        subject, op, value = found
        bounds, first = seen.setdefault(repr(subject), (_Bounds(), span))
        bounds.narrow(op, value)
        if bounds.empty():
            help_ = "did you mean `or`?" if _apart(bounds) else None
            findings.add("DF0310", _TOGETHER, first.to(span), help=help_)
            return


def _bound(expr: Expr | None) -> tuple[Expr, str, _Limit] | None:
    if not isinstance(expr, Compare) or expr.op == "!=":
        return None
    if isinstance(expr.right, Const) and not isinstance(expr.left, Const):
        subject, op, value = expr.left, expr.op, expr.right.value
    elif isinstance(expr.left, Const) and not isinstance(expr.right, Const):
        subject, op, value = expr.right, _MIRROR[expr.op], expr.left.value
    else:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return subject, op, value
    return (subject, op, value) if isinstance(value, str) and op == "==" else None


def check_count(expr: Expr | None, span: Span, findings: Findings) -> None:
    """Note a count that is compared with what no count can be: DF0310 for never, DF0313 for always."""
    found = _bound(expr)
    if found is None or found[0] not in _COUNTS:
        return
    op, limit = found[1], found[2]
    if isinstance(limit, str):
        return
    if (limit < 0 and op in ("<", "<=", "==")) or (limit == 0 and op == "<"):
        findings.add("DF0310", _BELOW, span)
    elif (limit <= 0 and op == ">=") or (limit < 0 and op == ">"):
        findings.add("DF0313", "a count is never below zero, so this always holds", span, severity="warning")
