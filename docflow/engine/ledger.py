"""The counters of a run: plain numbers, kept per part and added up in source order.

Always: seen + added == written + dropped + quarantined, for the documents themselves (`main`) and, on
its own, for the copies that `tee` and `route all` sent aside (`copies`).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from attrs import define, field

from docflow.plan.report import Sums

__all__ = ["OTHER", "Lane", "Tally", "merge"]

N = TypeVar("N")
OTHER = "(other)"
MOST_REASONS = 1000
"""Reasons come from plugins; a reason with the document's own words in it must not fill the memory."""


@define
class Lane:
    """Where documents of one kind went."""

    seen: int = 0
    added: int = 0
    written: int = 0
    dropped: int = 0
    quarantined: int = 0

    def sums(self) -> Sums:
        """Return the numbers as the report shows them."""
        return Sums(self.seen, self.added, self.written, self.dropped, self.quarantined)

    def add(self, other: "Lane") -> None:
        """Add the numbers of another part."""
        self.seen += other.seen
        self.added += other.added
        self.written += other.written
        self.dropped += other.dropped
        self.quarantined += other.quarantined


@define
class Tally:
    """The counters of one part, or of a whole flow once merged.

    `removed` maps (step, rule) to lines, characters and documents; `warned` maps (step, reason) to the
    number of documents and the id of the first. `taken` counts the documents by (step, block) of a branch,
    `split` those that a splitter added, `read` those that a source, by number, gave to the first step.
    """

    main: Lane = field(factory=Lane)
    copies: Lane = field(factory=Lane)
    dropped: dict[tuple[str, str], int] = field(factory=dict)
    quarantined: dict[tuple[str, str], int] = field(factory=dict)
    skipped: dict[tuple[str, str], int] = field(factory=dict)
    warned: dict[tuple[str, str], tuple[int, str]] = field(factory=dict)
    removed: dict[tuple[str, str], tuple[int, int, int]] = field(factory=dict)
    taken: dict[tuple[str, int], int] = field(factory=lambda: defaultdict(int))
    split: dict[str, int] = field(factory=lambda: defaultdict(int))
    read: dict[int, int] = field(factory=lambda: defaultdict(int))
    errors: int = 0
    notes: list[str] = field(factory=list)

    def count(self, counts: dict[tuple[str, str], int], step: str, reason: str, by: int = 1) -> None:
        """Add to a count by step and reason; beyond `MOST_REASONS` reasons, to "(other)"."""
        key = (step, reason)
        if key not in counts and len(counts) >= MOST_REASONS:
            key = (step, OTHER)
        counts[key] = counts.get(key, 0) + by

    def warn(self, step: str, reason: str, document: str, by: int = 1) -> bool:
        """Count a warning; return whether it is the first of its kind."""
        known = self.warned.get((step, reason))
        if known is None and len(self.warned) < MOST_REASONS:
            self.warned[step, reason] = (by, document)
        elif known is not None:
            self.warned[step, reason] = (known[0] + by, known[1])
        return known is None

    def remove(self, step: str, rule: str, lines: int, chars: int, documents: int = 1) -> None:
        """Count what a rule, or a step as a whole (rule ""), took from a text."""
        known = self.removed.get((step, rule))
        if known is None:
            self.removed[step, rule] = (lines, chars, documents)
        else:
            self.removed[step, rule] = (known[0] + lines, known[1] + chars, known[2] + documents)

    def change(self, step: str, before: str, after: str) -> None:
        """Count a change of the text by a step that names no rules.

        Characters and lines are what the text lost on balance (a replacement by something of the same
        length removes none); the document counts as changed in any case.
        """
        lines = before.count("\n") - after.count("\n")
        self.remove(step, "", max(0, lines), max(0, len(before) - len(after)))

    def add(self, other: "Tally") -> None:
        """Add the counters of another part, which comes after this one in source order."""
        self.main.add(other.main)
        self.copies.add(other.copies)
        for mine, theirs in (
            (self.dropped, other.dropped),
            (self.quarantined, other.quarantined),
            (self.skipped, other.skipped),
        ):
            for (step, reason), by in theirs.items():
                self.count(mine, step, reason, by)
        for (step, reason), (by, first) in other.warned.items():
            self.warn(step, reason, first, by)
        for (step, rule), (lines, chars, documents) in other.removed.items():
            self.remove(step, rule, lines, chars, documents)
        _add_to(self.taken, other.taken)
        _add_to(self.split, other.split)
        _add_to(self.read, other.read)
        self.errors += other.errors
        self.notes += other.notes


def _add_to(counts: dict[N, int], others: dict[N, int]) -> None:
    for key, by in others.items():
        counts[key] += by


def merge(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of the tallies of parts, given in source order."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total
