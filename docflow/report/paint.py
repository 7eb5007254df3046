"""Colours for terminals, and only there."""

__all__ = ["paint"]

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}
_CODES |= {"red mark": "31;7", "green mark": "32;7"}


def paint(text: str, colour: str, on: bool) -> str:
    """Return the text in a colour, or as it is when colours are off."""
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if on else text
