"""Formatting a flow file: the same program in the one layout that all flows share."""

from itertools import accumulate

from docflow.errors import Diagnostic
from docflow.lang.layout.concrete import grow
from docflow.lang.layout.gaps import gather
from docflow.lang.layout.guard import LayoutError, secure
from docflow.lang.layout.items import file_of
from docflow.lang.layout.page import Written, narrow, write
from docflow.lang.layout.ranges import merged
from docflow.lang.layout.values import lay_values
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.parse import parse_lexed
from docflow.value import frozen

__all__ = ["Formatted", "LayoutError", "format_text"]


@frozen
class Formatted:
    """A text in the layout, and whether that differs; the text as it was when it has mistakes of syntax."""

    text: str
    diagnostics: tuple[Diagnostic, ...]
    changed: bool


def format_text(text: str, file: str, *, lines: tuple[int, int] | None = None) -> Formatted:
    """Lay a flow file out anew: the same tokens and comments, other spaces and line ends.

    The plan of the flow stays the same, and formatting twice is formatting once. A text with mistakes of
    syntax comes back as it is, with its findings. Line ends are those of the first line; a byte order
    mark goes.

    Args:
        text: the text of the file.
        file: its name in findings.
        lines: the first and the last line to format, from 1; only steps and items that touch them change.

    Raises:
        LayoutError: a bug of the formatter; the text would have lost something, so there is no result.
    """
    lexed = lex(text, file)
    parsed = parse_lexed(lexed, text, file)
    if any(found.severity == "error" for found in parsed.diagnostics):
        return Formatted(text, parsed.diagnostics, changed=False)
    tree = grow(lexed.tokens)
    if tree is None:
        raise LayoutError("a file without mistakes could not be read")
    source = gather(text, lexed)
    lay_values(source, tree)
    crlf = text.find("\r\n") >= 0 and text.find("\n") == text.find("\r\n") + 1
    written = write(file_of(source, tree, lambda doc: narrow(doc, source)), source, crlf=crlf)
    if crlf:
        written = _with_returns(written)
    made = written.text if lines is None else merged(text, source, tree, written, lines)
    secure(lexed, made, file)
    return Formatted(made, parsed.diagnostics, changed=made != text)


def _with_returns(written: Written) -> Written:
    """Return the text with line ends of two characters."""
    text = written.text
    ends = list(accumulate((character == "\n" for character in text), initial=0))
    places = [(start + ends[start], end + ends[end]) for start, end in written.places]
    return Written(text.replace("\n", "\r\n"), places)
