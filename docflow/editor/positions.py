"""Places in a text as editors count them: lines from 0, and within a line in units of an encoding.

Docflow counts characters. The protocol of editors counts UTF-16 units unless both sides agree on another
encoding, and knows three ends of a line: LF, CR LF and CR.
"""

import re
from bisect import bisect_right
from typing import Literal

from attrs import field, frozen

__all__ = ["Encoding", "Lines", "Place"]

Encoding = Literal["utf-8", "utf-16", "utf-32"]
Place = tuple[int, int]
"""Line and unit within the line, both from 0."""

_ENDS = re.compile(r"\r\n|\n|\r")


def _starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in _ENDS.finditer(text)))


@frozen
class Lines:
    """The lines of a text, for turning places into offsets (in characters) and back."""

    text: str = field(repr=False)
    encoding: Encoding = "utf-16"
    starts: tuple[int, ...] = field(init=False, repr=False)

    @starts.default
    def _find(self) -> tuple[int, ...]:
        return _starts(self.text)

    def offset(self, place: Place) -> int:
        """Return the offset of a place; what lies behind the end of a line or of the text is its end."""
        line, unit = place
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.text)
        words = self._line(line)
        return self.starts[line] + _characters(words, max(unit, 0), self.encoding)

    def place(self, offset: int) -> Place:
        """Return the place of an offset."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        return line, _units(self.text[self.starts[line] : offset], self.encoding)

    def _line(self, line: int) -> str:
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[line] : end].rstrip("\r\n")


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(char > "\uffff" for char in text)
    return len(text.encode("utf-8", "surrogatepass"))


def _characters(text: str, units: int, encoding: Encoding) -> int:
    """Return how many characters the first units of a text are; half a character counts as none."""
    if encoding == "utf-32" or text.isascii():
        return min(units, len(text))
    for at, char in enumerate(text):
        units -= _units(char, encoding)
        if units < 0:
            return at
    return len(text)
