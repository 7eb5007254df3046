"""The number of the first line of each range of a large file, found when it is asked for."""

from collections.abc import Sequence
from contextlib import suppress

from attrs import define, evolve, field

from docflow.engine.inputs.part import FilePart, WorkPart
from docflow.engine.inputs.span import Span
from docflow.engine.resume.seen import Seen

__all__ = ["Lines"]


@define
class Lines:
    """Gives ranges the number of their first line: that of the range before, plus its lines."""

    parts: Sequence[WorkPart]
    seen: Seen
    _before: dict[int, FilePart] = field(factory=dict, init=False)
    _lines: dict[int, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        before: FilePart | None = None
        for part in self.parts:
            if not isinstance(part, FilePart) or part.span is None:
                before = None
                continue
            if before is not None and _follows(before, part):
                self._before[part.number] = before
            before = part

    def __call__(self, part: WorkPart) -> WorkPart:
        """Return the part with its line, if it is a range."""
        if not isinstance(part, FilePart) or part.span is None:
            return part
        return evolve(part, span=Span(part.span.start, part.span.end, self._line(part)))

    def _line(self, part: FilePart) -> int:
        """Return the first line of a range; by steps and not by recursion, as a file may have many ranges."""
        way = [part]
        while way[-1].number not in self._lines and way[-1].number in self._before:
            way.append(self._before[way[-1].number])
        line = self._lines.setdefault(way.pop().number, 1)
        while way:
            following = way.pop()
            before = self._before[following.number]
            with suppress(OSError):  # reading it says so
                if before.span is not None:
                    line += self.seen.lines(before.files[0].found.path, before.span.start, before.span.end)
            self._lines[following.number] = line
        return line


def _follows(before: FilePart, part: FilePart) -> bool:
    one, other = before.span, part.span
    same = before.source == part.source and before.files[0].found == part.files[0].found
    return one is not None and other is not None and same and one.end == other.start
