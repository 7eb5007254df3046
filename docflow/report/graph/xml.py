"""Text in XML: nothing of a flow may end an element, open one, or stand outside what XML allows."""

import re

from docflow.io.escape import safe
from docflow.late import late

__all__ = ["element", "escaped"]

_FORBIDDEN = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_MARKS = re.compile("[&<>\"']")


def escaped(text: str) -> str:
    """Return one line of text for XML, with what hides or reorders text shown as an escape."""
    shown = _FORBIDDEN.sub("\ufffd", safe(text, None))
    return _MARKS.sub(lambda found: _NAMES[found[0]], shown)


def element(name: str, text: str) -> str:
    """Return an element that holds only text, line by line."""
    return f"<{name}>{'&#10;'.join(escaped(line) for line in text.split(chr(10)))}</{name}>"
