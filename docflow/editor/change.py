"""Changes of a text: what stands from `start` to `end` becomes `new`."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from attrs import frozen

__all__ = ["Change", "applied", "between"]


@frozen
class Change:
    """One replacement, in offsets of the text before."""

    start: int
    end: int
    new: str


def between(old: str, new: str) -> tuple[Change, ...]:
    """Return the changes, by whole lines, that turn one text into another: cursors elsewhere stay put."""
    if old == new:
        return ()
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Change(starts[i], starts[j], "".join(after[k:m])) for tag, i, j, k, m in steps if tag != "equal"
    )


def applied(text: str, changes: Iterable[Change]) -> str:
    """Return a text with changes that do not overlap."""
    for change in sorted(changes, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    return text
