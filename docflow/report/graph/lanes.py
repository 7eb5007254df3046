"""Lanes: which way runs left or right of which, so that the written order is the drawn order.

A lane is a path of turns from the trunk, `()`. A turn is (side, order, number): side -1 or 1, `order` the
count of the step at which the way leaves, `number` the arm. What leaves later stays nearer to the way that it
leaves, so that no way has to cross one that left before.
"""

from collections.abc import Sequence

from docflow.report.graph.model import Lane

__all__ = ["lane_key", "spread"]

STRAIGHT = (0, 0, 0)


def spread(lane: Lane, order: int, goes_on: Sequence[bool]) -> list[Lane]:
    """Return the lanes of the arms of a step in `lane`, the `order`-th of the flow.

    The middle one of the arms that go on keeps the lane; the others turn to its left and right as written.
    """
    going = [number for number, on in enumerate(goes_on) if on] or list(range(len(goes_on)))
    straight = going[(len(going) - 1) // 2] if going else 0
    lanes: list[Lane] = []
    for number in range(len(goes_on)):
        side = (number > straight) - (number < straight)
        lanes.append((*lane, (side, -side * order, number)) if side else lane)
    return lanes


def lane_key(lane: Lane, depth: int) -> Lane:
    """Return what sorts lanes from left to right; `depth` is the length of the longest of them."""
    return lane + (STRAIGHT,) * (depth - len(lane))
