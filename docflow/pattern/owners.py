"""Which rule takes a line: groups in turn, kept lines, and the lines that follow a label."""

from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from docflow.pattern.rulebook import Entry

__all__ = ["Line", "Under", "owner", "owners_in_turn"]

Under = Callable[[int], Callable[[int], bool | None]]
"""For a rule, whether a line (by number) may stand under its label; None for a blank one."""


@frozen
class Line:
    """A line of a text: where it is, without its newline, and the numbers of the rules that hit it."""

    start: int
    end: int
    hits: tuple[int, ...]


def owner(book: Sequence[Entry], hits: Iterable[int]) -> int | None:
    """Return the first rule that takes a line with these hits, group after group, labels left aside."""
    kept = {book[n].group for n in hits if book[n].rule.keep}
    return next((n for n in hits if not book[n].rule.keep and book[n].group not in kept), None)


def owners_in_turn(book: Sequence[Entry], lines: Sequence[Line], under: Under) -> list[int | None]:
    """Return the rule that takes each of all lines of a text, in the order of the groups.

    A line that goes because it stands under a label is not looked at again.
    """
    owners: list[int | None] = [None] * len(lines)
    for group in sorted({entry.group for entry in book}):
        left = [n for n, taken in enumerate(owners) if taken is None]
        hits = [[h for h in lines[n].hits if book[h].group == group] for n in left]
        at = 0
        while at < len(left):
            rule, start = owner(book, hits[at]), at
            at += 1
            if rule is None:
                continue
            if book[rule].follow is not None:
                kept = (any(book[h].rule.keep for h in hits[n]) for n in range(at, len(left)))
                at += _reach(book[rule].rule.reach, zip(left[at:], kept, strict=True), under(rule))
            for n in left[start:at]:
                owners[n] = rule
    return owners


def _reach(most: int, below: Iterable[tuple[int, bool]], part: Callable[[int], bool | None]) -> int:
    """Return how many of the lines below a label go with it; blank ones only before one that does."""
    goes = counted = 0
    for passed, (line, kept) in enumerate(below, start=1):
        if counted == most or kept:
            break
        belongs = part(line)
        if belongs is None:
            continue
        if not belongs:
            break
        goes, counted = passed, counted + 1
    return goes
