"""Source lines on a terminal: tabs, wide characters, hidden characters, and lines longer than the screen."""

import unicodedata
from collections.abc import Sequence

from docflow.io.escape import safe
from docflow.value import frozen

__all__ = ["Line", "clip", "fit", "width"]

_TAB = 4


@frozen
class Line:
    """A line as it is shown; `columns[i]` is the column where the character `i` of the source begins."""

    text: str
    columns: tuple[int, ...]

    @property
    def length(self) -> int:
        """Columns of the whole line as shown."""
        return self.columns[-1]

    def column(self, index: int) -> int:
        """Return the column of a character of the source line, the end of the line for those beyond."""
        return self.columns[min(max(index, 0), len(self.columns) - 1)]


def width(text: str) -> int:
    """Return the columns of a safe text on a terminal: wide letters take two, marks on letters none."""
    if text.isascii():
        return len(text)
    return sum(_columns(char, char) for char in text)


def clip(text: str, columns: int) -> str:
    """Return a safe text cut to so many columns, an ellipsis at its end where something is missing."""
    if width(text) <= columns:
        return text
    end = 0
    left = columns - 1
    for char in text:
        left -= _columns(char, char)
        if left < 0:
            break
        end += 1
    return text[:end] + "…" * (columns > 0)


def fit(source: str, width: int, places: Sequence[int]) -> Line:
    """Lay a source line out in at most `width` columns, cut so that the first of the places is seen."""
    shown = [_shown(char) for char in source]
    columns = [0]
    for char, text in zip(source, shown, strict=True):
        columns.append(columns[-1] + _columns(char, text))
    if columns[-1] <= width:
        return Line(safe("".join(shown), None), tuple(columns))
    place = min([*places, len(source)])
    first = _first_kept(columns, place, width)
    last = first
    while last < len(source) and columns[last + 1] - columns[first] <= width - 2:
        last += 1
    left, right = "…" * (first > 0), "…" * (last < len(source))
    moved = [min(max(each, columns[first]), columns[last]) - columns[first] + len(left) for each in columns]
    return Line(safe(left + "".join(shown[first:last]) + right, None), tuple(moved))


def _first_kept(columns: list[int], place: int, width: int) -> int:
    """The first character to show so that the place has two thirds of the width after it."""
    place = min(place, len(columns) - 1)
    first = 0
    while (
        first < place
        and columns[place] - columns[first] > width // 3
        and columns[-1] - columns[first] > width - 2
    ):
        first += 1
    return first


def _shown(char: str) -> str:
    if char == "\t":
        return " " * _TAB
    # A blank that is not a space looks like one, and is what a finding may be about.
    return f"\\x{ord(char):02x}" if char == "\xa0" else safe(char)


def _columns(char: str, shown: str) -> int:
    if len(shown) > 1:
        return len(shown)
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
