"""Which rule takes a line: groups in turn, kept lines, and the lines that follow a label."""

from collections.abc import Callable, Iterable, Iterator, Sequence

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
    return next(_takers(book, tuple(hits)), None)


def _takers(book: Sequence[Entry], hits: Sequence[int]) -> Iterator[int]:
    """Yield the rules that may take a line with these hits, in order."""
    kept = {book[n].group for n in hits if book[n].rule.keep}
    return (n for n in hits if not book[n].rule.keep and book[n].group not in kept)


def owners_in_turn(book: Sequence[Entry], lines: Sequence[Line], under: Under) -> list[int | None]:
    """Return the rule that takes each of all lines of a text, in the order of the groups.

    A line that goes because it stands under a label is not looked at again, but for the last of a list: where
    that is a label with a list of its own, it starts that list.
    """
    owners: list[int | None] = [None] * len(lines)
    for group in sorted({entry.group for entry in book}):
        left = [n for n, taken in enumerate(owners) if taken is None]
        hits = [tuple(h for h in lines[n].hits if book[h].group == group) for n in left]
        at = 0
        while at < len(left):
            rule, goes = _take(book, left, hits, at, under)
            for n in left[at : at + goes]:
                owners[n] = rule
            at += max(goes, 1)
    return owners


def _take(
    book: Sequence[Entry], left: Sequence[int], hits: Sequence[tuple[int, ...]], at: int, under: Under
) -> tuple[int | None, int]:
    """Return the rule that takes a line, and how many lines go: it and those under it."""
    for rule in _takers(book, hits[at]):
        if book[rule].follow is None:
            return rule, 1
        ends = _reach(book, left, hits, at, rule, under=under)
        if ends and _heads(book, left, hits, at + ends[-1], under):
            ends.pop()
        if len(ends) >= book[rule].rule.least:
            return rule, 1 + (ends[-1] if ends else 0)
    return None, 0


def _heads(
    book: Sequence[Entry], left: Sequence[int], hits: Sequence[tuple[int, ...]], at: int, under: Under
) -> bool:
    """Return whether a line is a label with a list under it."""
    for rule in _takers(book, hits[at]):
        if book[rule].follow is not None:
            return len(_reach(book, left, hits, at, rule, under=under)) >= max(1, book[rule].rule.least)
    return False


def _reach(
    book: Sequence[Entry],
    left: Sequence[int],
    hits: Sequence[tuple[int, ...]],
    at: int,
    rule: int,
    *,
    under: Under,
) -> list[int]:
    """Return how many lines below a label go with each line that counts, down to it.

    Blank ones go only before one that does, and do not count.
    """
    part, ends = under(rule), list[int]()
    for below in range(at + 1, len(left)):
        if len(ends) == book[rule].rule.reach or any(book[h].rule.keep for h in hits[below]):
            break
        belongs = part(left[below])
        if belongs is None:
            continue
        if not belongs:
            break
        ends.append(below - at)
    return ends
