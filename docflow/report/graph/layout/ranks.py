"""Ranks: in which layer a box stands.

The longest path from a box without a tie into it (Healy and Nikolov, "Hierarchical Drawing Algorithms",
Handbook of Graph Drawing, 2013, section 13.3.1). What follows a fence comes after all of it, so a fence is
a run of whole layers.
"""

from collections.abc import Sequence

from docflow.report.graph.layout.shape import Box, Tie

__all__ = ["fences_of", "ranks_of"]


def ranks_of(boxes: Sequence[Box], ties: Sequence[Tie]) -> list[int]:
    """Return the layer of each box, from 0; every tie must lead to a later box of the list."""
    before: list[set[int]] = [set() for _ in boxes]
    for tie in ties:
        before[tie.head].add(tie.tail)
    for head, tail in _after_fences(boxes, ties):
        before[head].add(tail)
    ranks: list[int] = []
    for number, box in enumerate(boxes):
        rank = max((ranks[tail] + 1 for tail in before[number]), default=0)
        ranks.append(max(ranks, default=-1) + 1 if box.last else rank)
    return ranks


def _after_fences(boxes: Sequence[Box], ties: Sequence[Tie]) -> list[tuple[int, int]]:
    """Return (head, box) where a tie leads out of a fence to `head` that holds `box`, and `head` is later."""
    members = fences_of(boxes)
    found = []
    for tie in ties:
        for fence in boxes[tie.tail].fences:
            if fence not in boxes[tie.head].fences:
                found += [(tie.head, box) for box in members[fence] if box < tie.head]
    return found


def fences_of(boxes: Sequence[Box]) -> dict[str, list[int]]:
    """Return the boxes in each fence, outer fences before those in them."""
    found: dict[str, list[int]] = {}
    for number, box in enumerate(boxes):
        for fence in box.fences:
            found.setdefault(fence, []).append(number)
    return found
