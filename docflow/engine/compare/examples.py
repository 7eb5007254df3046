"""Documents that show an effect best: the largest change of each, put together so that effects take turns."""

import bisect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from docflow.engine.compare.effects import Change, Found, Writing, json_text, text_hunks
from docflow.engine.compare.lines import Owners
from docflow.engine.compare.passage import WRITTEN, End
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.comparison import Effect, Example, FieldChange, Hunk
from docflow.plan.decide import deciding
from docflow.plan.ir import DropStep, ExpectStep, Step
from docflow.textdiff import Row, Run

__all__ = ["Maker", "Shelf"]

MOST_LINES = 6
EXCERPT = 240
MOST_VALUE = 300


@frozen
class Maker:
    """Makes examples; `steps` are those of the old and the new version by id, `callables` their functions."""

    names: Writing
    steps: tuple[Mapping[str, Step], Mapping[str, Step]]
    callables: tuple[Mapping[str, Any], Mapping[str, Any]]
    mask: Callable[[str], str]

    def example(self, effect: Effect, change: Change, found: Found) -> Example:
        """Return a document as an example of one of its effects."""
        one, two = found.ends
        here = one or two
        assert here is not None  # noqa: S101 - every effect has an end that shows it
        made = Example(
            0,
            self.mask(change.new.id or here.id),
            self.mask(change.new.source or here.source),
            self._ending(one, 0),
            self._ending(two, 1),
            self._values(effect, one, two),
            words=len(here.text.split()),
        )
        if one is None or two is None or WRITTEN not in (one.kind, two.kind) or one.kind != two.kind:
            return _evolved(made, excerpt=self.mask(_excerpt((two or here).text)))
        fields = self._fields(one, two, effect)
        if effect.kind.startswith("field"):
            return _evolved(made, fields=fields)
        owners = Owners(change.old, change.new, self.names.forward)
        hunks, more = text_hunks(one, two, owners, effect, MOST_LINES) if one.text != two.text else ((), 0)
        return _evolved(made, lines=tuple(self._masked(hunk) for hunk in hunks), more=more, fields=fields)

    def _masked(self, hunk: Hunk) -> Hunk:
        """Blot secrets out of a line; as a whole, since a word of one alone would be known by no mask."""
        row, said = hunk.row, self.mask(hunk.row.text)
        if said != row.text:
            row = Row(row.kind, (Run(row.kind, said),), row.before, row.after)
        return Hunk(row, self.mask(hunk.by), hunk.skipped)

    def _ending(self, end: End | None, side: int) -> str:
        if end is None:
            return "not there"
        if end.kind == WRITTEN:
            return f"written to {end.step}" if end.step else "let through to the end"
        step = self.steps[side].get(end.step)
        line = f" (line {step.at.line})" if step is not None else ""  # type: ignore[union-attr]
        verb = {"drop": "dropped", "quarantine": "quarantined", "fail": "stopped the flow"}[end.kind]
        return f"{verb} by {end.step}{line}: {end.message if end.error else end.reason}"

    def _values(self, effect: Effect, one: End | None, two: End | None) -> tuple[tuple[str, str], ...]:
        """What the decisive condition looked at."""
        side, end = (0, one) if effect.old else (1, two)
        step = self.steps[side].get(effect.step)
        if end is None or end.kind == WRITTEN or end.error or not isinstance(step, (ExpectStep, DropStep)):
            return ()
        doc = Document(end.id, end.text, end.source, dict(end.fields))
        found = deciding(step.condition, doc, self.callables[side])
        return tuple((text, self.mask(_short(json_text(value)))) for text, value in found)

    def _fields(self, one: End, two: End, effect: Effect) -> tuple[FieldChange, ...]:
        """The field that the example is about, or else those with another value: new ones fill the page."""
        if effect.kind.startswith("field"):
            names = [effect.detail]
        else:
            names = [
                name for name in one.fields if name in two.fields and one.fields[name] != two.fields[name]
            ]
        return tuple(FieldChange(name, self._side(one, name), self._side(two, name)) for name in names)

    def _side(self, end: End, name: str) -> str | None:
        return self.mask(_short(json_text(end.fields[name]))) if name in end.fields else None


def _evolved(example: Example, **changes: Any) -> Example:
    return Example(**{**vars(example), **changes})


def _short(text: str) -> str:
    return text if len(text) <= MOST_VALUE else f"{text[:MOST_VALUE]}… ({len(text):,} characters)"


def _excerpt(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= EXCERPT else said[:EXCERPT].rsplit(" ", 1)[0] + " …"


Rank = tuple[int, str, int]


@define
class Shelf:
    """The best examples of each effect, at most `most` of each."""

    most: int
    kept: dict[Effect, list[tuple[Rank, Example]]] = field(factory=dict)

    def offer(self, effect: Effect, rank: Rank, make: Callable[[], Example]) -> None:
        """Take an example if it is among the best; it is only made then. A lower rank is better."""
        found = self.kept.setdefault(effect, [])
        if not self.most or (len(found) >= self.most and found[-1][0] <= rank):
            return
        bisect.insort(found, (rank, make()), key=lambda pair: pair[0])
        del found[self.most :]

    def ids(self, effect: Effect) -> tuple[str, ...]:
        """Return the ids of the best documents of an effect."""
        return tuple(example.id for _, example in self.kept.get(effect, []))

    def chosen(self, effects: Sequence[Effect], total: int) -> tuple[Example, ...]:
        """Return at most `total` examples.

        Steps take turns, and within a step its rules (or reasons); a document is shown once.
        """
        queues: dict[tuple[str, str, bool], list[tuple[int, int, Example]]] = {}
        for number, effect in enumerate(effects):
            queue = queues.setdefault((effect.kind, effect.step, effect.old), [])
            queue += [(turn, number, example) for turn, (_, example) in enumerate(self.kept.get(effect, []))]
        waiting = [sorted(queue, key=lambda each: each[:2], reverse=True) for queue in queues.values()]
        found: list[tuple[int, int, Example]] = []
        seen: set[tuple[str, str]] = set()
        while any(waiting) and len(found) < total:
            for queue in waiting:
                while queue and len(found) < total:
                    turn, number, example = queue.pop()
                    if (example.id, example.source) not in seen:
                        seen.add((example.id, example.source))
                        found.append((number, turn, _evolved(example, effect=number)))
                        break
        return tuple(example for _, _, example in sorted(found, key=lambda each: each[:2]))


def rank_of(change: Change, found: Found) -> Rank:
    """Return how telling a document is: the larger the change the better, ties by id."""
    size = found.chars or found.lines
    return -size, safe(change.new.id, None), change.new.root
