"""Boxes and ties become a drawing: ranks, layers, order, places across, then the channels along."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import define

from docflow.report.graph.layout.layers import Layers, Link, layers_of
from docflow.report.graph.layout.order import ordered
from docflow.report.graph.layout.place import places
from docflow.report.graph.layout.ranks import ranks_of
from docflow.report.graph.layout.shape import Box, Drawing, Fence, Gaps, Point, Spot, Tie
from docflow.report.graph.layout.tracks import Bend, tracks_of

__all__ = ["lay_out"]


@define
class _Bands:
    """Where each layer begins and ends along, and where the links of the channels before it turn."""

    begin: list[int]
    end: list[int]
    turns: dict[int, int]
    fences: dict[str, tuple[int, int]]
    along: int = 0


@define
class _Sheet:
    """What is known once all places across are."""

    boxes: Sequence[Box]
    ties: Sequence[Tie]
    gaps: Gaps
    layers: Layers
    rows: Sequence[Sequence[int]]
    at: Mapping[int, int]

    def ends_of(self, link: Link) -> tuple[int, int]:
        """Return where a link begins and ends, across."""
        return self.at[link.upper] + link.upper_at, self.at[link.lower] + link.lower_at

    def drawn(self) -> Iterator[tuple[int, Link, int]]:
        """Yield the links that are drawn, with their numbers and those of their ties."""
        for number, link in enumerate(self.layers.links):
            if link.tie is not None and self.ties[link.tie].drawn:
                yield number, link, link.tie


def lay_out(
    boxes: Sequence[Box], ties: Sequence[Tie], gaps: Gaps, least: Mapping[str, int] | None = None
) -> Drawing:
    """Place boxes so that none covers another, and lead each tie from box to box without crossing a third.

    Every tie must lead to a later box of the list. `least` says how wide (across) a fence must be at least.
    """
    layers = layers_of(boxes, ties, ranks_of(boxes, ties), gaps.way)
    rows = ordered(layers)
    sheet = _Sheet(boxes, ties, gaps, layers, rows, places(layers, rows, gaps, least or {}))
    bands, at = _bands(sheet), sheet.at
    spots = [_spot(layers, bands, at, number) for number in range(len(boxes))]
    spots = [Spot(spot.across, spot.along - box.length // 2) for spot, box in zip(spots, boxes, strict=True)]
    fences = [
        Fence(name, (at[posts[0][0]], at[posts[0][1]]), bands.fences[name])
        for name, posts in layers.posts.items()
    ]
    across = max((at[n] + slot.after for n, slot in enumerate(layers.slots)), default=0)
    return Drawing(spots, _ways(sheet, bands, spots), fences, across, bands.along)


def _spot(layers: Layers, bands: _Bands, at: Mapping[int, int], number: int) -> Spot:
    """Return the middle of a box."""
    rank = layers.slots[number].rank
    return Spot(at[number], (bands.begin[rank] + bands.end[rank]) // 2)


def _bands(sheet: _Sheet) -> _Bands:
    layers, gaps = sheet.layers, sheet.gaps
    spans, starts, ends = _levels(layers)
    bends = _bends(sheet)
    bands, along = _Bands([], [], {}, {}), 0
    for rank, row in enumerate(sheet.rows):
        tracks, count = tracks_of(bends.get(rank - 1, ()))
        bands.turns |= {link: along + gaps.lead + track * gaps.track for link, track in tracks.items()}
        if rank:
            along += max(gaps.straight, 2 * gaps.lead + (count - 1) * gaps.track)
        along += max((starts.get((name, rank), 0) for name in spans), default=0) * gaps.start
        bands.begin.append(along)
        inside = [sheet.boxes[box].length for n in row if (box := layers.slots[n].box) is not None]
        along += max(inside, default=0)
        bands.end.append(along)
        along += max((ends.get((name, rank), 0) for name in spans), default=0) * gaps.inside
    for name, (first, last) in spans.items():
        start = bands.begin[first] - starts[name, first] * gaps.start
        bands.fences[name] = (start, bands.end[last] + ends[name, last] * gaps.inside)
    bands.along = along
    return bands


Levels = dict[tuple[str, int], int]


def _levels(layers: Layers) -> tuple[dict[str, tuple[int, int]], Levels, Levels]:
    """Return the ranks of each fence, and how many fences deep it begins and ends there (1: none in it)."""
    spans = {}
    for name, posts in layers.posts.items():
        ranks = [layers.slots[left].rank for left, _ in posts]
        spans[name] = min(ranks), max(ranks)
    around = {name: layers.slots[posts[0][0]].fences for name, posts in layers.posts.items()}
    starts: Levels = {}
    ends: Levels = {}
    for name in sorted(spans, key=lambda each: -len(around[each])):
        inner = [other for other in spans if around[other][-1:] == (name,)]
        first, last = spans[name]
        starts[name, first] = 1 + max((starts.get((other, first), 0) for other in inner), default=0)
        ends[name, last] = 1 + max((ends.get((other, last), 0) for other in inner), default=0)
    return spans, starts, ends


def _bends(sheet: _Sheet) -> dict[int, list[Bend]]:
    """Return the links that do not run straight, by the rank that they leave."""
    found: dict[int, list[Bend]] = {}
    for number, link, _ in sheet.drawn():
        start, end = sheet.ends_of(link)
        if start != end:
            rank = sheet.layers.slots[link.upper].rank
            found.setdefault(rank, []).append(Bend(number, link.upper, link.lower, start, end))
    return found


def _ways(sheet: _Sheet, bands: _Bands, spots: Sequence[Spot]) -> dict[int, tuple[Point, ...]]:
    found: dict[int, list[Point]] = {}
    for number, link, tie in sheet.drawn():
        tail = sheet.ties[tie].tail
        start, end = sheet.ends_of(link)
        found.setdefault(tie, [(start, spots[tail].along + sheet.boxes[tail].length)])
        if number in bands.turns:
            found[tie] += [(start, bands.turns[number]), (end, bands.turns[number])]
    for tie, points in found.items():
        head = sheet.ties[tie].head
        points.append((spots[head].across + sheet.ties[tie].head_at, spots[head].along))
    return {tie: tuple(points) for tie, points in found.items()}
