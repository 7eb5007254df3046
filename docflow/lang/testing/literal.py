"""Values written as expressions of a test: readable where that is exact, exact in any case."""

import datetime
import math
from collections.abc import Mapping
from decimal import Decimal

from docflow.lang.typing.quantities import DIGITS
from docflow.plan.quote import quote

__all__ = ["literal", "text_literal"]

SHORT = 90
"""Texts of one line up to this length stay on the line of their word."""
MOST_PIECES = 100
"""More pieces than this are one long text; the language allows 200 operators in a row."""


def literal(value: object, *, exact: bool = False) -> str | None:
    """Return a value as an expression of the language; None when it has none.

    A date is a text, as it may be written where a date is expected; `exact` makes it `date("...")`.
    """
    if isinstance(value, str):
        return text_literal(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime.date):
        return f"date({quote(value.isoformat())})" if exact else quote(value.isoformat())
    if isinstance(value, (list, tuple)):
        items = [literal(item, exact=exact) for item in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    if isinstance(value, Mapping):
        pairs = [(key, literal(item, exact=exact)) for key, item in value.items()]
        shown = [f"{_key(key)}: {item}" for key, item in pairs if item is not None]
        return "{" + ", ".join(shown) + "}" if len(shown) == len(pairs) else None
    return None


def _number(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    text = repr(value)
    if "e" in text:  # the language has no exponents
        text = format(Decimal(text), "f")
        text += "" if "." in text else ".0"
    return text if len(text.lstrip("-")) <= DIGITS else None


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else quote(key)


def text_literal(text: str) -> str | None:
    """Return a text as an expression: one literal, a block, or blocks and quoted lines put together.

    Lines that a reader or an editor would spoil (white space at an end, hidden characters) are quoted, so
    that the text comes back to the character. None for a lone surrogate, which no flow file can hold.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        return None
    lines = text.split("\n")
    if len(lines) == 1 and (len(text) <= SHORT or not _plain(text)):
        return quote(text)
    if len(text) <= SHORT and not all(map(_plain, lines)):
        return quote(text)  # nothing to look at that a block would show better than one literal
    pieces = _pieces(lines)
    return " + ".join(pieces) if len(pieces) <= MOST_PIECES else quote(text)


def _pieces(every: list[str]) -> list[str]:
    *lines, last = every
    pieces: list[str] = []
    block: list[str] = []
    for line in lines:
        if _plain(line):
            block.append(line)
        else:
            pieces += [*_block(block, whole=True), quote(f"{line}\n")]
            block = []
    if last and _plain(last) and not last[0].isspace() and not last.endswith('"'):
        return pieces + _block([*block, last], whole=False)
    pieces += _block(block, whole=True)
    return pieces + ([quote(last)] if last else [])


def _block(lines: list[str], *, whole: bool) -> list[str]:
    """Return the lines as a text block, one of a single line quoted; `whole` gives the last its newline."""
    if not lines:
        return []
    if not any(lines):
        return [quote("\n" * (len(lines) if whole else len(lines) - 1))]
    if len(lines) == 1 and len(lines[0]) <= SHORT:
        return [quote(lines[0] + "\n" * whole)]
    shown = [f"  {line}" if line else "" for line in lines]
    return ['"""\n' + "\n".join(shown) + ('\n  """' if whole else '"""')]


def _plain(line: str) -> bool:
    """Whether a line can stand in a text block as it is, and be seen for what it is."""
    if '"""' in line or line != line.rstrip() or line[:1] == "\t":
        return False
    return all(char.isprintable() or char == "\t" for char in line)
