"""The doors of the compiler: one function over documents, one over the facts of a run, or a value."""

import ast
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan.compile.build import Builder
from docflow.plan.expr import Expr
from docflow.value import frozen

__all__ = ["Facts", "doc_function", "evaluate", "facts_function"]

Callables = Mapping[str, Callable[..., Any]]


@frozen
class Facts:
    """What a gate or a `then` may look at.

    `doc` is None where there is no document (a gate, a test in which none came through: its fields are
    null then). `run` holds seen, kept, dropped, quarantined, seconds and `dropped_by`, a map of counts
    by step; what is missing in it counts as 0. `sink` maps the names of recorded sinks to maps with
    `count` and `first` (a Document or a map of fields, or None).
    """

    doc: Document | None
    run: Mapping[str, Any]
    sink: Mapping[str, Any]


def doc_function(expr: Expr, callables: Callables) -> Callable[[Document], Any]:
    """Return the function that computes `expr` for a document.

    Raises RefusedError when the expression looks at `run` or `sink`, calls a function that is not in
    `callables`, or is nested too deeply, and PatternError for a pattern that does not compile. The
    function raises what a called function raises, and TypeError for values that the checker refuses.
    """
    return _compiled(expr, "doc", callables)


def facts_function(expr: Expr, callables: Callables) -> Callable[[Facts], Any]:
    """Return the function that computes `expr` for the facts of a run or a test; raises as `doc_function`."""
    return _compiled(expr, "facts", callables)


def evaluate(expr: Expr, callables: Callables) -> object:
    """Return the value of a constant expression; raises RefusedError when it looks at doc, run or sink."""
    value: object = _compiled(expr, "", callables)(None)
    return value


def _compiled(expr: Expr, root: str, callables: Callables) -> Callable[[Any], Any]:
    builder = Builder(root, callables)
    try:
        body = builder.piece(expr).node
        names = ast.arguments([], [ast.arg(root or "nothing")], None, [], [], None, [])
        whole = ast.Expression(ast.Lambda(names, body))
        code = compile(ast.fix_missing_locations(whole), "<expression of a flow>", "eval")
    except RecursionError:
        raise RefusedError("an expression is nested too deeply; give its parts names with `let`") from None
    inner = next(const for const in code.co_consts if isinstance(const, type(code)))
    return FunctionType(inner, {"__builtins__": {}, **builder.namespace}, "expression")
