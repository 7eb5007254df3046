"""How many columns a text takes where people read it: in a terminal, an editor, a review."""

import unicodedata

__all__ = ["width"]


def width(text: str) -> int:
    """Return the columns of a text of one line: two for a wide letter, as in Chinese, none for an accent."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
