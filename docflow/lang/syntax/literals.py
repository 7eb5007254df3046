"""Literals: what the characters between the quotes stand for."""

import re
from typing import NamedTuple

from docflow.errors import Diagnostic, Fix, Span
from docflow.lang.syntax.tokens import Token
from docflow.lang.tree import Number, Tagged, Text
from docflow.late import late

__all__ = ["block", "number", "string", "tagged"]

_ESCAPE = late(r"\\(u\{[^}\"]*\}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_DIGITS = late(r"\d[\d_]*(?:\.\d[\d_]*)?")


class Read(NamedTuple):
    """A literal and what is wrong in it."""

    node: Text
    findings: tuple[Diagnostic, ...] = ()


def number(token: Token) -> Number:
    """Split a number from its suffix."""
    digits = _DIGITS.match(token.text)
    at = digits.end() if digits else 0
    return Number(token.span, token.text[:at], token.text[at:])


def tagged(token: Token) -> Tagged:
    """Take a tagged literal apart; its body stays raw."""
    quote = token.text.index('"')
    close = token.text.rindex('"')
    return Tagged(
        token.span,
        token.text[:quote],
        token.text[quote + 1 : close],
        token.text[close + 1 :],
        token.span.start + quote + 1,
    )


def string(token: Token) -> Read:
    """Decode a text with its escapes; an unknown escape stands for itself and is reported."""
    findings: list[Diagnostic] = []

    def decode(found: re.Match[str]) -> str:
        value = _decoded(found.group(1))
        if value is not None:
            return value
        if not any(_of_regex(finding) for finding in findings):
            findings.append(_unknown_escape(token, found))
        return found.group()

    body = token.text[1:-1]
    value = _ESCAPE.sub(decode, body) if "\\" in body else body
    return Read(Text(token.span, value), tuple(findings))


def block(token: Token) -> Read:
    """Read a text block: without the newline after the opening and the indentation of the closing quotes.

    A line with less indentation than the closing quotes is reported (DF0314) and loses what it has.
    """
    first, *lines = token.text[3:-3].split("\n")
    if not lines:
        return Read(Text(token.span, first, block=True))
    indent = _margin(lines[-1])
    findings = []
    start = token.span.start + 3 + len(first) + 1
    for number_, line in enumerate(lines[:-1], token.span.line + 1):
        if line.strip() and not line.startswith(indent):
            findings.append(_indented_less(token, line, number_, start, indent))
        start += len(line) + 1
    kept = [first] if first.strip() else []
    kept += [line.removeprefix(_shared(line, indent)) for line in lines]
    value = "\n".join(line.removesuffix("\r") for line in kept)
    return Read(Text(token.span, value, block=True), tuple(findings))


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _shared(line: str, indent: str) -> str:
    return indent if line.startswith(indent) else _margin(line)[: len(indent)]


def _indented_less(token: Token, line: str, number_: int, start: int, indent: str) -> Diagnostic:
    has = len(_margin(line))
    span = Span(token.span.file, start, start + has, number_, 1, number_, has + 1)
    shown = Span(token.span.file, start, start + max(has, 1), number_, 1, number_, max(has, 1) + 1)
    return Diagnostic(
        "DF0314",
        "this line of the text block is indented less than its closing quotes",
        shown,
        'move the closing `"""` to the left, or this line to the right',
        fix=Fix("indent the line", span, indent),
    )


def _decoded(escape: str) -> str | None:
    if escape in _PLAIN:
        return _PLAIN[escape]
    if escape.startswith("u{"):
        try:
            value = chr(int(escape[2:-1], 16))
        except (ValueError, OverflowError):
            return None
        return None if "\ud800" <= value <= "\udfff" else value
    return None


def _of_regex(found: Diagnostic) -> bool:
    """Whether a finding is about the whole text, not about one escape."""
    return found.fix is not None and found.fix.span != found.span


def _unknown_escape(token: Token, found: re.Match[str]) -> Diagnostic:
    start = token.span.start + 1 + found.start()
    column = token.span.column + 1 + found.start()
    length = found.end() - found.start()
    span = Span(
        token.span.file, start, start + length, token.span.line, column, token.span.line, column + length
    )
    if found.group(1).startswith("u"):
        return Diagnostic(
            "DF0101",
            f"`{found.group()}` does not name a character",
            span,
            r"a character is written with its code point in braces, as in `\u{2014}`",
        )
    fix = Fix("double the backslash", span, "\\" + found.group())
    if token.kind == "STRING" and _PATTERN.search(token.text):
        fix = Fix("make it a regular expression", token.span, f"re{token.text}")
    return Diagnostic(
        "DF0101",
        f"`{found.group()}` is not an escape",
        span,
        r"the escapes are `\n`, `\t`, `\"`, `\\` and `\u{...}`; patterns go into " + '`re"..."`',
        fix=fix,
    )


_PATTERN = late(r'\\[dDwWsSbB][+*?{$)\]|[("\\.]|^"\^|\(\?')
"""What only regular expressions look like; `C:\\data` is none."""
