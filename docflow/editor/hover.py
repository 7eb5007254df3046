"""Hover: what stands under the mouse."""

from bisect import bisect_right

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.editor.describe import describe
from docflow.editor.names.occurrences import occurrence_at, occurrences
from docflow.editor.pages import why
from docflow.editor.words import UNIT_WORDS, WORDS
from docflow.errors import Span
from docflow.lang.syntax.tokens import Token
from docflow.lang.typing.units import UNITS

__all__ = ["Hover", "hover", "token_at"]


@frozen
class Hover:
    """A text in Markdown and the place that it is about."""

    markdown: str
    span: Span


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """Return what is known of the name, word or number at an offset, and why what is found there is wrong."""
    named = _named(analysis, offset)
    found = [d for d in analysis.diagnostics if _covers(d.span, offset, analysis.file)]
    pages = [page for code in dict.fromkeys(d.code for d in found) if (page := why(code)) is not None]
    if not pages:
        return named
    parts = [*pages, named.markdown] if named is not None else pages
    return Hover("\n\n---\n\n".join(parts), named.span if named is not None else found[0].span)


def _covers(span: Span, offset: int, file: str) -> bool:
    return span.file == file and span.start <= offset <= span.end and span.end - span.start < 200


def _named(analysis: Analysis, offset: int) -> Hover | None:
    found = occurrence_at(occurrences(analysis), offset)
    if found is not None:
        page = describe(found, analysis)
        return Hover(page, found.span) if page else None
    token = token_at(analysis.tokens, offset)
    page = _token(token) if token is not None else None
    return Hover(page, token.span) if page and token is not None else None


def token_at(tokens: tuple[Token, ...], offset: int) -> Token | None:
    """Return the token that holds an offset; behind its last character counts too."""
    at = bisect_right(tokens, offset, key=lambda token: token.span.start) - 1
    if at < 0 or tokens[at].span.end < offset:
        return None
    return tokens[at]


def _token(token: Token) -> str | None:
    if token.kind in ("NAME", "KEY"):
        meaning = WORDS.get(token.text)
        return f"`{token.text}`: {meaning}" if meaning else None
    if token.kind == "NUMBER":
        return _number(token.text)
    return None


def _number(text: str) -> str | None:
    suffix = text.lstrip("0123456789_.")
    if suffix not in UNITS:
        return None
    type_, factor, divisor = UNITS[suffix]
    plain = float(text.removesuffix(suffix).replace("_", "")) * factor / divisor
    unit = {"size": "bytes", "duration": "seconds"}.get(type_.name, "")
    return f"`{text}`: a {type_.name}, {plain:,.10g} {unit}".rstrip() + f" (`{suffix}`: {UNIT_WORDS[suffix]})"
