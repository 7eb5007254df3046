"""A drawing of a graph before it is SVG: every box, label, way and frame with its place in pixels."""

from docflow.report.graph.model import Edge, FlowGraph, Node
from docflow.report.graph.sizes import Line
from docflow.value import frozen

__all__ = ["Frame", "Placed", "Rect", "Scene", "Tag", "Wire", "flow_notes", "moved"]


@frozen
class Rect:
    """A rectangle; x to the right, y down."""

    x: int
    y: int
    width: int
    height: int

    def by(self, x: int, y: int) -> "Rect":
        """Return the rectangle moved."""
        return Rect(self.x + x, self.y + y, self.width, self.height)


@frozen
class Placed:
    """A node in its place."""

    node: Node
    lines: tuple[Line, ...]
    rect: Rect


@frozen
class Tag:
    """The label of an arm in its place, on the way itself."""

    edge: Edge
    lines: tuple[Line, ...]
    rect: Rect


@frozen
class Wire:
    """A way: its corners, whether it ends in an arrow, and where its count stands, if it has one."""

    edge: Edge
    points: tuple[tuple[int, int], ...]
    arrow: bool = True
    count_at: tuple[int, int] | None = None


@frozen
class Frame:
    """The frame around a stage or a flow; that of a single flow is not drawn."""

    name: str
    rect: Rect
    flow: FlowGraph | None = None
    drawn: bool = True


@frozen
class Scene:
    """All that is drawn."""

    width: int
    height: int
    placed: tuple[Placed, ...]
    tags: tuple[Tag, ...]
    wires: tuple[Wire, ...]
    frames: tuple[Frame, ...]


def moved(scene: Scene, x: int, y: int) -> Scene:
    """Return a scene moved, and made wider and higher by as much."""
    return Scene(
        scene.width + x,
        scene.height + y,
        tuple(Placed(p.node, p.lines, p.rect.by(x, y)) for p in scene.placed),
        tuple(Tag(t.edge, t.lines, t.rect.by(x, y)) for t in scene.tags),
        tuple(
            Wire(
                w.edge,
                tuple((a + x, b + y) for a, b in w.points),
                w.arrow,
                (w.count_at[0] + x, w.count_at[1] + y) if w.count_at else None,
            )
            for w in scene.wires
        ),
        tuple(Frame(f.name, f.rect.by(x, y), f.flow, f.drawn) for f in scene.frames),
    )


def flow_notes(flow: FlowGraph) -> tuple[str, ...]:
    """Return what stands below a flow: what differs for all its steps, and the sums of a run."""
    return tuple(text for text in (flow.about, flow.said) if text)
