"""The counts of a comparison: effects over all documents, with the best examples of each."""

from collections.abc import Mapping

from attrs import define, field

from docflow.engine.compare.effects import Change, Found
from docflow.engine.compare.examples import Maker, Shelf, rank_of
from docflow.engine.compare.passage import WRITTEN, Passage
from docflow.plan.comparison import Effect
from docflow.value import evolve

__all__ = ["Counter", "Tally"]

MOST = 1000
"""Reasons and rules come from plugins; so many effects are told apart."""
OTHER = "(other)"
FIELDS = {"field new", "field gone"}
MOST_IDS = 10
ORDER = (
    *({"failed"}, {"dropped"}, {"quarantined"}, {"kept"}, {"moved"}, {"lines gone", "lines back", "text"}),
    *({"field"}, {"field new", "field gone"}, {"id"}, {"copies"}),
)


@define
class Counter:
    """Counts of one effect."""

    documents: int = 0
    lines: int = 0
    chars: int = 0


@define
class Tally:
    """Counts documents one by one; memory is that of the effects and their examples."""

    maker: Maker
    shelf: Shelf
    counts: dict[Effect, Counter] = field(factory=dict)
    groups: dict[Effect, Counter] = field(factory=dict)
    compared: int = 0
    changed: int = 0
    only_fields: int = 0
    only: list[int] = field(factory=lambda: [0, 0])
    only_ids: list[str] = field(factory=list)
    chars: list[int] = field(factory=lambda: [0, 0])
    sinks: tuple[dict[str, int], dict[str, int]] = field(factory=lambda: ({}, {}))

    def written(self, passage: Passage, side: int) -> None:
        """Count what a document left in the sinks of one version."""
        for end in passage.ends:
            if end.kind == WRITTEN:
                self.sinks[side][end.step] = self.sinks[side].get(end.step, 0) + 1
                self.chars[side] += 0 if end.copy else len(end.text)

    def alone(self, passage: Passage, side: int) -> None:
        """Count a document that only one version read."""
        self.only[side] += 1
        if len(self.only_ids) < MOST_IDS:
            self.only_ids.append(self.maker.mask(passage.id))

    def add(self, change: Change) -> None:
        """Count what an edit changes about a document that both versions read."""
        self.compared += 1
        self.changed += bool(change.found)
        self.only_fields += bool(change.found) and {effect.kind for effect in change.found} <= FIELDS
        groups: dict[Effect, Found] = {}
        for effect, found in change.found.items():
            known = self._bounded(effect)
            _count(self.counts, known, found)
            group = groups.setdefault(grouped(known), Found())
            group.lines, group.chars = group.lines + found.lines, group.chars + found.chars
            self._offer(known, change, found)
        for effect, found in groups.items():
            _count(self.groups, effect, found)

    def _bounded(self, effect: Effect) -> Effect:
        effect = evolve(effect, detail=self.maker.mask(effect.detail), was=self.maker.mask(effect.was))
        if effect in self.counts or len(self.counts) < MOST:
            return effect
        return Effect(effect.kind, effect.step, OTHER if effect.rule else "", OTHER, old=effect.old)

    def _offer(self, effect: Effect, change: Change, found: Found) -> None:
        rank = rank_of(change, found)
        self.shelf.offer(effect, rank, lambda: self.maker.example(effect, change, found))


def grouped(effect: Effect) -> Effect:
    """Return the effect without its rule: a document counts once for the step, whatever its rules did."""
    return evolve(effect, rule="")


def _count(counts: dict[Effect, Counter], effect: Effect, found: Found) -> None:
    known = counts.setdefault(effect, Counter())
    known.documents += 1
    known.lines += found.lines
    known.chars += found.chars


def in_order(counts: Mapping[Effect, Counter]) -> list[tuple[Effect, Counter]]:
    """Return effects by kind, what ends documents first, and the most frequent first."""
    return sorted(
        counts.items(),
        key=lambda pair: (
            next(n for n, kinds in enumerate(ORDER) if pair[0].kind in kinds),
            -pair[1].documents,
            -pair[1].chars,
            (pair[0].kind, pair[0].step, pair[0].rule, pair[0].detail, pair[0].was, pair[0].old),
        ),
    )
