"""Tokens: what the lexer hands to the automaton."""

from docflow.errors import Span
from docflow.value import frozen

__all__ = ["END", "Token"]

END = "$END"


@frozen
class Token:
    """A word or sign of a flow file.

    `kind` is a terminal of flow.lark. A word of the language comes as NAME (or KEY, when a colon
    follows); the automaton decides by what can stand there, so that words can be names elsewhere.
    """

    kind: str
    text: str
    span: Span
