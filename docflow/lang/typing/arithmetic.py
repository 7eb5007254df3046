"""`+ - * /`: which types they take and what they give."""

from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import written
from docflow.lang.typing.folding import fold
from docflow.lang.typing.nullness import surely
from docflow.lang.typing.typed import WRONG, Typed
from docflow.lang.typing.types import NUMBERS, join, with_article
from docflow.lang.typing.units import DIMENSIONS
from docflow.model import ANY, FLOAT, INT, RATIO, TEXT, Type
from docflow.plan.expr import Arith, Negate

__all__ = ["arithmetic", "negation"]

_TEXTS = ("text", "enum")
_PLACES = ("path", "glob")
_QUANTITIES = ("size", "duration")
_VERBS = {"+": "added to", "-": "subtracted from", "*": "multiplied with", "/": "divided by"}


def arithmetic(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> Typed:
    """Check one of `+ - * /` and lower it; `/` also joins paths, `+` texts and lists."""
    left = surely(node.left, left, findings, tight=True)
    right = surely(node.right, right, findings, tight=True)
    if left.wrong or right.wrong:
        return WRONG
    type_ = _result(node.op, left.type, right.type)
    if type_ is None:
        _refuse(node, left.type, right.type, findings)
        return WRONG
    if type_.name in _PLACES and right.expr is not None and not right.known:
        findings.add(
            "DF0303",
            "a path is fixed before the run, so it cannot be made of what a document holds",
            node.right.span,
            help="the file name of a document comes from its id; see the exporters `markdown` and `text`",
        )
        return WRONG
    expr = Arith(node.op, left.expr, right.expr) if left.expr and right.expr else None
    return fold(type_, expr, (left, right))


def negation(node: tree.Unary, operand: Typed, findings: Findings) -> Typed:
    """Check `-x` and lower it."""
    operand = surely(node.operand, operand, findings, tight=True)
    if operand.wrong:
        return WRONG
    if operand.type.name not in (*NUMBERS, *_QUANTITIES, "any"):
        findings.add(
            "DF0303", f"`-` needs a number, and this is {with_article(operand.type)}", node.operand.span
        )
        return WRONG
    return fold(operand.type, Negate(operand.expr) if operand.expr else None, (operand,))


def _result(op: str, left: Type, right: Type) -> Type | None:
    """Return the type of the result, None where the operator does not fit."""
    l_name, r_name = left.name, right.name
    if "any" in (l_name, r_name):
        return ANY
    if l_name in NUMBERS and r_name in NUMBERS:
        return _numbers(op, l_name, r_name)
    if l_name in _QUANTITIES or r_name in _QUANTITIES:
        return _quantities(op, left, right)
    if op == "+" and l_name in _TEXTS and r_name in _TEXTS:
        return TEXT
    if op == "+" and l_name == r_name == "list":
        return join(left, right)
    if l_name in _PLACES and r_name in _TEXTS and op in ("/", "+"):
        return left
    return None


def _numbers(op: str, left: str, right: str) -> Type:
    if left == right == "int":
        return FLOAT if op == "/" else INT
    if left == right == "ratio":
        return FLOAT if op == "/" else RATIO
    if op == "/" and left == "ratio":
        return RATIO
    return FLOAT


def _quantities(op: str, left: Type, right: Type) -> Type | None:
    if left.name == right.name:
        return {"+": left, "-": left, "/": FLOAT}.get(op)
    if op == "*" and left.name in NUMBERS:
        return right
    if op in ("*", "/") and right.name in NUMBERS:
        return left
    return None


def _refuse(node: tree.Binary, left: Type, right: Type, findings: Findings) -> None:
    """Note that an operator does not fit: DF0305 where dimensions are mixed, else DF0303."""
    if left.name in _PLACES and node.op == "/":
        message = f"only a text can be joined to a {left.name}, and this is {with_article(right)}"
        findings.add("DF0303", message, node.right.span, help='for example `out / "articles.jsonl"`')
        return
    mixed = {left.name, right.name} <= {*NUMBERS, *_QUANTITIES}
    order = (right, left) if node.op in "+-" else (left, right)
    message = f"{with_article(order[0])} cannot be {_VERBS[node.op]} {with_article(order[1])}"
    findings.add(
        "DF0305" if mixed else "DF0303",
        message,
        node.span,
        help=_advice(node, left, right) if mixed else _hint(node, left, right),
    )


def _advice(node: tree.Binary, left: Type, right: Type) -> str | None:
    for side, type_, other in ((node.right, right, left), (node.left, left, right)):
        if type_.name in NUMBERS and other.name in DIMENSIONS:
            unit = DIMENSIONS[other.name].lstrip("0123456789")
            shown = f"`{written(side)}{unit}`" if isinstance(side, tree.Number) else f"`* 1{unit}`"
            return f"give the number a unit ({shown}), or divide the {other.name} by `1{unit}`"
    return "both sides must be of one dimension"


def _hint(node: tree.Binary, left: Type, right: Type) -> str | None:
    names = {left.name, right.name}
    if names == {"date"}:
        return "arithmetic with dates is not supported; compare them, or take `year(d)`, `month(d)`, `day(d)`"
    if node.op == "+" and names & set(_TEXTS):
        return 'to build a text use `f"..."` with `{...}`, or `text(x)`'
    if node.op == "/" and left.name in _TEXTS:
        return "only a path can be joined with `/`; declare the left side as a `param` of type path"
    return None
