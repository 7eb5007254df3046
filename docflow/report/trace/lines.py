"""The text of a step by line: what stayed, went, came and changed, each with its rules."""

from collections.abc import Iterator, Sequence

from docflow.plan.trace import Removal, TracedStep
from docflow.textdiff import Run
from docflow.value import frozen

__all__ = ["Fold", "Line", "White", "folded", "lines_of", "white"]


@frozen
class Line:
    """A line of a text that changed. `kind` is same, gone, new or changed.

    `number` counts the lines of the text as it came, None for a line that came; `runs` end in the break of
    the line where that itself went or came. `rules` are those that took something of it. `white` says that
    nothing but white space went or came.
    """

    kind: str
    number: int | None
    runs: tuple[Run, ...]
    rules: tuple[str, ...] = ()
    white: bool = False


@frozen
class Fold:
    """Lines that did not change and are not shown."""

    lines: tuple[Line, ...]


@frozen
class White:
    """How many lines changed in nothing but white space: blank ones that went and came, and others."""

    gone: int
    new: int
    changed: int


def lines_of(step: TracedStep) -> list[Line]:
    """Return all lines of the text before and after a step together, in order."""
    made: list[Line] = []
    rules = _Rules(step.removed)
    parts: list[Run] = []
    number, place, start = 1, 0, 0
    for run in step.runs:
        pieces = run.text.split("\n")
        for count, piece in enumerate(pieces):
            if piece:
                parts.append(Run(run.kind, piece))
                place += 0 if run.kind == "new" else len(piece)
            if count == len(pieces) - 1:
                break
            place += 0 if run.kind == "new" else 1
            made.append(_line(parts, run.kind, number, rules.over(start, place, place - 1)))
            number += 0 if run.kind == "new" else 1
            parts, start = [], place
    if parts:
        made.append(_line(parts, "", number, rules.over(start, place, place)))
    return _without_last_break(made)


def _line(parts: list[Run], end: str, number: int, rules: tuple[str, ...]) -> Line:
    """Make one line; `end` is the kind of its break, "" at the end of the text."""
    kinds = {run.kind for run in parts} | ({end} if end else set())
    kind = str(next(iter(kinds))) if len(kinds) == 1 else "changed"
    if end == "gone":
        parts = [*parts, Run("gone", "\n")]
    elif end == "new":
        parts = [*parts, Run("new", "\n")]
    white = all(run.text.isspace() for run in parts if run.kind != "same")
    return Line(kind, None if kind == "new" else number, tuple(parts), rules, white and kind != "same")


def _without_last_break(lines: list[Line]) -> list[Line]:
    """A line whose break went with all lines behind it has not changed: it is the last one now."""
    last = len(lines)
    while last and lines[last - 1].kind == "gone":
        last -= 1
    if not 0 < last < len(lines):
        return lines
    line = lines[last - 1]
    if line.runs[-1:] != (Run("gone", "\n"),) or any(run.kind != "same" for run in line.runs[:-1]):
        return lines
    return [*lines[: last - 1], Line("same", line.number, line.runs[:-1]), *lines[last:]]


class _Rules:
    """The rules of removals, asked for by rising places in the text."""

    def __init__(self, removed: Sequence[Removal]) -> None:
        self._removed = sorted((r for r in removed if r.rule), key=lambda removal: removal.start)
        self._next = 0

    def over(self, start: int, end: int, text_end: int) -> tuple[str, ...]:
        """Return the rules that took something of a line; `text_end` is where its break begins.

        One that took only the break of a line that has a text is not named: it took the line behind, the
        last of the text, with the break before it.
        """
        found: dict[str, None] = {}
        while self._next < len(self._removed) and self._removed[self._next].end <= start:
            self._next += 1
        for number in range(self._next, len(self._removed)):
            removal = self._removed[number]
            if removal.start >= end:
                break
            if removal.start < text_end or start >= text_end:
                found[removal.rule] = None
        return tuple(found)


def folded(lines: Sequence[Line], context: int) -> Iterator[Line | Fold]:
    """Yield the lines that changed with `context` lines around them, and folds for the others."""
    near = bytearray(len(lines))
    for number, line in enumerate(lines):
        if line.kind != "same":
            low, high = max(number - context, 0), min(number + context + 1, len(lines))
            near[low:high] = b"\x01" * (high - low)
    start = 0
    while start < len(lines):
        end = near.find(b"\x01", start)
        end = len(lines) if end < 0 else end
        if end - start > 1:
            yield Fold(tuple(lines[start:end]))
        elif end > start:
            yield lines[start]
        if end < len(lines):
            yield lines[end]
        start = end + 1


def white(lines: Sequence[Line]) -> White:
    """Count the lines that changed in nothing but white space."""
    kinds = [line.kind for line in lines if line.white]
    return White(kinds.count("gone"), kinds.count("new"), kinds.count("changed"))
