"""Numbers with their units, and dates: what the words of a flow are worth."""

import datetime

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import inside
from docflow.lang.typing.typed import WRONG, Typed, constant
from docflow.lang.typing.units import UNITS, unit_hint
from docflow.model import FLOAT, INT, SIZE, Type

__all__ = ["DIGITS", "number", "parse_date", "quantity"]


DIGITS = 30
"""More than any count needs, and few enough that every number has its float."""


def quantity(digits: str, suffix: str) -> tuple[Type, int | float] | str:
    """Return type and value of a number with its suffix, or a sentence that says what is wrong with it."""
    plain = digits.replace("_", "")
    if len(plain) > DIGITS:
        return f"a number has at most {DIGITS} digits"
    if not suffix:
        return (FLOAT, float(plain)) if "." in plain else (INT, int(plain))
    if suffix not in UNITS:
        return f"there is no unit `{suffix}`"
    type_, factor, divisor = UNITS[suffix]
    whole, _, decimals = plain.partition(".")
    dividend, divisor = int(whole + decimals) * factor, divisor * 10 ** len(decimals)
    if type_ != SIZE:
        return type_, dividend / divisor
    if dividend % divisor:
        return f"`{digits}{suffix}` is no whole number of bytes"
    return type_, dividend // divisor


def number(node: tree.Number, findings: Findings) -> Typed:
    """Check a number literal and resolve its unit (DF0305)."""
    made = quantity(node.digits, node.suffix)
    if not isinstance(made, str):
        return constant(made[0], made[1], literal=True)
    if node.suffix in UNITS or not node.suffix:
        findings.add("DF0305" if node.suffix else "DF0304", made, node.span)
        return WRONG
    hint = unit_hint(node.suffix)
    at = inside(node.span, node.span.end - len(node.suffix), len(node.suffix))
    findings.add(
        "DF0305",
        made,
        at,
        help=_meant(node, hint),
        fix=Fix(f"write `{hint}`", at, hint) if hint and node.suffix not in _COUNTS else None,
    )
    return WRONG


_COUNTS = {"k": "000", "K": "000", "M": "000_000"}
"""Suffixes that mean bytes to some and a count to others."""


def _meant(node: tree.Number, hint: str | None) -> str:
    if node.suffix in _COUNTS and "." not in node.digits:
        count = f"{node.digits}_{_COUNTS[node.suffix]}"
        return f"did you mean the size `{node.digits}{hint}`, or the number `{count}`?"
    return f"did you mean `{node.digits}{hint}`?" if hint else "the units are " + ", ".join(UNITS)


def parse_date(text: str) -> datetime.date | None:
    """Return the date that an ISO text such as 2020-05-04 names, None when it is none."""
    if len(text) != 10:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
