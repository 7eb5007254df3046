"""Claims and gates that hold whatever the flow does (DF0603): they judge nothing."""

from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.typing.typed import Typed
from docflow.plan.expr import Arith, Compare, Const, Expr, Logic, Not, RunValue, SinkValue

__all__ = ["report_always"]

_HELP = {
    "gate": "compare what the run counts with what you expect of it, for example `run.kept > 0`",
    "`then`": 'compare what came out with what you expect, for example `doc.text == "..."`',
}


def report_always(node: tree.Expr, typed: Typed, what: str, inner: Findings, findings: Findings) -> None:
    """Take over what was found in a condition; warn (DF0603) when it always holds.

    `what` is "gate" or "`then`". The params of a gate may have other values in the next run, those of a
    test are its own.
    """
    always = typed.expr is not None and _holds(typed.expr, fixed=typed.literal or what != "gate")
    if always:
        inner.diagnostics = [d for d in inner.diagnostics if d.code != "DF0313" or d.span != node.span]
    findings.take(inner)
    if always:
        findings.add(
            "DF0603",
            f"this {what} always holds, so it judges nothing",
            node.span,
            help=_HELP[what],
            severity="warning",
        )


def _holds(expr: Expr, *, fixed: bool) -> bool:
    """Whether an expression is true whatever comes out; false when that is not certain."""
    if isinstance(expr, Const):
        return expr.value is True and fixed
    if isinstance(expr, Logic):
        if expr.op == "and":
            return all(_holds(part, fixed=fixed) for part in expr.args)
        return any(_holds(part, fixed=fixed) or Not(part) in expr.args for part in expr.args)
    if isinstance(expr, Compare):
        same = expr.left == expr.right
        if same and not isinstance(expr.left, Const):
            return expr.op == "==" or (_count(expr.left) and expr.op in ("<=", ">="))
        limit = expr.right.value if isinstance(expr.right, Const) else None
        if isinstance(limit, (int, float)) and _count(expr.left):
            return (limit <= 0 and expr.op == ">=") or (limit < 0 and expr.op == ">")
    return False


def _count(expr: Expr) -> bool:
    """Whether an expression is a count, or a share of counts: never null, never below zero."""
    if isinstance(expr, Arith):
        return expr.op in ("+", "*", "/") and _count(expr.left) and _count(expr.right)
    return isinstance(expr, RunValue) or (isinstance(expr, SinkValue) and expr.path[-1] == "count")
