"""How wide a text is, without a font: by classes of characters, a little too wide rather than too narrow.

The classes follow the advance widths of DejaVu Sans, the widest of the common sans-serif fonts; a monospaced
font takes 0.64 em (they have 0.6, and some renderers round up to whole pixels). Counted in hundredths of an
em, since sums of fractions differ between versions of Python, and drawings must not. What Unicode calls wide
(UAX 11) counts double, marks that combine count nothing.
"""

import unicodedata

from docflow.value import frozen

__all__ = ["Face", "cut", "text_width", "wrapped"]

MONO = 64
CLASSES = (
    (34, "ijl.,:;|'!I "),
    (43, 'frt()[]{}-/\\"`'),
    (98, "mwMW@%"),
    (84, "<>=+~^#&"),
)
WIDTHS = {char: width for width, chars in CLASSES for char in chars}
CAPITAL, OTHER = 73, 63


@frozen
class Face:
    """A kind of type: its size in pixels, whether all letters are equally wide, whether it is bold."""

    size: int
    mono: bool = False
    bold: bool = False


def text_width(text: str, face: Face) -> int:
    """Return the width of a text in whole pixels."""
    wide = 106 if face.bold and not face.mono else 100
    hundredths = sum(_hundredths(char, face.mono) for char in text) * face.size * wide
    return -(-hundredths // 10_000)  # up to a whole pixel


def _hundredths(char: str, mono: bool) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 2 * MONO
    if mono:
        return MONO
    return WIDTHS.get(char, CAPITAL if char.isupper() else OTHER)


def cut(text: str, face: Face, most: int) -> str:
    """Return the text, shortened with an ellipsis to at most so many pixels."""
    if text_width(text, face) <= most:
        return text
    kept = text
    while kept and text_width(kept + "…", face) > most:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, face: Face, most: int, lines: int = 2) -> tuple[str, ...]:
    """Return the text in at most so many lines, broken at spaces; what does not fit becomes an ellipsis."""
    found, rest = list[str](), text
    while len(found) < lines - 1 and text_width(rest, face) > most:
        head = _head(rest, face, most)
        found.append(rest[:head].rstrip())
        rest = rest[head:].lstrip()
    return (*found, cut(rest, face, most)) if rest or not found else tuple(found)


def _head(text: str, face: Face, most: int) -> int:
    """Return how many characters go into a line: up to a space where one is in its second half."""
    end = next(n for n in range(len(text), 0, -1) if n == 1 or text_width(text[:n], face) <= most)
    space = text.rfind(" ", 0, end + 1)
    return space if space > end // 2 else end
