"""Which type is asked for at a cursor."""

from collections.abc import Sequence

from docflow.editor.analysis import Analysis
from docflow.editor.callee import Argument, Callee, called, of_parameters
from docflow.editor.complete.context import Context, Frame
from docflow.editor.complete.cursor import Cursor
from docflow.lang.check.settings import SETTINGS
from docflow.lang.findings import Findings
from docflow.lang.syntax.parse import parse_expr
from docflow.lang.syntax.tokens import Token
from docflow.lang.typing.expressions import type_of_expr
from docflow.model import REGEX, Type
from docflow.plugin.typetext import type_from_text

__all__ = ["argument_at", "callee_of", "type_around", "wanted"]


def callee_of(frame: Frame, analysis: Analysis) -> Callee | None:
    """Return what the brackets of a call belong to."""
    return called(frame.names, frame.role, analysis) if frame.kind == "call" else None


def argument_at(frame: Frame, callee: Callee) -> Argument | None:
    """Return the argument that is being written in a call: by its name, else by its place."""
    if frame.key is not None:
        return callee.argument(frame.key)
    at = sum(token.kind == "COMMA" for token in frame.tokens)
    if frame.role == "function":
        return callee.arguments[at] if at < len(callee.arguments) else None
    return next((each for each in callee.arguments if each.positional), None) if at == 0 else None


def wanted(cursor: Cursor, context: Context, analysis: Analysis) -> Type | None:
    """Return the type of the value that is asked for at a cursor, None where any may stand."""
    if context.frame is not None:
        return _in_frame(len(context.frames) - 1, cursor, context, analysis)
    return _compared(cursor.tokens, cursor, analysis) or _declared(cursor, context)


def _in_frame(at: int, cursor: Cursor, context: Context, analysis: Analysis) -> Type | None:
    """The type of what stands in an open bracket."""
    frame = context.frames[at]
    if at == len(context.frames) - 1 and len(frame.segment) > (2 if frame.key is not None else 0):
        return _compared(cursor.tokens, cursor, analysis)
    if frame.kind == "call":
        callee = callee_of(frame, analysis)
        argument = argument_at(frame, callee) if callee is not None else None
        return argument.type if argument is not None else None
    if frame.kind == "list" and frame.outer and frame.outer[-1].text == "in":
        return _operand(frame.outer[:-1], cursor, analysis)
    outer = _around(at, cursor, context, analysis)
    return _inside(frame, outer) if outer is not None else None


def _around(at: int, cursor: Cursor, context: Context, analysis: Analysis) -> Type | None:
    inner = at > 0 and context.frames[at - 1].kind != "block"
    return _in_frame(at - 1, cursor, context, analysis) if inner else None


def type_around(cursor: Cursor, context: Context, analysis: Analysis) -> Type | None:
    """Return the type of the list or map whose bracket is open at a cursor."""
    return _around(len(context.frames) - 1, cursor, context, analysis)


def _inside(frame: Frame, outer: Type) -> Type | None:
    arms = outer.args if outer.name == "union" else (outer,)
    if frame.kind == "list":
        return next((arm.args[0] for arm in arms if arm.name == "list"), None)
    if frame.kind != "map":
        return outer
    for arm in arms:
        if arm.name == "record":
            return dict(arm.members).get(frame.key or "")
        if arm.name == "map":
            return arm.args[0]
    return None


_COMPARING = ("CMP",)


def _compared(tokens: Sequence[Token], cursor: Cursor, analysis: Analysis) -> Type | None:
    """The type of the other side of a comparison; a pattern behind `matches`."""
    if tokens and tokens[-1].kind == "NAME" and tokens[-1].text == "matches":
        return REGEX
    if not tokens or tokens[-1].kind not in _COMPARING:
        return None
    return _operand(tokens[:-1], cursor, analysis)


def _operand(tokens: Sequence[Token], cursor: Cursor, analysis: Analysis) -> Type | None:
    """The type of a look-up or call that tokens end in."""
    at, depth = len(tokens), 0
    while at > 0:
        token = tokens[at - 1]
        depth += (token.kind == "RPAR") - (token.kind == "LPAR")
        if depth < 0 or (depth == 0 and token.kind not in ("NAME", "DOT", "LPAR", "NUMBER")):
            break
        if depth == 0 and token.kind == "NAME" and at < len(tokens) and tokens[at].kind == "NAME":
            break
        at -= 1
    if at == len(tokens):
        return None
    start, end = tokens[at].span.start, tokens[-1].span.end
    expr = parse_expr(cursor.text, analysis.file, start, end).expr
    if expr is None:
        return None
    found = type_of_expr(expr, analysis.scope_at(cursor.known), Findings())
    return None if found.wrong else found.type.surely()


def _declared(cursor: Cursor, context: Context) -> Type | None:
    """The type behind `param name: type =`, or of a setting of `with`."""
    clause = context.clause
    heads = context.heads
    if heads[-1:] == ("param",) and clause[-1].kind == "EQUAL":
        colon = next((token for token in clause if token.kind == "COLON"), None)
        if colon is not None:
            return type_from_text(cursor.text[colon.span.end : clause[-1].span.start].strip())
    if "with" in heads and "given" not in heads and len(clause) > 1 and clause[-1].kind == "COLON":
        setting = of_parameters("with", SETTINGS).argument(clause[-2].text)
        return setting.type if setting is not None else None
    return None
