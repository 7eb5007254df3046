"""From the documents of a group to the lines that are residue: counts by position, neighbours, loose forms.

A line is residue where enough documents have it before or after their text, or, with a larger share, within
it. Around such lines rarer ones count, too: what nearly always stands beside them (the headlines under
"Related", each on a few pages only). And so do lines without their names, where half of them repeat
by themselves: bylines of authors who write seldom, but no headlines, which are new in every document.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.learning.asked import POSITIONS, Asked, Position
from docflow_residue.learning.copies import own_limit, without_copies
from docflow_residue.learning.learned import Learned, Repeated
from docflow_residue.learning.pile import HEAD, TAIL, WITHIN, Bools, Ints, Pile, counted, pile, zones
from docflow_residue.learning.sketch import CLASSED, LETTERS, LONG, PROSE, Sketch

__all__ = ["learn"]

RARE = 3
"""Documents from which on a line beside residue counts."""
BESIDE = 0.8
ROUNDS = 12
"""How often the lines beside residue are looked for: a list under a label is taken from both its ends."""
BARE = 0.3
"""The share that a line without letters needs: numbers stand in texts, too."""
MOSTLY = 3
"""How many times as often a line must stand at the ends as within to be taken within, too."""


@frozen(eq=False)
class _Lines:
    """The distinct forms of a pile: in how many documents at each position, and what they look like."""

    places: NDArray[np.int64]
    repeats: Ints
    long: Bools
    letters: Bools
    classed: Bools
    prose: Bools


def learn(sketches: Sequence[Sketch], asked: Asked) -> Learned:
    """Return what repeats in the documents of one group, given in the order of their hashes."""
    if len(sketches) < asked.documents:
        return Learned(len(sketches))
    made = pile(sketches)
    distinct = without_copies(sketches, made)
    if len(distinct) < asked.documents:
        return Learned(len(distinct))
    made = made if len(distinct) == len(sketches) else pile(distinct)
    everything = np.ones(len(made.key), np.bool_)
    repeats = counted(made, made.key, len(made.keys), everything)
    zone = zones(made, repeats, own_limit(made.documents))
    lines = _looked_at(made, made.key, len(made.keys), zone)
    strong = _strong(lines, made.documents, asked)
    taken = strong | _beside(made, lines, strong, zone, asked)
    return Learned(
        made.documents,
        _told(lines, taken, made.keys, made.documents, asked),
        _loose(made, lines, zone, asked),
    )


def _looked_at(made: Pile, number: Ints, size: int, zone: NDArray[np.int8]) -> _Lines:
    places = np.stack([counted(made, number, size, zone == at) for at in (HEAD, TAIL, WITHIN)])
    flags = np.zeros(size, np.uint64)
    np.bitwise_or.at(flags, number, made.flags)
    repeats = counted(made, number, size, np.ones(len(number), np.bool_))
    has = [(flags & flag) != 0 for flag in (LONG, LETTERS, CLASSED, PROSE)]
    return _Lines(places, repeats, *has)


def _needed(lines: _Lines, documents: int, asked: Asked) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return in how many documents each line must stand at the ends, and within."""
    ends = np.where(lines.letters, asked.share, max(asked.share, BARE))
    within = np.where(lines.long & ~lines.classed, asked.between / 2, asked.between)
    within = np.where(lines.letters, within, 1.0)
    few = np.where(lines.long, asked.documents, 2 * asked.documents)
    return (
        np.maximum(asked.documents, np.ceil(ends * documents - 1e-9)),
        np.maximum(few, np.ceil(within * documents - 1e-9)),
    )


def _strong(lines: _Lines, documents: int, asked: Asked) -> Bools:
    """Return which lines are residue by their counts alone, at a position that is asked for."""
    ends, within = _needed(lines, documents, asked)
    found = np.zeros(len(lines.long), np.bool_)
    if "head" in asked.positions:
        found |= lines.places[HEAD] >= ends
    if "tail" in asked.positions:
        found |= lines.places[TAIL] >= ends
    if "between" in asked.positions:
        found |= lines.places[WITHIN] >= within
    return found


def _beside(made: Pile, lines: _Lines, strong: Bools, zone: NDArray[np.int8], asked: Asked) -> Bools:
    """Return the rarer lines that nearly always stand beside residue, or beside another one that does."""
    least = max(RARE, math.ceil(made.documents / 100))
    within = np.bincount(made.key[zone == WITHIN], minlength=len(strong)) > 0
    may = ~strong & (lines.repeats >= least) & lines.letters & ~(within & lines.prose)
    if "between" not in asked.positions:
        may &= ~within
    every = np.bincount(made.key, minlength=len(strong))
    taken = strong.copy()
    for _ in range(ROUNDS):
        anchored = np.bincount(made.key[_neighbours(made, taken[made.key])], minlength=len(strong))
        more = may & ~taken & (anchored >= BESIDE * every)
        if not more.any():
            break
        taken |= more
    return taken & ~strong


def _neighbours(made: Pile, taken: Bools) -> Bools:
    """Return which lines stand beside a taken one of their document."""
    same = made.document[1:] == made.document[:-1]
    beside = np.zeros(len(taken), np.bool_)
    beside[1:] |= taken[:-1] & same
    beside[:-1] |= taken[1:] & same
    return beside


def _loose(made: Pile, lines: _Lines, zone: NDArray[np.int8], asked: Asked) -> Mapping[int, Repeated]:
    """Return the forms without names that repeat, and half of whose lines repeat by themselves."""
    found = _looked_at(made, made.form, len(made.forms), zone)
    every = np.bincount(made.form, minlength=len(made.forms))
    again = np.bincount(made.form[lines.repeats[made.key] > 1], minlength=len(made.forms))
    taken = _strong(found, made.documents, asked) & (2 * again >= every) & (made.forms > 0)
    return _told(found, taken, made.forms, made.documents, asked)


def _told(
    lines: _Lines, taken: Bools, hashes: NDArray[np.uint64], documents: int, asked: Asked
) -> dict[int, Repeated]:
    _, within = _needed(lines, documents, asked)
    told = {}
    for each in np.flatnonzero(taken).tolist():
        head, tail, inside = (int(count) for count in lines.places[:, each])
        anywhere = inside >= within[each] or lines.long[each] or max(head, tail) >= MOSTLY * inside
        told[int(hashes[each]) >> 6] = _repeated(head, tail, inside, bool(anywhere), asked)
    return told


def _repeated(head: int, tail: int, inside: int, anywhere: bool, asked: Asked) -> Repeated:
    most: Position = "tail" if tail >= max(head, inside) else "head" if head >= inside else "between"
    wide = anywhere or most == "between"
    may = [at for at in POSITIONS if at in asked.positions and (wide or at != "between")]
    return Repeated(max(head, tail, inside), most, frozenset(may))
