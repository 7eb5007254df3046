"""Conditions: what is true or false, and what always is the same."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import written
from docflow.lang.typing.nullness import surely
from docflow.lang.typing.typed import WRONG, Typed
from docflow.lang.typing.types import with_article

__all__ = ["boolean", "constant_condition"]


def boolean(node: tree.Expr, typed: Typed, findings: Findings) -> Typed:
    """Return an operand that is true or false, or note DF0309."""
    if typed.wrong or typed.type.name in ("bool", "any"):
        return surely(node, typed, findings)
    text, bare = written(node), typed.type.surely().name
    tests = {"text": '{} != ""', "list": "length({}) > 0", "int": "{} > 0", "float": "{} > 0.0"}
    test = f"{text} != null" if typed.type.optional else tests.get(bare, "").format(text)
    findings.add(
        "DF0309",
        f"a condition is true or false, and this is {with_article(typed.type)}",
        node.span,
        help=f"did you mean `{test}`?" if text and test else "compare it with something",
        fix=Fix("compare it", node.span, test) if text and test and not typed.known else None,
    )
    return WRONG


def constant_condition(node: tree.Expr, typed: Typed, findings: Findings) -> None:
    """Warn of a condition that is made of literals only (DF0313)."""
    findings.add(
        "DF0313",
        f"this condition always {'holds' if typed.value else 'fails'}, whatever the document",
        node.span,
        help="take it away, or compare with a field or a param",
        severity="warning",
    )
