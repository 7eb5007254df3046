"""An expression where a certain type is asked for: mistakes are shown at the element that does not fit."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.coercion import Misfit, coerce
from docflow.lang.typing.expressions import note_twice, type_of_expr
from docflow.lang.typing.nullness import surely
from docflow.lang.typing.scope import Scope
from docflow.lang.typing.typed import UNKNOWN, WRONG, Typed, constant
from docflow.lang.typing.types import assignable, with_article
from docflow.model import Place, Type
from docflow.value import evolve

__all__ = ["fit"]


_TEXTS = {"text", "path", "glob", "enum"}


def fit(node: tree.Expr, expected: Type, scope: Scope, findings: Findings, what: str = "this") -> Typed:
    """Check an expression against the type of the place where it stands, and bring its value into that type.

    `what` names the place in messages ("`max_blank`"). The result has the expected type.
    """
    arm = _arm(node, expected)
    if arm is not None:
        made = _items(node, arm, scope, findings) if isinstance(node, tree.ListExpr) else None
        made = _pairs(node, arm, scope, findings) if isinstance(node, tree.MapExpr) else made
        return WRONG if made is None or made.wrong else evolve(made, type=expected)
    asked = expected.name in _TEXTS and isinstance(node, tree.Name | tree.Access)
    within = evolve(scope, texts=True, choices=expected.choices) if asked else scope
    typed = type_of_expr(node, within, findings)
    takes_null = expected.optional or expected.name in ("any", "null")
    if not takes_null and typed.value is not None:
        typed = surely(node, typed, findings)
    return WRONG if typed.wrong else _into(node, typed, expected, findings, what, folder=scope.folder)


def _into(
    node: tree.Expr, typed: Typed, expected: Type, findings: Findings, what: str, *, folder: str
) -> Typed:
    if typed.known:
        made = coerce(typed.value, typed.type, expected)
        if not isinstance(made, Misfit):
            value = _below(folder, typed.value, made) if folder else made
            return constant(expected, value, literal=typed.literal)
        _report(node, made, findings, what)
        return WRONG
    if not _may_fit(typed.type, expected):
        message = f"{what} must be {with_article(expected)}, and this is {with_article(typed.type)}"
        findings.add("DF0303", message, node.span)
        return WRONG
    return evolve(typed, type=expected if expected.name != "any" else typed.type)


def _below(folder: str, written: object, made: object) -> object:
    """Let the relative paths that were texts until now start from the folder of the file that holds them."""
    if isinstance(made, tuple):
        given = written if isinstance(written, tuple) else (written,) * len(made)
        return tuple(_below(folder, w, m) for w, m in zip(given, made, strict=False))
    if isinstance(made, Place) and isinstance(written, str) and not made.path.startswith("/"):
        return Place(f"{folder}/{made.path}", made.base)
    return made


def _may_fit(found: Type, expected: Type) -> bool:
    """A text without a value yet may turn out to be a word or a date; it is judged when it is known."""
    if assignable(found, expected):
        return True
    return found.name == "text" and expected.name in ("enum", "date") and not found.optional


def _report(node: tree.Expr, misfit: Misfit, findings: Findings, what: str) -> None:
    plain = isinstance(node, (tree.Text, tree.Number, tree.Boolean))
    findings.add(
        misfit.code,
        misfit.message.replace("this must be", f"{what} must be", 1),
        node.span,
        help=misfit.help,
        fix=Fix(f"write `{misfit.instead}`", node.span, misfit.instead) if misfit.instead and plain else None,
    )


def _arm(node: tree.Expr, expected: Type) -> Type | None:
    """Return the type, or the alternative of a union, that a list or map in brackets is meant to have."""
    names = ("list",) if isinstance(node, tree.ListExpr) else ("map", "record")
    if not isinstance(node, (tree.ListExpr, tree.MapExpr)):
        return None
    arms = expected.args if expected.name == "union" else (expected,)
    return next((arm for arm in arms if arm.name in names), None)


def _items(node: tree.ListExpr, expected: Type, scope: Scope, findings: Findings) -> Typed:
    items = [fit(item, expected.args[0], scope, findings, "an element") for item in node.items]
    if any(item.wrong for item in items):
        return WRONG
    value = tuple(item.value for item in items) if all(item.known for item in items) else UNKNOWN
    return constant(expected, value, literal=all(item.literal for item in items))


def _pairs(node: tree.MapExpr, expected: Type, scope: Scope, findings: Findings) -> Typed:
    made: dict[str, Typed] = {}
    for pair in node.pairs:
        if pair.key in made:
            note_twice(node, pair, findings)
        type_ = _key(pair, expected, findings)
        typed = WRONG if type_ is None else fit(pair.value, type_, scope, findings, f"`{pair.key}`")
        made[pair.key] = typed
    missing = [n for n, t in expected.members if n not in made and not t.optional]
    if any(typed.wrong for typed in made.values()):
        return WRONG
    # A record's missing members may have defaults that only the class knows; `build` judges them.
    value = {k: t.value for k, t in made.items()} if all(t.known for t in made.values()) else UNKNOWN
    return constant(expected, value, literal=not missing and all(t.literal for t in made.values()))


def _key(pair: tree.Pair, expected: Type, findings: Findings) -> Type | None:
    if expected.name == "map":
        return expected.args[0]
    members = dict(expected.members)
    if pair.key in members:
        return members[pair.key]
    near = nearest(pair.key, members)
    findings.add(
        "DF0301",
        f"there is no `{pair.key}` in this map",
        pair.key_span,
        help=f"did you mean `{near}`?" if near else "it takes " + ", ".join(members),
        fix=Fix(f"write `{near}`", pair.key_span, near) if near else None,
    )
    return None
