"""Blocks put below each other, inside of quotes and lists."""

from collections.abc import Sequence

from docflow_html.page.page import NOWHERE
from docflow_html.writing.state import Frame

__all__ = ["Stack"]


class Stack:
    """The lines of Markdown so far, and the quotes and items that the last block stood in."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: tuple[Frame, ...] = ()
        self._other: dict[int, bool] = {}
        self._rule = False

    def add(self, frames: tuple[Frame, ...], block: Sequence[str], *, close: bool = False) -> None:
        """Put a block below the others; `close` where it needs no empty line before its list begins."""
        if self._rule:
            self._rule = False
            self._put((), ["---"], close=False)
        self._put(frames, block, close=close)

    def rule(self, frames: tuple[Frame, ...]) -> None:
        """Remember a rule: it is written when a block follows, and outside of lists and quotes only."""
        self._rule = bool(self.lines) and not frames

    def _put(self, frames: tuple[Frame, ...], block: Sequence[str], *, close: bool) -> None:
        if not frames and not self._open:
            self.lines += ["", *block] if self.lines else block
            return
        shared = _shared(self._open, frames)
        markers = self._markers(frames, shared)
        if self.lines and not self._is_tight(frames, shared, close=close):
            self.lines.append("".join(_inside(f, self._marker(f)) for f in frames[:shared]).rstrip())
        before = "".join(_inside(f, self._marker(f)) for f in frames[:shared])
        first = before + "".join(markers)
        rest = before + "".join(_inside(f, m) for f, m in zip(frames[shared:], markers, strict=True))
        self.lines.append(first + block[0])
        self.lines.extend(rest + line if line else rest.rstrip() for line in block[1:])
        self._open = frames

    def _markers(self, frames: tuple[Frame, ...], shared: int) -> list[str]:
        """Return what the new frames begin with; a list right behind another one gets other marks."""
        if shared < min(len(frames), len(self._open)):
            frame, last = frames[shared], self._open[shared]
            if (
                NOWHERE not in (frame.home, last.home)
                and frame.home not in self._other
                and frame.home != last.home
            ):
                self._other[frame.home] = not self._other.get(last.home, False)
        return [self._marker(frame) for frame in frames[shared:]]

    def _marker(self, frame: Frame) -> str:
        if not self._other.get(frame.home, False):
            return frame.marker
        return frame.marker.replace("- ", "* ").replace(". ", ") ")

    def _is_tight(self, frames: tuple[Frame, ...], shared: int, *, close: bool) -> bool:
        if shared >= len(frames) or frames[shared].marker == "> ":
            return False
        frame = frames[shared]
        if shared < len(self._open):
            return self._open[shared].home == frame.home and self._open[shared].marker != "> "
        return (shared > 0 or close) and frame.marker in ("- ", "1. ")


def _shared(old: tuple[Frame, ...], new: tuple[Frame, ...]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one.node != other.node:
            break
        count += 1
    return count


def _inside(frame: Frame, marker: str) -> str:
    return "> " if frame.home == NOWHERE and marker == "> " else " " * len(marker)
