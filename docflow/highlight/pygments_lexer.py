"""The lexer for Pygments: pages, terminals and notebooks show flows in colours.

Registered as an entry point, so that `pygmentize -l flow` finds it. Only this module imports pygments.
"""

import re
from collections.abc import Iterator

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.token import String, Whitespace, _TokenType, string_to_tokentype  # type: ignore[import-untyped]

from docflow.highlight.classify import classify
from docflow.highlight.scopes import LOOKS, TAGS, Look

__all__ = ["FlowLexer"]

_ESCAPE = re.compile(r"\\(?:u\{[^}\"]*\}|.)")
_INSIDE = re.compile(r"\\(?:u\{[^}\"]*\}|.)|\{\{|\}\}|(?P<part>\{[^{}]*\})")


class FlowLexer(Lexer):  # type: ignore[misc]
    """Flows of docflow."""

    name = "docflow"
    aliases = ["docflow", "flow"]  # noqa: RUF012 - as Pygments declares it
    filenames = ["*.flow"]  # noqa: RUF012
    mimetypes = ["text/x-docflow"]  # noqa: RUF012

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Yield (place, token type, text) for every character of a text; none of them is an error."""
        end = 0
        for piece in classify(text):
            if piece.start > end:
                yield end, Whitespace, text[end : piece.start]
            yield from _parts(piece.start, text[piece.start : piece.end], piece.look)
            end = piece.end
        if end < len(text):
            yield end, Whitespace, text[end:]


def _parts(start: int, text: str, look: Look) -> Iterator[tuple[int, _TokenType, str]]:
    """A token, with escapes and the places of f-texts apart."""
    kind = string_to_tokentype(look.pygments)
    if look not in (LOOKS["STRING"], TAGS["f"]):
        yield start, kind, text
        return
    end = 0
    for found in (_ESCAPE if look == LOOKS["STRING"] else _INSIDE).finditer(text):
        if found.start() > end:
            yield start + end, kind, text[end : found.start()]
        inner = String.Interpol if found.groupdict().get("part") else String.Escape
        yield start + found.start(), inner, found[0]
        end = found.end()
    if end < len(text):
        yield start + end, kind, text[end:]
