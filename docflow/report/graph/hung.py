"""The ends beside a step: where a document leaves its way for good."""

from collections.abc import Mapping

from docflow.report.graph.layout.shape import Drawing
from docflow.report.graph.scene import Placed, Rect, Wire
from docflow.report.graph.table import PILE, Hung, Table, reach

__all__ = ["beside"]

Point = tuple[int, int]


def beside(table: Table, drawing: Drawing, steps: Mapping[int, Rect]) -> list[tuple[Placed, Wire]]:
    """Return the ends beside steps, with the ways to them; `steps` are the places of the boxes."""
    piles: dict[int, list[Hung]] = {}
    for hung in table.hung:
        piles.setdefault(hung.box, []).append(hung)
    return [_placed(table, drawing, hung, pile, steps[box]) for box, pile in piles.items() for hung in pile]


def _placed(table: Table, drawing: Drawing, hung: Hung, pile: list[Hung], step: Rect) -> tuple[Placed, Wire]:
    whole = sum(table.along(each.size) for each in pile) + PILE * (len(pile) - 1)
    begin = drawing.spots[hung.box].along + (table.boxes[hung.box].length - whole) // 2 + hung.pile
    away = reach(table, [each.edge for each in pile])
    size = hung.size
    if table.down:
        rect = Rect(step.x + step.width + away, begin, size.width, size.height)
    else:
        rect = Rect(begin, step.y + step.height + away, size.width, size.height)
    points, count_at = _down(step, rect) if table.down else _right(step, rect)
    wire = Wire(hung.edge, points, True, count_at if table.counted else None)
    return Placed(hung.node, size.lines, rect), wire


def _down(step: Rect, end: Rect) -> tuple[tuple[Point, ...], Point]:
    y = end.y + end.height // 2
    start, goal = (step.x + step.width, _within(y, step.y + 6, step.y + step.height - 6)), (end.x, y)
    turn = start[0] + 8
    points = (start, goal) if start[1] == y else (start, (turn, start[1]), (turn, y), goal)
    return points, (step.x + step.width + 5, y - 4)


def _right(step: Rect, end: Rect) -> tuple[tuple[Point, ...], Point]:
    x = end.x + end.width // 2
    start, goal = (_within(x, step.x + 8, step.x + step.width - 8), step.y + step.height), (x, end.y)
    turn = start[1] + 8
    points = (start, goal) if start[0] == x else (start, (start[0], turn), (x, turn), goal)
    return points, (x + 6, end.y - 7)


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
