"""The work of `residue.repeated`: sketches to a state, the state to the cuts of a document."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from docflow.plugin import Cut, Document
from docflow_residue.learning.apply import Taken, taken_lines
from docflow_residue.learning.asked import POSITIONS, Asked
from docflow_residue.learning.decide import learn
from docflow_residue.learning.groups import group_of
from docflow_residue.learning.learned import Learned
from docflow_residue.learning.sample import Sample
from docflow_residue.learning.sketch import hash_of, read, sketch
from docflow_residue.learning.spans import spans

__all__ = ["State", "Work"]

MANY = 60
"""Different rules of which people still read the table; with more, shares are told in steps."""
STEPS = (90, 75, 50, 30, 20, 10, 5)


@frozen
class State:
    """What was learned of each group, by its hash; `exact` says that rules name counts."""

    groups: Mapping[int, Learned]
    exact: bool


@frozen
class Work:
    """What a step was asked for, at work."""

    by: str
    asked: Asked

    def observe(self, doc: Document) -> list[Any]:
        """Return the sketch of a document."""
        return sketch(doc, self.by)

    def reduce(self, sketches: Iterable[list[Any]]) -> State:
        """Return what repeats in each group; the order of the sketches does not matter."""
        sample = Sample()
        for data in sketches:
            sample.add(read(data))
        found = {group: learn(documents, self.asked) for group, documents in sample.groups()}
        groups = {group: learned for group, learned in found.items() if learned.lines or learned.loose}
        rules = {
            (each.documents, learned.documents)
            for learned in groups.values()
            for each in (*learned.lines.values(), *learned.loose.values())
        }
        return State(groups, len(rules) * len(POSITIONS) <= MANY)

    def cuts(self, doc: Document, state: State) -> tuple[Cut, ...]:
        """Return the spans of the lines of a document that go."""
        learned = state.groups.get(hash_of(group_of(doc, self.by)))
        if learned is None:
            return ()
        lines = doc.text.split("\n")
        taken = taken_lines(lines, learned)
        places = spans(lines, [each.line for each in taken])
        return tuple(
            Cut(start, end, _rule(each, learned, exact=state.exact))
            for (start, end), each in zip(places, taken, strict=True)
        )


def _rule(taken: Taken, learned: Learned, *, exact: bool) -> str:
    count, of = taken.repeated.documents, learned.documents
    if exact:
        return f"repeated: {count} of {of}, {taken.position}"
    return f"repeated: {_about(count, of)}, {taken.position}"


def _about(count: int, of: int) -> str:
    """Return a share in words, in steps."""
    if count == of:
        return "100 %"
    step = next((step for step in STEPS if count * 100 >= step * of), None)
    return f"less than {STEPS[-1]} %" if step is None else f"{step} % or more"
