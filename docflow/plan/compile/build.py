"""Expression tree -> Python syntax tree.

Where the kind of an operand is known and cannot be null, Python's own operator is written; elsewhere a
comparison is guarded against null in place, and arithmetic calls `values`. Nothing that a user wrote
becomes a Python name.
"""

import ast
from collections.abc import Callable, Mapping
from typing import Any

from attrs import Factory, define

from docflow.errors import RefusedError
from docflow.pattern.linear import compile_linear
from docflow.plan import expr as ir
from docflow.plan.compile import values
from docflow.plan.expr import Expr
from docflow.value import frozen

__all__ = ["Builder", "Piece"]

PLAIN = {str: "text", int: "number", float: "number", bool: "bool", type(None): "null"}
MANY = 4
"""Above so many texts `in` looks into a set: the last of 4 texts costs 80 ns both ways, of 16 210 and 77."""

EQUALITY: dict[str, ast.cmpop] = {"==": ast.Eq(), "!=": ast.NotEq()}
ORDER: dict[str, ast.cmpop] = {"<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE()}
NATIVE: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": values.add,
    "-": values.subtract,
    "*": values.multiply,
    "/": values.divide,
}


@frozen
class Piece:
    """A node, and the kind of its value: text, number, bool (never null), null, or "" when not known."""

    node: ast.expr
    kind: str = ""

    @property
    def sure(self) -> bool:
        """Whether the value cannot be null."""
        return self.kind in ("text", "number", "bool")

    @property
    def leaf(self) -> bool:
        """Whether computing it cannot fail, so that the order of computing does not show."""
        return isinstance(self.node, (ast.Constant, ast.Attribute))


@define(eq=False, repr=False)
class Builder:
    """Builds one function: `root` is the name of its argument ("doc", "facts", or "" for constants)."""

    root: str
    callables: Mapping[str, Callable[..., Any]]
    namespace: dict[str, Any] = Factory(dict)
    temporaries: int = 0

    def piece(self, node: Expr) -> Piece:
        """Return the Python node of an expression."""
        return PIECES[type(node)](self, node)

    def cell(self, value: object) -> ast.expr:
        """Return a node that reads a value from the namespace of the function."""
        name = f"cell_{len(self.namespace)}"
        self.namespace[name] = value
        return _load(name)

    def call(self, function: Callable[..., Any], *args: ast.expr) -> ast.expr:
        """Return a call of a Python function."""
        return ast.Call(self.cell(function), list(args), [])

    def keep(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Return a node that computes and remembers a value, and one that reads it again."""
        self.temporaries += 1
        name = f"value_{self.temporaries}"
        return ast.NamedExpr(ast.Name(name, ast.Store()), node), _load(name)


def _load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _literal(value: Any) -> ast.Constant:
    """Return a constant; tuples of texts are constants too, which the type stubs do not know."""
    return ast.Constant(value)


def _not_null(node: ast.expr) -> ast.expr:
    return ast.Compare(node, [ast.IsNot()], [ast.Constant(None)])


def _all(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


# ------------------------------------------------------------------------------- values and look-ups


def _const(b: Builder, node: ir.Const) -> Piece:
    return Piece(_constant(b, node.value), PLAIN.get(type(node.value), ""))


def _constant(b: Builder, value: object) -> ast.expr:
    """Lists and maps are made anew at every call, so that no document can change another's."""
    if type(value) in PLAIN:
        return _literal(value)
    if isinstance(value, (list, tuple)):
        return ast.List([_constant(b, item) for item in value], ast.Load())
    if isinstance(value, Mapping):
        return ast.Dict([_constant(b, key) for key in value], [_constant(b, item) for item in value.values()])
    return b.cell(value)


def _doc_field(b: Builder, node: ir.DocField) -> Piece:
    if b.root == "facts":
        doc = ast.Attribute(_load("facts"), "doc", ast.Load())
        return Piece(b.call(values.doc_value, doc, _literal(node.path)))
    if b.root != "doc":
        raise RefusedError(f"`doc.{'.'.join(node.path)}` has no value here, where no document is at hand")
    first, rest = node.path[0], node.path[1:]
    if first in values.BUILT_IN:
        found = Piece(ast.Attribute(_load("doc"), first, ast.Load()), values.BUILT_IN[first])
    else:
        fields = ast.Attribute(_load("doc"), "fields", ast.Load())
        found = Piece(ast.Call(ast.Attribute(fields, "get", ast.Load()), [ast.Constant(first)], []))
    return Piece(b.call(values.member, found.node, _literal(rest))) if rest else found


def _run_value(b: Builder, node: ir.RunValue) -> Piece:
    return Piece(b.call(values.run_value, _fact(b, "run", node.path), _literal(node.path)))


def _sink_value(b: Builder, node: ir.SinkValue) -> Piece:
    return Piece(b.call(values.member, _fact(b, "sink", node.path), _literal(node.path)))


def _fact(b: Builder, name: str, path: tuple[str, ...]) -> ast.expr:
    if b.root != "facts":
        raise RefusedError(f"`{'.'.join((name, *path))}` has no value here; only gates and tests know it")
    return ast.Attribute(_load("facts"), name, ast.Load())


def _list_of(b: Builder, node: ir.ListOf) -> Piece:
    return Piece(ast.List([b.piece(item).node for item in node.items], ast.Load()))


def _map_of(b: Builder, node: ir.MapOf) -> Piece:
    keys: list[ast.expr | None] = [ast.Constant(key) for key, _ in node.items]
    return Piece(ast.Dict(keys, [b.piece(item).node for _, item in node.items]))


def _fn_call(b: Builder, node: ir.FnCall) -> Piece:
    function = b.callables.get(node.name)
    if function is None:
        raise RefusedError(f"the function `{node.name}` is not installed")
    return Piece(b.call(function, *(b.piece(arg).node for arg in node.args)))


def _format(b: Builder, node: ir.Format) -> Piece:
    return Piece(ast.JoinedStr([_format_part(b, part) for part in node.parts]), "text")


def _format_part(b: Builder, part: Expr) -> ast.expr:
    if isinstance(part, ir.Const):
        return ast.Constant(values.text_of(part.value))
    found = b.piece(part)
    text = found.node if found.kind == "text" else b.call(values.text_of, found.node)
    return ast.FormattedValue(text, -1)


# ---------------------------------------------------------------------------------------- conditions


def _not(b: Builder, node: ir.Not) -> Piece:
    return Piece(ast.UnaryOp(ast.Not(), b.piece(node.of).node), "bool")


def _logic(b: Builder, node: ir.Logic) -> Piece:
    found = [b.piece(arg) for arg in node.args]
    if not found:
        return Piece(ast.Constant(node.op == "and"), "bool")
    joined = found[0].node
    if len(found) > 1:
        joined = ast.BoolOp(ast.And() if node.op == "and" else ast.Or(), [piece.node for piece in found])
    if all(piece.kind == "bool" for piece in found):
        return Piece(joined, "bool")
    return Piece(ast.IfExp(joined, ast.Constant(True), ast.Constant(False)), "bool")


def _compare(b: Builder, node: ir.Compare) -> Piece:
    left, right = b.piece(node.left), b.piece(node.right)
    if node.op in ORDER:
        return Piece(_order(b, ORDER[node.op], left, right), "bool")
    if left.kind or right.kind:
        return Piece(ast.Compare(left.node, [EQUALITY[node.op]], [right.node]), "bool")
    same = b.call(values.equal, left.node, right.node)
    return Piece(same if node.op == "==" else ast.UnaryOp(ast.Not(), same), "bool")


def _order(b: Builder, op: ast.cmpop, left: Piece, right: Piece) -> ast.expr:
    """Compare from left to right; a null on the left decides before the right is computed."""
    tests, sides = [], []
    for side, free in ((left, left.sure and left.leaf), (right, right.sure)):
        if free:
            sides.append(side.node)
        else:
            first, again = b.keep(side.node)
            tests.append(_not_null(first))
            sides.append(again)
    return _all([*tests, ast.Compare(sides[0], [op], [sides[1]])])


def _contains(b: Builder, node: ir.Contains) -> Piece:
    item = b.piece(node.item)
    texts = _texts(node.place)
    if texts is not None and len(texts) > MANY:
        return Piece(b.call(values.in_texts, item.node, b.cell(frozenset(texts))), "bool")
    if texts is not None:
        return Piece(ast.Compare(item.node, [ast.In()], [_literal(texts)]), "bool")
    place = _place(b, node.place)
    if item.kind == place.kind == "text":
        return Piece(ast.Compare(item.node, [ast.In()], [place.node]), "bool")
    return Piece(b.call(values.contains, item.node, place.node), "bool")


def _place(b: Builder, node: Expr) -> Piece:
    """A constant list or map is only looked into, so one for all documents will do."""
    if isinstance(node, ir.Const) and type(node.value) not in PLAIN:
        return Piece(b.cell(node.value))
    return b.piece(node)


def _texts(node: Expr) -> tuple[str, ...] | None:
    """Return the elements of a list of literal texts, None for anything else."""
    if isinstance(node, ir.Const) and isinstance(node.value, (list, tuple)):
        found = list(node.value)
    elif isinstance(node, ir.ListOf):
        found = [item.value if isinstance(item, ir.Const) else None for item in node.items]
    else:
        return None
    return tuple(found) if all(type(item) is str for item in found) else None


def _matches(b: Builder, node: ir.Matches) -> Piece:
    text, test = b.piece(node.text), compile_linear(node.pattern, node.flags).test
    if text.kind == "text":
        return Piece(b.call(test, text.node), "bool")
    return Piece(b.call(values.matches, b.cell(test), text.node), "bool")


# ---------------------------------------------------------------------------------------- arithmetic


def _arith(b: Builder, node: ir.Arith) -> Piece:
    left, right = b.piece(node.left), b.piece(node.right)
    if left.kind == right.kind == "number" and (node.op in NATIVE or left.leaf):
        return Piece(_number(b, node.op, left.node, right.node), "number")
    if node.op == "+" and left.kind == right.kind == "text":
        return Piece(ast.BinOp(left.node, ast.Add(), right.node), "text")
    return Piece(b.call(ARITHMETIC[node.op], left.node, right.node))


def _number(b: Builder, op: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if op in NATIVE:
        return ast.BinOp(left, NATIVE[op], right)
    first, again = b.keep(right)
    return ast.IfExp(first, ast.BinOp(left, ast.Div(), again), ast.Constant(0.0))


def _negate(b: Builder, node: ir.Negate) -> Piece:
    of = b.piece(node.of)
    if of.kind == "number":
        return Piece(ast.UnaryOp(ast.USub(), of.node), "number")
    return Piece(b.call(values.negate, of.node))


def _or_else(b: Builder, node: ir.OrElse) -> Piece:
    left, right = b.piece(node.left), b.piece(node.right)
    if left.sure:
        return left
    if left.kind == "null":
        return right
    first, again = b.keep(left.node)
    return Piece(ast.IfExp(_not_null(first), again, right.node))


PIECES: dict[type, Callable[[Builder, Any], Piece]] = {
    ir.Const: _const,
    ir.DocField: _doc_field,
    ir.RunValue: _run_value,
    ir.SinkValue: _sink_value,
    ir.ListOf: _list_of,
    ir.MapOf: _map_of,
    ir.FnCall: _fn_call,
    ir.Format: _format,
    ir.Not: _not,
    ir.Logic: _logic,
    ir.Compare: _compare,
    ir.Contains: _contains,
    ir.Matches: _matches,
    ir.Arith: _arith,
    ir.Negate: _negate,
    ir.OrElse: _or_else,
}
