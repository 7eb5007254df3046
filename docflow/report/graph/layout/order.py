"""Order in the layers: as few crossings as can be found.

Layers start in the written order (lanes); where that has crossings, the barycentre method sweeps down and up
(Sugiyama, Tagawa and Toda 1981), with the order so far as the tie-break, and the best order is kept. A slot
moves only among neighbours within the same fences, and no fence moves, so that fences stay whole.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from docflow.report.graph.layout.layers import Layers, Link

__all__ = ["crossings", "ordered"]

SWEEPS = 8


def ordered(layers: Layers) -> list[list[int]]:
    """Return the rows of the layers in their final order."""
    rows = best = [list(row) for row in layers.rows]
    fewest = crossings(layers, rows)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        rows = _swept(layers, rows, down=sweep % 2 == 0)
        count = crossings(layers, rows)
        if count < fewest:
            best, fewest = rows, count
    return best


def crossings(layers: Layers, rows: Sequence[Sequence[int]]) -> int:
    """Return how many links cross."""
    place = {number: at for row in rows for at, number in enumerate(row)}
    found = 0
    for links in _by_rank(layers).values():
        ends = sorted((place[link.upper], place[link.lower]) for link in links)
        found += sum(b[1] < a[1] and a[0] < b[0] for n, a in enumerate(ends) for b in ends[n + 1 :])
    return found


def _by_rank(layers: Layers) -> Mapping[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    for link in layers.links:
        if link.tie is not None:
            found.setdefault(layers.slots[link.upper].rank, []).append(link)
    return found


def _swept(layers: Layers, rows: Sequence[list[int]], *, down: bool) -> list[list[int]]:
    made = [list(row) for row in rows]
    near: dict[int, list[int]] = {}
    for link in layers.links:
        if link.tie is not None:
            here, there = (link.lower, link.upper) if down else (link.upper, link.lower)
            near.setdefault(here, []).append(there)
    for at in range(len(made)) if down else reversed(range(len(made))):
        beside = at - 1 if down else at + 1
        if 0 <= beside < len(made):
            place = {number: n for n, number in enumerate(made[beside])}
            made[at] = _sorted_row(layers, made[at], near, place)
    return made


def _sorted_row(
    layers: Layers, row: Sequence[int], near: Mapping[int, list[int]], place: Mapping[int, int]
) -> list[int]:
    def weight(at: int, number: int) -> float:
        others = [place[other] for other in near.get(number, ()) if other in place]
        return sum(others) / len(others) if others else at

    found: list[int] = []
    numbered = [(at, number) for at, number in enumerate(row)]
    for (_, post), run in groupby(numbered, lambda one: _kin(layers, one[1])):
        some = list(run)
        found += [n for _, n in some] if post else [n for _, n in sorted(some, key=lambda one: weight(*one))]
    return found


def _kin(layers: Layers, number: int) -> tuple[tuple[str, ...], str]:
    """Return what a slot may change places with: slots of the same fences, never a post."""
    slot = layers.slots[number]
    return slot.fences, f"{slot.post}{number}" if slot.post else ""
