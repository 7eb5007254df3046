"""A terminal with lines at its bottom that are drawn again and again; all else is printed above them."""

from collections.abc import Callable, Sequence

from attrs import define

from docflow.report.progress.rows import Row

__all__ = ["OFTEN", "Screen"]

OFTEN = 0.1
"""Seconds between two drawings at least."""
_UP, _LINE_REST, _BELOW = "\x1b[{}A", "\x1b[K", "\x1b[J"


@define
class Screen:
    """Draws by `write`, one call a drawing, so that nobody sees half of one.

    `columns` is asked each time: a window may have been made narrower, and lines that stood there have been
    wrapped by the terminal then.
    """

    write: Callable[[str], None]
    columns: Callable[[], int]
    clock: Callable[[], float]
    shown: tuple[Row, ...] = ()
    _next: float = float("-inf")

    @property
    def due(self) -> bool:
        """Whether it is time to draw again."""
        return self.clock() >= self._next

    def draw(self, rows: Sequence[Row]) -> None:
        """Draw the lines over those that stand there."""
        self._next = self.clock() + OFTEN
        if tuple(rows) == self.shown:
            return
        lines = (_LINE_REST + "\n").join(row.text for row in rows)
        self.write(self._home() + lines + _BELOW)
        self.shown = tuple(rows)

    def say(self, text: str) -> None:
        """Print a text, which may have several lines, above the lines that are drawn."""
        rows, home = self.shown, self._home()
        clean = (home + _BELOW) if rows else ""
        self.shown = ()
        lines = (_LINE_REST + "\n").join(row.text for row in rows)
        self.write(clean + text.rstrip("\n") + "\n" + lines)
        self.shown = rows

    def clear(self) -> None:
        """Take the lines away; the cursor stands where the first one began."""
        if self.shown:
            self.write(self._home() + _BELOW)
            self.shown = ()

    def _home(self) -> str:
        """Return what moves the cursor from the end of the last line to the start of the first one."""
        if not self.shown:
            return ""
        columns = max(self.columns(), 1)
        above = sum(max(-(-row.columns // columns), 1) for row in self.shown) - 1
        return "\r" + (_UP.format(above) if above else "")
