"""Expressions, values and outcomes of a plan, written as the language writes them; for people to read."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from docflow.model import Place, Regex
from docflow.plan import expr as ir
from docflow.plan.expr import Expr
from docflow.plan.ir import Call, Outcome, SecretRef, Waiting
from docflow.plan.quote import escaped, quote

__all__ = ["call_text", "expr_text", "outcome_text", "printable", "value_text"]

LONGEST_TEXT = 60
MOST_ITEMS = 5
OR, AND, NOT, COMPARE, ELSE, SUM, PRODUCT, UNARY, ATOM = range(9)
"""How tightly an expression binds; an operand that binds less tightly gets parentheses."""


def value_text(value: object, *, brief: bool = True) -> str:
    """Return a value as a literal of the language; long texts and lists are cut unless not `brief`.

    A secret shows where it comes from, never what it is: its value is in no plan.
    """
    if isinstance(value, str):
        return _quoted(value, brief)
    if isinstance(value, (list, tuple)):
        return f"[{_some([value_text(item, brief=brief) for item in value], brief)}]"
    if isinstance(value, Mapping):
        pairs = [f"{_key(key)}: {value_text(item, brief=brief)}" for key, item in value.items()]
        return "{" + _some(pairs, brief) + "}"
    if isinstance(value, Place):
        return _quoted(value.path, brief)
    if isinstance(value, Regex):
        return _regex(value.pattern, value.flags)
    if isinstance(value, Waiting):
        return value.text
    if isinstance(value, SecretRef):
        return f"secret {value.provider}({_quoted(value.name, brief)})"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)


def printable(text: str) -> str:
    """Return a text of a flow on one line: white space as one space, control characters escaped."""
    return _printable(" ".join(text.split()))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else escaped(char) for char in text)


def _quoted(text: str, brief: bool) -> str:
    cut = brief and len(text) > LONGEST_TEXT
    shown = text[:LONGEST_TEXT] if cut else text
    return quote(shown + "..." if cut else shown)


def _regex(pattern: str, flags: str) -> str:
    return f're"{_printable(pattern)}"{flags}'


def _some(items: list[str], brief: bool) -> str:
    if not brief or len(items) <= MOST_ITEMS:
        return ", ".join(items)
    return ", ".join(items[:MOST_ITEMS]) + f", ... {len(items) - MOST_ITEMS} more"


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else _quoted(key, brief=False)


def call_text(call: Call) -> str:
    """Return a component with its options: `news.residue(extra: ["a"])`."""
    options = ", ".join(f"{name}: {value_text(value)}" for name, value in call.options)
    return f"{call.component}({options})" if options else call.component


def outcome_text(outcome: Outcome) -> str:
    """Return an outcome as written: `retry(2, wait: 5.0s) then quarantine("failed")`."""
    text = outcome.action
    if outcome.action == "retry":
        text += f"({outcome.times}, wait: {outcome.wait:g}s)" if outcome.wait else f"({outcome.times})"
    elif outcome.reason:
        text += f"({_quoted(outcome.reason, brief=True)})"
    return f"{text} then {outcome_text(outcome.then)}" if outcome.then else text


def expr_text(expr: Expr) -> str:
    """Return an expression as the language writes it, with no more parentheses than it needs."""
    return WRITERS[type(expr)](expr)[1]


def _in(strength: int, expr: Expr) -> str:
    found, text = WRITERS[type(expr)](expr)
    return text if found >= strength else f"({text})"


def _two(strength: int, op: str, left: Expr, right: Expr) -> tuple[int, str]:
    """Left to right: an equally strong right side gets parentheses, and comparisons do not chain."""
    if strength == COMPARE:
        return strength, f"{_side(left)} {op} {_side(right)}"
    return strength, f"{_in(strength, left)} {op} {_in(strength + 1, right)}"


def _side(expr: Expr) -> str:
    """One side of a comparison: `??` binds more tightly, but few know that: it stands in parentheses."""
    return _in(SUM, expr)


def _path(root: str, names: tuple[str, ...]) -> tuple[int, str]:
    return ATOM, ".".join((root, *map(_key, names)))


def _logic(node: ir.Logic) -> tuple[int, str]:
    strength = AND if node.op == "and" else OR
    return strength, f" {node.op} ".join(_in(strength + 1, arg) for arg in node.args)


def _arith(node: ir.Arith) -> tuple[int, str]:
    return _two(SUM if node.op in "+-" else PRODUCT, node.op, node.left, node.right)


def _format(node: ir.Format) -> tuple[int, str]:
    parts = [
        escaped(part.value)
        if isinstance(part, ir.Const) and isinstance(part.value, str)
        else f"{{{expr_text(part)}}}"
        for part in node.parts
    ]
    return ATOM, f'f"{"".join(parts)}"'


def _list(items: tuple[Expr, ...]) -> str:
    return ", ".join(map(expr_text, items))


WRITERS: Mapping[type, Callable[[Any], tuple[int, str]]] = {
    ir.Const: lambda n: (ATOM, value_text(n.value)),
    ir.DocField: lambda n: _path("doc", n.path),
    ir.RunValue: lambda n: _path("run", n.path),
    ir.SinkValue: lambda n: _path("sink", n.path),
    ir.Not: lambda n: (NOT, f"not {_in(NOT, n.of)}"),
    ir.Negate: lambda n: (UNARY, f"-{_in(UNARY, n.of)}"),
    ir.Logic: _logic,
    ir.Compare: lambda n: _two(COMPARE, n.op, n.left, n.right),
    ir.Contains: lambda n: _two(COMPARE, "in", n.item, n.place),
    ir.Matches: lambda n: (COMPARE, f"{_side(n.text)} matches {_regex(n.pattern, n.flags)}"),
    ir.Arith: _arith,
    ir.OrElse: lambda n: _two(ELSE, "??", n.left, n.right),
    ir.FnCall: lambda n: (ATOM, f"{n.name}({_list(n.args)})"),
    ir.ListOf: lambda n: (ATOM, f"[{_list(n.items)}]"),
    ir.MapOf: lambda n: (ATOM, "{" + ", ".join(f"{_key(k)}: {expr_text(v)}" for k, v in n.items) + "}"),
    ir.Format: _format,
}
