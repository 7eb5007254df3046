"""What the layout takes and gives. Whole numbers throughout, so that a plan is drawn alike everywhere.

`across` runs along a layer, `along` with the flow: for a drawing from top to bottom these are x and y.
"""

from collections.abc import Mapping, Sequence

from docflow.report.graph.model import Lane
from docflow.value import frozen

__all__ = ["Box", "Drawing", "Fence", "Gaps", "Point", "Spot", "Tie"]

Point = tuple[int, int]
"""(across, along)."""


@frozen
class Box:
    """A thing to place. Ties come to its axis; it reaches `before` and `after` that across, `length` along.

    `fences` are those around it, outer ones first; a `last` box comes after all others.
    """

    before: int
    after: int
    length: int
    lane: Lane = ()
    fences: tuple[str, ...] = ()
    last: bool = False


@frozen
class Tie:
    """What leads from a box to a later one, by number; the ends are so far from the axes of the boxes.

    What is not `drawn` only draws its boxes near each other.
    """

    tail: int
    head: int
    lane: Lane = ()
    tail_at: int = 0
    head_at: int = 0
    drawn: bool = True


@frozen
class Gaps:
    """Distances: between boxes, around ways, at fences (inside, its head, outside), in channels.

    `lead` is the way along before and after what runs across in a channel, `track` the distance of ways that
    run across side by side there; `straight` the least length of a channel.
    """

    box: int = 28
    way: int = 22
    inside: int = 14
    head: int = 24
    start: int = 22
    outside: int = 18
    lead: int = 14
    track: int = 12
    straight: int = 26


@frozen
class Spot:
    """Where a box is: its axis across, and where it begins along."""

    across: int
    along: int


@frozen
class Fence:
    """The frame around boxes that belong together."""

    name: str
    across: tuple[int, int]
    along: tuple[int, int]


@frozen
class Drawing:
    """Boxes in their places, ties as corners from box to box, fences, and how far it all reaches."""

    spots: Sequence[Spot]
    ways: Mapping[int, tuple[Point, ...]]
    fences: Sequence[Fence]
    across: int
    along: int
