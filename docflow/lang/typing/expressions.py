"""Expressions: checked and lowered in one pass, so that what is checked is what runs."""

from collections.abc import Callable
from typing import Any

from docflow.errors import Fix, Label
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import dotted, inside
from docflow.lang.typing.arithmetic import arithmetic, negation
from docflow.lang.typing.calls import call_function, find_function
from docflow.lang.typing.coercion import natural
from docflow.lang.typing.comparisons import comparison, matching, membership
from docflow.lang.typing.defaults import or_else
from docflow.lang.typing.folding import fold
from docflow.lang.typing.formats import cut
from docflow.lang.typing.members import look_up, member_type
from docflow.lang.typing.nullness import proven, surely
from docflow.lang.typing.quantities import number
from docflow.lang.typing.ranges import check_bounds, check_count, turned
from docflow.lang.typing.references import ROOTS, bare_text, hyphened, included, name, why_not
from docflow.lang.typing.regexes import regex
from docflow.lang.typing.scope import DOC_MEMBERS, Scope
from docflow.lang.typing.truth import boolean, constant_condition
from docflow.lang.typing.typed import WRONG, Typed, constant
from docflow.lang.typing.types import join
from docflow.model import ANY, BOOL, NULL, TEXT, Type, list_of
from docflow.plan.expr import Format, ListOf, Logic, MapOf, Not
from docflow.value import evolve

__all__ = ["condition", "note_twice", "type_of_expr"]


def type_of_expr(node: tree.Expr, scope: Scope, findings: Findings) -> Typed:
    """Check an expression and lower it.

    Every mistake goes to `findings`; what is wrong has the type any, so that it is reported once.
    """
    return _CHECKS[type(node)](node, scope, findings)


def condition(node: tree.Expr, scope: Scope, findings: Findings) -> Typed:
    """Check an expression that must be true or false (DF0309); warn when it is always the same (DF0313)."""
    typed = boolean(node, type_of_expr(node, scope, findings), findings)
    if typed.literal and not typed.wrong:
        constant_condition(node, typed, findings)
    return typed


# ------------------------------------------------------------------------------------------ literals


def _text(node: tree.Text, scope: Scope, findings: Findings) -> Typed:  # noqa: ARG001
    return constant(TEXT, node.value, literal=True)


def _true_false(node: tree.Boolean, scope: Scope, findings: Findings) -> Typed:  # noqa: ARG001
    return constant(BOOL, node.value, literal=True)


def _null(node: tree.Null, scope: Scope, findings: Findings) -> Typed:  # noqa: ARG001
    return constant(NULL, None, literal=True)


def _number(node: tree.Number, scope: Scope, findings: Findings) -> Typed:  # noqa: ARG001
    return number(node, findings)


def _tagged(node: tree.Tagged, scope: Scope, findings: Findings) -> Typed:
    if node.tag == "re":
        return regex(node, findings)
    if node.tag == "f":
        return _format(node, scope, findings)
    at, tag = node.span, {"r": "re", "rx": "re", "regex": "re", "regexp": "re"}.get(node.tag)
    sign = inside(at, at.start, len(node.tag))
    findings.add(
        "DF0202",
        f'there is no literal `{node.tag}"..."`',
        node.span,
        fix=Fix(f"write `{tag}`", sign, tag) if tag else None,
        help='the tags are `re"..."` for a regular expression and `f"..."` for a text with `{...}` in it',
    )
    return WRONG


def _format(node: tree.Tagged, scope: Scope, findings: Findings) -> Typed:
    pieces = cut(node, findings)
    if pieces is None:
        return WRONG
    inner = Findings()
    parts = tuple(surely(p, type_of_expr(p, scope, inner), inner) for p in pieces)
    findings.take(inner, quoted=True)
    if any(part.wrong for part in parts):
        return WRONG
    exprs = tuple(part.expr for part in parts if part.expr is not None)
    return fold(TEXT, Format(exprs) if len(exprs) == len(parts) else None, parts)


def _list(node: tree.ListExpr, scope: Scope, findings: Findings) -> Typed:
    items = tuple(type_of_expr(item, scope, findings) for item in node.items)
    if any(item.wrong for item in items):
        return WRONG
    element = items[0].type if items else ANY
    for item in items[1:]:
        element = join(element, item.type)
    if all(item.known for item in items):
        value = tuple(item.value for item in items)
        return constant(list_of(element), value, literal=all(item.literal for item in items))
    exprs = tuple(item.expr for item in items if item.expr is not None)
    return Typed(list_of(element), ListOf(exprs) if len(exprs) == len(items) else None)


def note_twice(node: tree.MapExpr, pair: tree.Pair, findings: Findings) -> None:
    """Note that a key of a map was given before (DF0308)."""
    first = next(each for each in node.pairs if each.key == pair.key)
    findings.add(
        "DF0308",
        f"the key `{pair.key}` is given twice",
        pair.key_span,
        labels=(Label(first.key_span, "given here first"),),
    )


def _map(node: tree.MapExpr, scope: Scope, findings: Findings) -> Typed:
    pairs: dict[str, Typed] = {}
    for pair in node.pairs:
        typed = type_of_expr(pair.value, scope, findings)
        if pair.key in pairs:
            note_twice(node, pair, findings)
            typed = WRONG
        pairs[pair.key] = typed
    if any(typed.wrong for typed in pairs.values()):
        return WRONG
    type_ = Type("record", members=tuple((key, typed.type) for key, typed in pairs.items()))
    if all(typed.known for typed in pairs.values()):
        literal = all(typed.literal for typed in pairs.values())
        return constant(type_, {key: typed.value for key, typed in pairs.items()}, literal=literal)
    items = tuple((key, typed.expr) for key, typed in pairs.items() if typed.expr is not None)
    return Typed(type_, MapOf(items) if len(items) == len(pairs) else None)


# ------------------------------------------------------------------------------------------- look-ups


def _access(node: tree.Access, scope: Scope, findings: Findings) -> Typed:
    names = dotted(node)
    if names is None:
        findings.add(
            "DF0303", "only a name can have members", node.span, help="give the value a name with `let`"
        )
        return WRONG
    root = names[0]
    if root in ROOTS and root not in scope.names:
        if root not in scope.roots:
            findings.add("DF0202", f"`{root}` cannot be used here", node.span, help=why_not(root, scope))
            return WRONG
        return look_up(node, names, scope, findings)
    if root in scope.modules and root not in scope.names and len(names) == 2:
        return included(node, names, scope, findings)
    if len(names) == 2 and names[1] in scope.names and root not in (*scope.names, *scope.modules):
        findings.add(
            "DF0202",
            f"there is no name `{root}` here",
            node.span,
            help=f"a {scope.names[names[1]].kind} is named alone: `{names[1]}`",
            fix=Fix(f"write `{names[1]}`", node.span, names[1]),
        )
        findings.used.add(names[1])
        return WRONG
    if root in scope.failed and root not in scope.names:
        return WRONG  # said where it is included
    if bare_text(node, names, scope, findings):
        return WRONG
    of = type_of_expr(node.of, evolve(scope, texts=False, choices=()), findings)
    return WRONG if of.wrong else _member(node, of, findings)


def _member(node: tree.Access, of: Typed, findings: Findings) -> Typed:
    type_ = member_type(of.type, node.name, node.name_span, findings)
    if type_ is None:
        return WRONG
    if not of.known:
        return Typed(type_, None)
    value = of.value.get(node.name) if isinstance(of.value, dict) else None
    return constant(type_ if value is None else type_.surely(), value, literal=of.literal)


def _call(node: tree.Call, scope: Scope, findings: Findings) -> Typed:
    function = find_function(node, scope, findings)
    inner = evolve(scope, texts=False, choices=())
    values = tuple(type_of_expr(arg.value, inner, findings) for arg in node.args)
    return WRONG if function is None else call_function(node, function, values, scope, findings)


# ------------------------------------------------------------------------------------------ operators


def _unary(node: tree.Unary, scope: Scope, findings: Findings) -> Typed:
    inner = Findings()
    operand = type_of_expr(node.operand, scope, inner)
    findings.take(turned(inner) if node.op == "not" else inner)
    if node.op == "-":
        return negation(node, operand, findings)
    operand = boolean(node.operand, operand, findings)
    return fold(BOOL, Not(operand.expr) if operand.expr else None, (operand,)) if not operand.wrong else WRONG


def _binary(node: tree.Binary, scope: Scope, findings: Findings) -> Typed:
    if node.op in ("and", "or"):
        return _logic(node, scope, findings)
    if hyphened(node, scope, findings):
        return WRONG
    left, right = _sides(node, evolve(scope, texts=False, choices=()), findings)
    if node.op == "??" or isinstance(node.right, tree.Null):
        left = _for_all(node.left, left, scope)
    elif isinstance(node.left, tree.Null):
        right = _for_all(node.right, right, scope)
    if node.op == "??":
        return or_else(node, left, right, findings)
    if node.op in ("in", "not in"):
        return membership(node, left, right, findings)
    if node.op == "matches":
        return matching(node, left, right, findings)
    if node.op in ("+", "-", "*", "/"):
        return arithmetic(node, left, right, findings)
    typed = comparison(node, left, right, findings, null_differs="sink" in scope.roots)
    if left.literal or right.literal:  # a param may have another value in the next run
        check_count(typed.expr, node.span, findings)
    return typed


def _sides(node: tree.Binary, scope: Scope, findings: Findings) -> tuple[Typed, Typed]:
    """Check both sides; beside a text an unknown name is most likely a text without quotes."""
    if not isinstance(node.left, tree.Name) or isinstance(node.right, tree.Name):
        left = type_of_expr(node.left, scope, findings)
        return _shown(left), _shown(type_of_expr(node.right, _beside(left, node, scope), findings))
    later = Findings()
    right = type_of_expr(node.right, scope, later)
    left = type_of_expr(node.left, _beside(right, node, scope), findings)
    findings.take(later)
    return _shown(left), _shown(right)


def _for_all(node: tree.Expr, typed: Typed, scope: Scope) -> Typed:
    """Return an operand that is asked for null with the type that it has in all runs and for all callers."""
    names = dotted(node)
    if names is None or typed.wrong or typed.type == NULL:
        return typed
    bound = scope.names.get(names[0])
    if bound is not None:
        unsure = len(names) == 1 and bound.type.optional
    else:
        unsure = scope.shared and names[0] == "doc" and names[1] not in DOC_MEMBERS
    return evolve(typed, type=typed.type.maybe()) if unsure else typed


def _beside(other: Typed, node: tree.Binary, scope: Scope) -> Scope:
    compares = node.op in ("==", "!=", "in", "not in")
    textual = other.wrong or other.type.name in ("text", "enum")
    choices = () if other.wrong else other.type.choices
    return evolve(scope, texts=True, choices=choices) if textual and compares else scope


def _shown(typed: Typed) -> Typed:
    """Return a known value of any type with the type that it shows: an operator must not meet another."""
    if typed.type.name != "any" or not typed.known or typed.wrong:
        return typed
    return evolve(typed, type=natural(typed.value))


def _chain(node: tree.Expr, op: str) -> list[tree.Expr]:
    if isinstance(node, tree.Binary) and node.op == op:
        return [*_chain(node.left, op), *_chain(node.right, op)]
    return [node]


def _logic(node: tree.Binary, scope: Scope, findings: Findings) -> Typed:
    """A chain of `and` or `or`; what one condition shows, the next ones know."""
    operands = _chain(node, node.op)
    parts: list[Typed] = []
    for operand in operands:
        typed = boolean(operand, type_of_expr(operand, scope, findings), findings)
        if typed.literal:
            constant_condition(operand, typed, findings)
        parts.append(typed)
        scope = scope.with_present(proven(operand, holds=node.op == "and"))
    if any(part.wrong for part in parts):
        return WRONG
    if node.op == "and":
        fixed = [(p.expr, o.span) for p, o in zip(parts, operands, strict=True) if _with_literal(o)]
        check_bounds(fixed, findings)
    exprs = tuple(part.expr for part in parts if part.expr is not None)
    made = fold(BOOL, Logic(node.op, exprs) if len(exprs) == len(parts) else None, tuple(parts))
    return evolve(made, literal=False)


def _with_literal(node: tree.Expr) -> bool:
    """Whether a comparison is with a literal: what holds for one value of a param is no mistake."""
    sides = (node.left, node.right) if isinstance(node, tree.Binary) else ()
    plain = (side.operand if isinstance(side, tree.Unary) else side for side in sides)
    return any(isinstance(side, (tree.Number, tree.Text)) for side in plain)


_CHECKS: dict[type, Callable[[Any, Scope, Findings], Typed]] = {
    tree.Text: _text,
    tree.Boolean: _true_false,
    tree.Null: _null,
    tree.Number: _number,
    tree.Tagged: _tagged,
    tree.ListExpr: _list,
    tree.MapExpr: _map,
    tree.Name: name,
    tree.Access: _access,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
}
