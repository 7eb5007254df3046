"""What an expression at a cursor may see: the last check knows the fields, the tokens know the place."""

from docflow.editor.analysis import Analysis
from docflow.editor.complete.context import Context
from docflow.editor.complete.cursor import Cursor
from docflow.lang.syntax.tokens import Token
from docflow.lang.typing.scope import Scope
from docflow.value import evolve

__all__ = ["head_of", "in_gate", "scope_here"]

_ITEMS = frozenset(("docflow", "use", "include", "param", "secret", "let", "stage", "flow", "from", "test"))


def head_of(cursor: Cursor) -> Token | None:
    """Return the word that the item at a cursor begins with.

    Items begin at column 1. In a text that is half written, one may follow another that was never closed.
    """
    words = (t for t in reversed(cursor.tokens) if t.kind == "NAME" and t.text in _ITEMS)
    first = cursor.tokens[0] if cursor.tokens else None
    return next((token for token in words if token.span.column == 1), first)


def scope_here(cursor: Cursor, context: Context, analysis: Analysis) -> Scope:
    """Return what an expression may name at a cursor.

    A step that is being written at the end of a flow is none yet for a check, which sees a gate there.
    """
    head = head_of(cursor)
    item = analysis.item_at(cursor.known)
    module = analysis.module
    known = head is not None and item is not None and head.span.start <= item.span.start
    scope = analysis.scope_at(cursor.known) if known else module.scope(module.names)
    if head is None or head.text not in ("flow", "from", "stage"):
        given = context.heads[-1:] == ("given",) or context.heads[-2:] == ("given", "with")
        return scope.constants() if given else scope
    return evolve(scope, roots=_roots(context))


def in_gate(context: Context) -> bool:
    """Return whether a cursor stands in a gate: an `expect` that no `|` stands before."""
    step = context.in_steps and context.clause[:1] and context.clause[0].text == "expect"
    return context.heads.count("expect") > bool(step)


def _roots(context: Context) -> frozenset[str]:
    """Return which of `doc` and `run` a flow or stage may name there."""
    if in_gate(context):
        return frozenset({"run"})
    return frozenset({"doc"}) if context.in_steps or context.heads[:1] == ("when",) else frozenset()
