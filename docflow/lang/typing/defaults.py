"""`a ?? b`: a value for what may be null."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import written
from docflow.lang.typing.comparisons import as_date
from docflow.lang.typing.folding import fold
from docflow.lang.typing.typed import WRONG, Typed
from docflow.lang.typing.types import join, with_article
from docflow.model import NULL
from docflow.plan.expr import OrElse

__all__ = ["or_else"]


def or_else(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> Typed:
    """Check `??` and lower it."""
    if left.wrong or right.wrong:
        return WRONG
    if not left.type.optional and left.type.name not in ("any", "null") and not left.known:
        shown = written(node.left)
        findings.add(
            "DF0313",
            f"{f'`{shown}`' if shown else 'this'} is never null, so the default is never used",
            node.span,
            help="leave out the `??` and what follows",
            fix=Fix("leave the default out", node.span, shown) if shown else None,
            severity="warning",
        )
    right = as_date(right, left.type)
    type_ = right.type if left.type == NULL else join(left.type.surely(), right.type)
    if type_.name == "union" and "union" not in (left.type.name, right.type.name):
        findings.add(
            "DF0303",
            f"the default is {with_article(right.type)}, and the value {with_article(left.type.surely())}",
            node.right.span,
        )
        return WRONG
    if left.known and left.value is not None:
        return left
    expr = OrElse(left.expr, right.expr) if left.expr and right.expr else None
    return fold(type_, expr, (left, right))
