"""Removers: spans that a component takes out of a text, every one counted by its rule."""

from collections.abc import Callable, Sequence
from typing import Any

from docflow.engine.desk import BrokenContract, Desk
from docflow.engine.steps.lines import Told
from docflow.engine.steps.piece import Call
from docflow.engine.values import kind_of
from docflow.model import Document
from docflow.plugin.kinds import Cut

__all__ = ["checked_cuts", "removing", "take_out"]


def removing(find: Callable[[str], Any], step: str, desk: Desk, told: Told | None = None) -> Call:
    """Return the attempt of a remover step; `find` gives the cuts of a text."""

    def attempt(doc: Document) -> Document:
        return take_out(doc, checked_cuts(doc.text, find(doc.text)), step, desk, told)

    return attempt


def checked_cuts(text: str, answer: object) -> Sequence[Cut]:
    """Return what a component gave as the cuts of a text; raises BrokenContract where it cannot be that."""
    if not isinstance(answer, (tuple, list)):
        raise BrokenContract(f"returned {kind_of(answer)} instead of a list of cuts")
    place = 0
    for cut in answer:
        if not isinstance(cut, Cut) or not isinstance(cut.rule, str):
            raise BrokenContract(f"returned a list with {kind_of(cut)} instead of cuts with a rule")
        if type(cut.start) is not int or type(cut.end) is not int or not place <= cut.start < cut.end:
            raise BrokenContract("returned cuts that are empty, overlap or are not in order")
        place = cut.end
    if place > len(text):
        raise BrokenContract("returned a cut behind the end of the text")
    return answer


def take_out(doc: Document, cuts: Sequence[Cut], step: str, desk: Desk, told: Told | None = None) -> Document:
    """Take the cuts out of a document's text, count them by rule, and return it."""
    if not cuts:
        return doc
    text, place = doc.text, 0
    kept: list[str] = []
    counts: dict[str, tuple[int, int]] = {}
    for cut in cuts:
        kept.append(text[place : cut.start])
        place = cut.end
        lines, chars = counts.get(cut.rule, (0, 0))
        counts[cut.rule] = (lines + _lines(text, cut), chars + cut.end - cut.start)
        if told is not None:
            told(step, cut.rule, cut.start, cut.end)
    for rule, (lines, chars) in counts.items():
        desk.tally.remove(step, rule, lines, chars)
    doc.text = "".join((*kept, text[place:]))
    return doc


def _lines(text: str, cut: Cut) -> int:
    """Return how many lines a cut takes, at least one; blank ones go along and are not counted."""
    return max(1, sum(1 for line in text[cut.start : cut.end].split("\n") if line.strip()))
