"""Text that Markdown would take for markup, escaped; what it takes for text stays as it is."""

import re
from typing import Final

from docflow.plugin import late

__all__ = ["escape", "escape_start"]

_RISKY: Final = late(r"[\\`*_\[\]<&~|]")
_MARKUP: Final = late(
    r"""\\(?=[!-/:-@\[-`{-~]|$)   # a backslash that would escape
    | [`*]
    | (?<![^\W_])_ | _(?![^\W_])  # not inside a word
    | \](?=[(\[:])                # the end of a link's text
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w{1,32};)
    | ~(?=~)|(?<=~)~
    """,
    re.X,
)
_IN_LINK: Final = late(r"\[|\](?![(\[:])")
_START: Final = late(r"(?:[#]{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:|](?=[-=:|\s]*$))")
_NUMBER: Final = late(r"(\d{1,9})([.)])(?=\s|$)")
_TASK: Final = late(r"\[[ xX]\](?=\s)")


def escape(text: str, *, linked: bool = False, cell: bool = False) -> str:
    """Return the text of a run with a backslash before what Markdown (CommonMark, GFM) takes for markup.

    `linked`: it stands in the text of a link; `cell`: in a table.
    """
    if not _RISKY.search(text):
        return text
    escaped = _MARKUP.sub(_backslash, text)
    if linked:
        escaped = _IN_LINK.sub(_backslash, escaped)
    return escaped.replace("|", "\\|") if cell else escaped


def escape_start(text: str) -> str:
    """Return the text of a line, escaped where its beginning would make it a heading, a list, a quote."""
    if _START.match(text) or _TASK.match(text):
        return "\\" + text
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{text[number.end(1) :]}"
    return text


def _backslash(found: re.Match[str]) -> str:
    return "\\" + found[0]
