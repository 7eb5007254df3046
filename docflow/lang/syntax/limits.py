"""Limits of nesting: a file beyond them is refused before it can exhaust the stack of a later pass."""

from collections.abc import Iterable

from docflow.errors import Diagnostic
from docflow.lang.syntax.tokens import Token

__all__ = ["NESTING", "OPERATORS", "too_deep"]

NESTING = 100  # brackets inside brackets; with 6 rules each this stays far below Python's 1,000 frames
OPERATORS = 200  # operators of one expression in a row; `a + b + c` nests to the left
_OPENERS = {"LPAR", "LSQB", "LBRACE"}
_CLOSERS = {"RPAR", "RSQB", "RBRACE"}
_SIGNS = {"PLUS", "MINUS", "MUL", "COALESCE", "CMP"}
_WORDS = {"and", "or", "not", "in", "matches"}


def too_deep(tokens: Iterable[Token]) -> Diagnostic | None:
    """Find the first token that goes beyond the limits."""
    depth = operators = 0
    for token in tokens:
        if token.kind in _OPENERS:
            depth += 1
        elif token.kind in _CLOSERS:
            depth = max(depth - 1, 0)
        if token.kind in _SIGNS or (token.kind == "NAME" and token.text in _WORDS):
            operators += 1
        elif token.kind in ("COMMA", "VBAR", "COLON", "EQUAL", "LBRACE", "RBRACE", "ARROW"):
            operators = 0
        if depth > NESTING:
            return _refusal(token, f"brackets are nested deeper than {NESTING} levels")
        if operators > OPERATORS:
            return _refusal(token, f"an expression has more than {OPERATORS} operators")
    return None


def _refusal(token: Token, message: str) -> Diagnostic:
    return Diagnostic("DF0101", message, token.span, "name parts of it with `let`, or make stages of it")
