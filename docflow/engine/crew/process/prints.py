"""What components print: read always, so that nobody waits; told as lines, some of them, bounded."""

import os
from collections.abc import Callable

from attrs import define

from docflow.engine.watch import Printed

__all__ = ["Prints"]

MOST_LINES, LONGEST = 20, 500
BLOCK = 1 << 16


@define
class Prints:
    """Tells the first lines of a run, and counts the others."""

    tell: Callable[[Printed], None]
    mask: Callable[[str], str] = str
    lines: int = 0

    def take(self, descriptor: int, line: bytearray, step: str) -> bool:
        """Read what is there; `line` is the one that has not ended. False when no more will come."""
        try:
            data = os.read(descriptor, BLOCK)
        except BlockingIOError:
            return True
        *whole, rest = data.split(b"\n")
        for part in whole:
            self._line(line, part, step)
        line += rest[: LONGEST * 4 - len(line)]
        return bool(data)

    def finish(self, line: bytearray, step: str) -> None:
        """Tell a last line that has no end."""
        if line:
            self._line(line, b"", step)

    @property
    def untold(self) -> int:
        """How many lines nobody was told."""
        return max(0, self.lines - MOST_LINES)

    def _line(self, line: bytearray, more: bytes, step: str) -> None:
        self.lines += 1
        if self.lines <= MOST_LINES:
            text = bytes(line + more[: LONGEST * 4]).decode("utf-8", "backslashreplace")
            self.tell(Printed(step, self.mask(text)[:LONGEST]))
        line.clear()
