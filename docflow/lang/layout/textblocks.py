"""Text blocks: moved to another indentation without a change of the text that they stand for."""

from docflow.lang.syntax.literals import block
from docflow.lang.syntax.tokens import Token

__all__ = ["meaning", "moved"]

_QUOTES = '"""'


def moved(text: str, indent: int, *, crlf: bool) -> str:
    """Return a text block of several lines, as written, with its closing quotes at `indent`.

    The indentation of the closing quotes is what every line loses, so all lines move with them. `crlf`
    says that line ends are written as two characters later on.
    """
    first, *lines = text[len(_QUOTES) : -len(_QUOTES)].split("\n")
    margin = _margin(lines[-1])
    values = [_without(line, margin) for line in lines]
    kept = first.removesuffix("\r") if first.strip() else ""
    shown = [kept, *((" " * indent + value if value else "") for value in values[:-1])]
    ended = [line + "\r" if line.endswith("\r") and not crlf else line for line in shown]
    last = values[-1] + ("\r" if values[-1].endswith("\r") else "")
    return _QUOTES + "\n".join([*ended, " " * indent + last]) + _QUOTES


def meaning(token: Token) -> str:
    """Return the text that a block stands for."""
    return block(token).node.value


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _without(line: str, margin: str) -> str:
    """What is left of a line, as `literals.block` reads it."""
    lost = len(margin) if line.startswith(margin) else len(_margin(line)[: len(margin)])
    return line[lost:].removesuffix("\r")
