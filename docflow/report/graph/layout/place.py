"""Places across: straight trunks first, then every other way as near as room allows.

Slots that a way joins in one lane make a block, which is moved as a whole; no two links that make blocks may
cross (as the vertical alignments of Brandes and Koepf, "Fast and Simple Horizontal Coordinate Assignment",
GD 2001). Blocks are packed to one side, then moved to the median of what they are tied to, as far as their
neighbours let them (the priority method of Sugiyama, Tagawa and Toda 1981, for blocks instead of boxes).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import define, field

from docflow.report.graph.layout.layers import Layers, Link, Slot
from docflow.report.graph.layout.shape import Gaps

__all__ = ["places"]

ROUNDS = 12
FAR = 10**9


@define
class _Blocks:
    """Which block a slot belongs to and where in it; what must be how far from what; and who pulls whom."""

    block: dict[int, int] = field(factory=dict)
    shift: dict[int, int] = field(factory=dict)
    left: dict[int, list[tuple[int, int]]] = field(factory=dict)
    right: dict[int, list[tuple[int, int]]] = field(factory=dict)
    pulls: dict[int, list[tuple[int, int]]] = field(factory=dict)
    posts: dict[int, str] = field(factory=dict)

    def apart(self, one: int, other: int, distance: int) -> None:
        """Note that slot `other` stands at least so far to the right of slot `one`."""
        a, b = self.block[one], self.block[other]
        gap = distance + self.shift[one] - self.shift[other]
        self.right[a].append((b, gap))
        self.left[b].append((a, gap))


def places(
    layers: Layers, rows: Sequence[Sequence[int]], gaps: Gaps, least: Mapping[str, int]
) -> dict[int, int]:
    """Return the axis of each slot, from 0 on; `least` is how wide a fence must be at least."""
    blocks = _blocks(layers, _straight(layers, rows))
    for row in rows:
        for one, other in pairwise(row):
            blocks.apart(one, other, _distance(layers.slots[one], layers.slots[other], gaps))
    for name, posts in layers.posts.items():
        blocks.apart(*posts[0], least.get(name, 0))
    at = _settled(blocks)
    found = {number: at[blocks.block[number]] + blocks.shift[number] for number in blocks.block}
    start = min((found[n] - layers.slots[n].before for n in found), default=0)
    return {number: across - start for number, across in found.items()}


def _distance(one: Slot, other: Slot, gaps: Gaps) -> int:
    if one.post == "[" or other.post == "]":  # what is between is inside
        between = gaps.head if one.post == "[" else gaps.inside
    elif one.post or other.post:
        between = gaps.outside
    else:
        between = gaps.way if one.box is None or other.box is None else gaps.box
    return one.after + between + other.before


def _straight(layers: Layers, rows: Sequence[Sequence[int]]) -> list[Link]:
    """Return the links that are drawn straight: posts first, then ways that keep their lane; none crosses."""
    place = {number: at for row in rows for at, number in enumerate(row)}
    taken: dict[int, list[tuple[int, int]]] = {}
    used: set[tuple[str, int]] = set()
    found = []
    for link in sorted(layers.links, key=lambda each: each.tie is not None):
        one, other = layers.slots[link.upper], layers.slots[link.lower]
        kept = link.tie is None or one.lane == link.lane == other.lane
        ends, spent = (place[link.upper], place[link.lower]), {("u", link.upper), ("l", link.lower)}
        crossing = any((a < ends[0]) != (b < ends[1]) for a, b in taken.get(one.rank, ()))
        if kept and not spent & used and not crossing:
            used |= spent
            taken.setdefault(one.rank, []).append(ends)
            found.append(link)
    return found


def _blocks(layers: Layers, straight: Sequence[Link]) -> _Blocks:
    blocks = _Blocks()
    above = {link.lower: link for link in straight}
    for number in sorted(range(len(layers.slots)), key=lambda n: (layers.slots[n].rank, n)):
        link = above.get(number)
        blocks.block[number] = number if link is None else blocks.block[link.upper]
        shift = 0 if link is None else blocks.shift[link.upper] + link.upper_at - link.lower_at
        blocks.shift[number] = shift
    for block in blocks.block.values():
        blocks.left[block], blocks.right[block], blocks.pulls[block] = [], [], []
    for number, slot in enumerate(layers.slots):
        if slot.post:
            blocks.posts[blocks.block[number]] = slot.post
    for link in layers.links:
        a, b = blocks.block[link.upper], blocks.block[link.lower]
        if a != b:
            away = blocks.shift[link.upper] + link.upper_at - blocks.shift[link.lower] - link.lower_at
            blocks.pulls[a].append((b, -away))
            blocks.pulls[b].append((a, away))
    return blocks


def _settled(blocks: _Blocks) -> dict[int, int]:
    order = _left_to_right(blocks)
    at: dict[int, int] = {}
    for block in order:
        at[block] = max((at[other] + gap for other, gap in blocks.left[block]), default=0)
    for _ in range(ROUNDS):
        for block in reversed(order):
            most = (at[other] - gap for other, gap in blocks.right[block])
            at[block] = max(at[block], min([_wish(blocks, block, at), *most]))
        for block in order:
            least = (at[other] + gap for other, gap in blocks.left[block])
            at[block] = min(at[block], max([_wish(blocks, block, at), *least]))
    return at


def _wish(blocks: _Blocks, block: int, at: Mapping[int, int]) -> int:
    """Return where a block would like to be: between the two middle places of those that pull it."""
    if block in blocks.posts:  # a fence is as narrow as can be
        return FAR if blocks.posts[block] == "[" else -FAR
    pulled = sorted(at[other] + away for other, away in blocks.pulls[block])
    if not pulled:
        return at[block]
    low, high = pulled[(len(pulled) - 1) // 2], pulled[len(pulled) // 2]
    return min(max(at[block], low), high)


def _left_to_right(blocks: _Blocks) -> list[int]:
    """Return the blocks so that each comes after those that it must stand to the right of."""
    waiting = {block: len(others) for block, others in blocks.left.items()}
    ready = sorted(block for block, count in waiting.items() if not count)
    found: list[int] = []
    while ready:
        block = ready.pop()
        found.append(block)
        for other, _ in blocks.right[block]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return found
