"""The tree builder's part for values: literals, operators, names, calls and their arguments."""

from collections.abc import Callable
from typing import Any

from docflow.lang import tree
from docflow.lang.syntax.kids import Findings, Kids, nodes, spanning, word
from docflow.lang.syntax.literals import block, number, string, tagged
from docflow.lang.syntax.tokens import Token
from docflow.value import evolve

__all__ = ["VALUES"]


def _call(kids: Kids, _: Findings) -> tree.Call:
    path = kids[0]
    args = kids[1] if len(kids) == 2 else None
    return tree.Call(spanning(kids), path, args.value if args else (), args.span if args else None)


def _arg(kids: Kids, _: Findings) -> tree.Arg:
    if len(kids) == 1:
        return tree.Arg(kids[0].span, None, None, kids[0])
    key = word(kids, 0)
    return tree.Arg(spanning(kids), key.text, key.span, kids[2])


def _path(kids: Kids, _: Findings) -> tree.Path:
    name = word(kids, -1)
    if len(kids) == 1:
        return tree.Path(name.span, (name.text,), (name.span,))
    before = kids[0]
    return tree.Path(before.span.to(name.span), (*before.names, name.text), (*before.spans, name.span))


def _reference(kids: Kids, _: Findings) -> tree.Expr:
    return _chain(kids[0])


def _chain(path: tree.Path) -> tree.Expr:
    """Turn a dotted name into accesses: `doc.lang` reads `lang` of `doc`."""
    node: tree.Expr = tree.Name(path.spans[0], path.names[0])
    for name, span in zip(path.names[1:], path.spans[1:], strict=True):
        node = tree.Access(node.span.to(span), node, name, span)
    return node


def _access(kids: Kids, findings: Findings) -> tree.Access:
    of = _chain(kids[0]) if isinstance(kids[0], tree.Path) else kids[0]
    name = word(kids, 2)
    return tree.Access(spanning(kids), of, _key(name, findings), name.span)


def _key(token: Token, findings: Findings) -> str:
    if token.kind != "STRING":
        return token.text
    read = string(token)
    findings.extend(read.findings)
    return read.node.value


def _atom(kids: Kids, findings: Findings) -> tree.Expr:
    """The node of a literal."""
    token = word(kids, 0)
    if token.kind in ("STRING", "TEXT"):
        read = string(token) if token.kind == "STRING" else block(token)
        findings.extend(read.findings)
        return read.node
    if token.kind == "NUMBER":
        return number(token)
    if token.kind == "TAGGED":
        return tagged(token)
    return tree.Null(token.span) if token.text == "null" else tree.Boolean(token.span, token.text == "true")


def _group(kids: Kids, _: Findings) -> tree.Expr:
    """Brackets leave no node; the span of what they hold covers them, so that spans nest."""
    inner: tree.Expr = kids[1]
    return evolve(inner, span=spanning(kids))


def _list(kids: Kids, _: Findings) -> tree.ListExpr:
    return tree.ListExpr(spanning(kids), tuple(nodes(kids)))


def _map(kids: Kids, _: Findings) -> tree.MapExpr:
    return tree.MapExpr(spanning(kids), tuple(nodes(kids)))


def _pair(kids: Kids, findings: Findings) -> tree.Pair:
    key = word(kids, 0)
    return tree.Pair(spanning(kids), _key(key, findings), key.span, kids[2])


def _unary(kids: Kids, _: Findings) -> tree.Unary:
    return tree.Unary(spanning(kids), word(kids, 0).text, kids[1])


def _binary(kids: Kids, _: Findings) -> tree.Expr:
    """Fold `a op b op c` from the left; `not in` is one operator of two words."""
    left: tree.Expr = kids[0]
    at = 1
    while at < len(kids):
        sign: Token = kids[at]
        op, span = sign.text, sign.span
        if isinstance(kids[at + 1], Token):
            at += 1
            op, span = f"{op} {kids[at].text}", span.to(kids[at].span)
        right: tree.Expr = kids[at + 1]
        left = tree.Binary(left.span.to(right.span), op, span, left, right)
        at += 2
    return left


_OPERATORS = ("or_e", "and_e", "cmp", "coal", "sum", "prod")
VALUES: dict[str, Callable[[Kids, Findings], Any]] = {
    "call": _call,
    "invoke": _call,
    "arg": _arg,
    "path": _path,
    "reference": _reference,
    "access": _access,
    "literal": _atom,
    "group": _group,
    "list": _list,
    "map": _map,
    "pair": _pair,
    "not_e": _unary,
    "unary": _unary,
    **dict.fromkeys(_OPERATORS, _binary),
}
