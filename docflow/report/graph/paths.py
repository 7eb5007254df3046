"""Lines of an SVG drawing: corners with round bends, and the tips of arrows."""

from collections.abc import Sequence

__all__ = ["arrow", "line"]

Point = tuple[int, int]
RADIUS, TIP = 8, 6


def line(points: Sequence[Point], tipped: bool) -> str:
    """Return path data through the corners; a line with a tip ends a little earlier."""
    corners = _plain(points)
    last = corners[-1]
    if tipped:
        last = _toward(corners[-1], corners[-2], TIP - 1)
    parts = [f"M{corners[0][0]} {corners[0][1]}"]
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        room = min(_length(before, here) // 2, _length(here, after) // 2, RADIUS)
        start, end = _toward(here, before, room), _toward(here, after, room)
        parts.append(f"L{start[0]} {start[1]}Q{here[0]} {here[1]} {end[0]} {end[1]}")
    return "".join([*parts, f"L{last[0]} {last[1]}"])


def arrow(points: Sequence[Point], wide: int) -> str:
    """Return path data of the tip at the end of a line; it reaches `wide` to both sides."""
    corners = _plain(points)
    (x, y), base = corners[-1], _toward(corners[-1], corners[-2], TIP + 1)
    if base[0] == x:
        return f"M{x} {y}L{x - wide} {base[1]}H{x + wide}Z"
    return f"M{x} {y}L{base[0]} {y - wide}V{y + wide}Z"


def _plain(points: Sequence[Point]) -> list[Point]:
    """Return the corners without those that lie on a straight line, or twice on one place."""
    found: list[Point] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1 and _straight(found[-2], found[-1], point):
            found[-1] = point
        else:
            found.append(point)
    return found if len(found) > 1 else [points[0], points[-1]]


def _straight(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]


def _length(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Point, end: Point, by: int) -> Point:
    """Return the point so far from `start` on the way to `end`, which lies straight beside or below it."""
    if start[0] == end[0]:
        return start[0], start[1] + (by if end[1] > start[1] else -by)
    return start[0] + (by if end[0] > start[0] else -by), start[1]
