"""One flow as a scene: its boxes laid out, and back from across and along to x and y."""

from collections.abc import Mapping, Sequence

from docflow.report.graph.hung import beside
from docflow.report.graph.layout.draw import lay_out
from docflow.report.graph.layout.shape import Drawing, Gaps
from docflow.report.graph.measure import text_width
from docflow.report.graph.model import FlowGraph
from docflow.report.graph.scene import Frame, Placed, Rect, Scene, Tag, Wire
from docflow.report.graph.sizes import NOTE, Size
from docflow.report.graph.table import Table, table_of
from docflow.value import evolve

__all__ = ["stand"]

Point = tuple[int, int]
DOWN = Gaps()
RIGHT = Gaps(box=20, way=18, head=30, start=16, outside=16, lead=16, straight=34)


def stand(flow: FlowGraph, *, down: bool, counted: bool) -> Scene:
    """Return a flow as a scene that begins at 0, 0; `counted` makes room for the counts of a run."""
    table = table_of(flow, down=down, counted=counted)
    names = {stage.id: stage.name for stage in flow.stages}
    least = {id_: text_width(name, NOTE) + 24 for id_, name in names.items()} if down else {}
    gaps = DOWN if down else RIGHT
    if counted:  # counts stand beside ways that go down, above those that go right
        gaps = (
            evolve(gaps, way=44, lead=22, straight=34) if down else evolve(gaps, way=26, lead=24, straight=60)
        )
    return _scene(table, lay_out(table.boxes, table.ties, gaps, least), names)


def _scene(table: Table, drawing: Drawing, names: Mapping[str, str]) -> Scene:
    steps = {number: _rect(table, drawing, number, size) for number, _, size in table.nodes}
    placed = [Placed(node, size.lines, steps[number]) for number, node, size in table.nodes]
    ends = beside(table, drawing, steps)
    tags = [Tag(edge, size.lines, _rect(table, drawing, n, size)) for n, edge, size in table.labels]
    frames = [Frame(names[each.name], _turned(table, each.across, each.along)) for each in drawing.fences]
    whole = _turned(table, (0, drawing.across), (0, drawing.along))
    return Scene(
        whole.width,
        whole.height,
        (*placed, *(end for end, _ in ends)),
        tuple(tags),
        (*(wire for _, wire in ends), *_wires(table, drawing, steps)),
        tuple(frames),
    )


def _rect(table: Table, drawing: Drawing, number: int, size: Size) -> Rect:
    """Return the place of what stands on the axis of a box, in the middle of the box along."""
    spot, room = drawing.spots[number], drawing.spots[number].along
    begin = room + (table.boxes[number].length - table.along(size)) // 2
    start = spot.across - table.across(size) // 2
    return _turned(table, (start, start + table.across(size)), (begin, begin + table.along(size)))


def _turned(table: Table, across: Point, along: Point) -> Rect:
    x, y = (across, along) if table.down else (along, across)
    return Rect(x[0], y[0], x[1] - x[0], y[1] - y[0])


def _wires(table: Table, drawing: Drawing, steps: Mapping[int, Rect]) -> list[Wire]:
    """Return the ways between boxes; they begin and end at the boxes themselves, not at the room around."""
    leaving: dict[int, int] = {}
    for tie in table.ties:
        leaving[tie.tail] = leaving.get(tie.tail, 0) + tie.drawn
    made = []
    for number, points in drawing.ways.items():
        tie, (edge, arrow) = table.ties[number], table.edges[number]
        corners = [point if table.down else (point[1], point[0]) for point in points]
        if tie.tail in steps:
            corners[0] = _edge_of(steps[tie.tail], corners[0], table.down, first=True)
        if tie.head in steps:
            corners[-1] = _edge_of(steps[tie.head], corners[-1], table.down, first=False)
        counted = table.counted and not edge.label
        at = _count_at(corners, table.down, at_head=leaving[tie.tail] > 1) if counted else None
        made.append(Wire(edge, tuple(corners), arrow, at))
    return made


def _edge_of(rect: Rect, point: Point, down: bool, *, first: bool) -> Point:
    if down:
        return point[0], rect.y + rect.height if first else rect.y
    return (rect.x + rect.width if first else rect.x), point[1]


def _count_at(corners: Sequence[Point], down: bool, *, at_head: bool) -> Point:
    """Return where a count begins: beside the head where several ways leave the tail."""
    (x, y) = corners[-1] if at_head else corners[0]
    if down:
        return x + 6, y - 8 if at_head else y + 14
    return (x - 44 if at_head else x + 6), y - 5
