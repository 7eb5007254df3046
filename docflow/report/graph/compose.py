"""All flows of a graph as one scene: each laid out for itself, then the flows laid out as boxes."""

from collections.abc import Sequence

from docflow.report.graph.layout.draw import lay_out
from docflow.report.graph.layout.shape import Box, Drawing, Gaps, Tie
from docflow.report.graph.measure import text_width
from docflow.report.graph.model import FlowGraph, Graph
from docflow.report.graph.scene import Frame, Rect, Scene, Wire, flow_notes, moved
from docflow.report.graph.sizes import HEAD, NOTE
from docflow.report.graph.stand import stand
from docflow.value import evolve

__all__ = ["compose"]

MARGIN, HEADING, PAD, LINE = 20, 28, 18, 18
BETWEEN = Gaps(box=36, way=28, lead=20, straight=48)


def compose(graph: Graph, *, down: bool = True) -> Scene:
    """Return the scene of a graph, from top to bottom or (not `down`) from left to right."""
    several = len(graph.flows) > 1
    scenes = []
    for flow in graph.flows:
        read = down and any(link.head in {node.id for node in flow.nodes} for link in graph.links)
        scenes.append(
            _framed(flow, stand(flow, down=down, counted=graph.counted), read, PAD if several else 0)
        )
    if several:
        return _joined(graph, scenes, down)
    only = moved(scenes[0], MARGIN, MARGIN)
    return evolve(only, width=only.width + MARGIN, height=only.height + MARGIN)


def _framed(flow: FlowGraph, scene: Scene, read: bool, pad: int) -> Scene:
    """Put a flow into its frame: its name above, what holds for all of it below.

    The way to the source of a flow that reads another goes beside the name, not through it.
    """
    name = text_width(f"flow {flow.name}", HEAD) if flow.name else 0
    axis = min((_middle(p.rect, True) for p in scene.placed if p.node.kind == "flow"), default=0)
    left = max(pad, 16 + name + 14 - axis) if read else pad
    notes = [text_width(text, NOTE) for text in flow_notes(flow)]
    inner = moved(scene, left, pad + (HEADING if name else 0))
    width = max([inner.width + pad, name + 2 * pad, *(note + 2 * pad for note in notes)])
    height = inner.height + pad + LINE * len(notes) + (10 if notes and not pad else 0)
    frame = Frame(flow.name, Rect(0, 0, width, height), flow, drawn=pad > 0)
    return evolve(inner, width=width, height=height, frames=(frame, *inner.frames))


def _joined(graph: Graph, scenes: Sequence[Scene], down: bool) -> Scene:
    """Lay the flows out as boxes; what reads another flow is drawn to its source."""
    number = {flow.id: n for n, flow in enumerate(graph.flows)}
    home = {node.id: n for n, flow in enumerate(graph.flows) for node in flow.nodes}
    axes = [_axis(scene, down) for scene in scenes]
    boxes = [_box(scene, axis, down) for scene, axis in zip(scenes, axes, strict=True)]
    ties = []
    for link in graph.links:
        reader = home[link.head]
        source = next(p for p in scenes[reader].placed if p.node.id == link.head)
        at = _middle(source.rect, down) - axes[reader]
        ties.append(Tie(number[link.tail], reader, head_at=at))
    drawing = lay_out(boxes, ties, BETWEEN)
    corners = [
        (spot.across - axis, spot.along) if down else (spot.along, spot.across - axis)
        for spot, axis in zip(drawing.spots, axes, strict=True)
    ]
    whole = [moved(s, x + MARGIN, y + MARGIN) for s, (x, y) in zip(scenes, corners, strict=True)]
    links = _links(graph, drawing, whole, home, down)
    width, height = (drawing.across, drawing.along) if down else (drawing.along, drawing.across)
    return Scene(
        width + 2 * MARGIN,
        height + 2 * MARGIN,
        tuple(placed for scene in whole for placed in scene.placed),
        tuple(tag for scene in whole for tag in scene.tags),
        (*(wire for scene in whole for wire in scene.wires), *links),
        tuple(frame for scene in whole for frame in scene.frames),
    )


def _axis(scene: Scene, down: bool) -> int:
    """Return where a flow's result leaves it: below (or beside) its trunk."""
    trunk = [p for p in scene.placed if p.node.lane == () and not p.node.beside and p.node.kind != "gate"]
    return _middle(trunk[-1].rect, down) if trunk else (scene.width if down else scene.height) // 2


def _middle(rect: Rect, down: bool) -> int:
    return rect.x + rect.width // 2 if down else rect.y + rect.height // 2


def _box(scene: Scene, axis: int, down: bool) -> Box:
    across, along = (scene.width, scene.height) if down else (scene.height, scene.width)
    return Box(axis, across - axis, along)


def _links(
    graph: Graph, drawing: Drawing, scenes: Sequence[Scene], home: dict[str, int], down: bool
) -> list[Wire]:
    made = []
    for number, points in drawing.ways.items():
        link = graph.links[number]
        source = next(p for p in scenes[home[link.head]].placed if p.node.id == link.head)
        corners = [(x + MARGIN, y + MARGIN) if down else (y + MARGIN, x + MARGIN) for x, y in points]
        corners[-1] = (corners[-1][0], source.rect.y) if down else (source.rect.x, corners[-1][1])
        start = corners[0]
        at = (start[0] + 6, start[1] + (16 if down else -6))
        made.append(Wire(link, tuple(corners), True, at if link.documents is not None else None))
    return made
