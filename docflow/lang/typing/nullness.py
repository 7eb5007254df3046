"""Values that may be null: where they may stand, and what a condition shows about them."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import dotted, written
from docflow.lang.typing.scope import Dotted
from docflow.lang.typing.typed import WRONG, Typed
from docflow.model import NULL, Type
from docflow.value import evolve

__all__ = ["default_for", "proven", "surely"]

_DEFAULTS = {
    "text": '""', "int": "0", "float": "0.0", "bool": "false", "ratio": "0%", "size": "0B", "duration": "0s",
    "list": "[]", "map": "{}",
}  # fmt: skip


def default_for(type_: Type) -> str | None:
    """Return a default in the syntax of the language, None where no value is neutral."""
    if type_.name == "enum":
        return f'"{type_.choices[0]}"' if type_.choices else None
    return _DEFAULTS.get(type_.name)


def surely(node: tree.Expr, typed: Typed, findings: Findings, *, tight: bool = False) -> Typed:
    """Return an operand that is not null, or note DF0311.

    `tight` says that the operand stands beside a sign that binds more tightly than `??`.
    """
    if typed.wrong or typed.type.name == "any":
        return typed
    if typed.type == NULL:
        findings.add(
            "DF0303", "`null` cannot be used here", node.span, help="only `==`, `!=` and `??` take null"
        )
        return WRONG
    if not typed.type.optional:
        return typed
    if typed.known and typed.value is not None:
        return evolve(typed, type=typed.type.surely())
    _note(node, typed.type, findings, tight)
    return WRONG


def _note(node: tree.Expr, type_: Type, findings: Findings, tight: bool) -> None:
    text, default = written(node), default_for(type_)
    fix = None
    if default is not None and text:
        replacement = f"({text} ?? {default})" if tight else f"{text} ?? {default}"
        fix = Fix(f"give a default: `?? {default}`", node.span, replacement)
    findings.add(
        "DF0311",
        f"{f'`{text}`' if text else 'this'} may be null (its type is `{type_}`), so it needs a default here",
        node.span,
        help=_advice(text, type_, default),
        fix=fix,
    )


def _advice(text: str | None, type_: Type, default: str | None) -> str:
    if default is None and type_.name == "date":
        default = '"2020-01-01"'
    if default is None:
        return f"test it first: `{text or 'x'} != null and ...`"
    return f"say what holds when it is null: `{text or '...'} ?? {default}`"


def proven(node: tree.Expr, *, holds: bool) -> frozenset[Dotted]:
    """Return the places that are not null when the condition holds (or, with `holds` false, does not)."""
    if isinstance(node, tree.Unary) and node.op == "not":
        return proven(node.operand, holds=not holds)
    if not isinstance(node, tree.Binary):
        return frozenset()
    if node.op in ("and", "or"):
        left, right = proven(node.left, holds=holds), proven(node.right, holds=holds)
        return left | right if (node.op == "and") == holds else left & right
    if node.op == ("!=" if holds else "=="):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            place = dotted(one)
            if isinstance(other, tree.Null) and place is not None:
                return frozenset({place})
    return frozenset()
