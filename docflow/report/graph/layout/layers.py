"""Layers: what stands in each rank, boxes, ways that pass between them, and the posts of fences.

A tie over several ranks passes each one between as a slot of its own (Sugiyama, Tagawa and Toda, "Methods for
Visual Understanding of Hierarchical System Structures", IEEE SMC 11, 1981), so that room is kept for it. A
fence has a post at both ends of each of its ranks (Sander, "Layout of Compound Directed Graphs", 1996).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import define, field

from docflow.report.graph.lanes import lane_key
from docflow.report.graph.layout.ranks import fences_of
from docflow.report.graph.layout.shape import Box, Tie
from docflow.report.graph.model import Lane
from docflow.value import frozen

__all__ = ["Layers", "Link", "Slot", "layers_of"]


@frozen
class Slot:
    """A place in a layer: a box, a tie that passes (`box` None), or a post of a fence (`post` "[" or "]")."""

    rank: int
    before: int
    after: int
    lane: Lane
    fences: tuple[str, ...]
    box: int | None = None
    post: str = ""


@frozen
class Link:
    """A piece of a tie (or of a fence: `tie` None) from a slot to one of the next layer, by number."""

    upper: int
    lower: int
    tie: int | None
    lane: Lane = ()
    upper_at: int = 0
    lower_at: int = 0


@define
class Layers:
    """All slots, the links between neighbouring layers, and the slots of each layer from first to last."""

    slots: list[Slot] = field(factory=list)
    links: list[Link] = field(factory=list)
    rows: list[list[int]] = field(factory=list)
    posts: dict[str, list[tuple[int, int]]] = field(factory=dict)

    def add(self, slot: Slot) -> int:
        """Add a slot and return its number."""
        self.slots.append(slot)
        self.rows[slot.rank].append(len(self.slots) - 1)
        return len(self.slots) - 1


def layers_of(boxes: Sequence[Box], ties: Sequence[Tie], ranks: Sequence[int], way: int) -> Layers:
    """Return the layers in their first order, by lanes; a way keeps `way` free at each of its sides."""
    layers = Layers(rows=[[] for _ in range(max(ranks, default=-1) + 1)])
    spans = {name: (ranks[some[0]], max(ranks[n] for n in some)) for name, some in fences_of(boxes).items()}
    for rank, box in zip(ranks, boxes, strict=True):
        layers.add(Slot(rank, box.before, box.after, box.lane, box.fences, len(layers.slots)))
    for number, tie in enumerate(ties):
        around = [(name, spans[name][1]) for name in boxes[tie.tail].fences]
        between = range(ranks[tie.tail] + 1, ranks[tie.head])
        passed = [
            Slot(r, way // 2, way // 2, tie.lane, tuple(n for n, last in around if r <= last))
            for r in between
        ]
        _pass(layers, number, tie, passed)
    depth = max((len(slot.lane) for slot in layers.slots), default=0)
    for row in layers.rows:
        row.sort(key=lambda n: (lane_key(layers.slots[n].lane, depth), n))
    for row in layers.rows:
        row[:] = _fenced(layers, row, 0)
    for posts in layers.posts.values():
        for (left, right), (next_left, next_right) in pairwise(posts):
            layers.links += [Link(left, next_left, None), Link(right, next_right, None)]
    return layers


def _pass(layers: Layers, number: int, tie: Tie, passed: Sequence[Slot]) -> None:
    """Add the slots that a tie passes, and the links from its tail to its head."""
    at, upper = tie.tail_at, tie.tail
    for slot in passed:
        lower = layers.add(slot)
        layers.links.append(Link(upper, lower, number, tie.lane, at, 0))
        at, upper = 0, lower
    layers.links.append(Link(upper, tie.head, number, tie.lane, at, tie.head_at))


def _fenced(layers: Layers, row: Sequence[int], depth: int) -> list[int]:
    """Return a row with the slots of each fence together, between its posts."""
    found: list[int] = []
    groups: dict[str, list[int]] = {}
    for number in row:
        fences = layers.slots[number].fences
        if len(fences) <= depth:
            found.append(number)
            continue
        if fences[depth] not in groups:
            groups[fences[depth]] = []
            found.append(-number - 1)
        groups[fences[depth]].append(number)
    made: list[int] = []
    for number in found:
        made += [number] if number >= 0 else _posts(layers, groups, -number - 1, depth)
    return made


def _posts(layers: Layers, groups: Mapping[str, list[int]], first: int, depth: int) -> list[int]:
    slot = layers.slots[first]
    name, around = slot.fences[depth], slot.fences[:depth]
    inner = _fenced(layers, groups[name], depth + 1)
    ends = []
    for post in "[]":
        layers.slots.append(Slot(slot.rank, 0, 0, (), around, post=post))
        ends.append(len(layers.slots) - 1)
    layers.posts.setdefault(name, []).append((ends[0], ends[1]))
    return [ends[0], *inner, ends[1]]
