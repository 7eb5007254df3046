"""A graph as SVG: self-contained, without scripts or fonts, light and dark, with texts for who cannot see it.

The same plan gives the same bytes. Every text of the flow is escaped for XML after `io.escape.safe`.
"""

from collections.abc import Iterator

from docflow.report.graph.compose import compose
from docflow.report.graph.describe import describe
from docflow.report.graph.model import Edge, Graph
from docflow.report.graph.paths import arrow, line
from docflow.report.graph.scene import Frame, Placed, Rect, Scene, Tag, Wire, flow_notes
from docflow.report.graph.sizes import Line, count_text
from docflow.report.graph.style import STYLE
from docflow.report.graph.xml import element, escaped

__all__ = ["svg"]

THIN, THICK = 1.5, 7.0


def svg(graph: Graph, *, down: bool = True) -> str:
    """Return a graph as an SVG document; `down` from top to bottom, else from left to right.

    With the counts of a run the ways are as wide as the share of the documents that took them.
    """
    scene = compose(graph, down=down)
    size = f"{scene.width} {scene.height}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="docflow" role="img" viewBox="0 0 {size}"'
        f' width="{scene.width}" height="{scene.height}">'
    )
    title, text = describe(graph)
    lines = [head, element("title", title), element("desc", text), f"<style>{STYLE}</style>"]
    lines.append(f'<rect class="page" width="{scene.width}" height="{scene.height}" rx="8"/>')
    lines += _drawn(scene, graph)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _drawn(scene: Scene, graph: Graph) -> Iterator[str]:
    most = max((wire.edge.documents or 0 for wire in scene.wires), default=0)
    for frame in scene.frames:
        yield from _frame(frame)
    for wire in sorted(scene.wires, key=lambda each: each.edge.kind != "copy"):
        yield _wire(wire, _width(wire.edge, most if graph.counted else 0))
    for tag in scene.tags:
        yield _tag(tag)
    for placed in scene.placed:
        yield _node(placed)
    for wire in scene.wires:
        if wire.count_at is not None and wire.edge.documents is not None:
            away = round(_width(wire.edge, most) / 2)
            x, y = wire.count_at
            x, y = (x + away, y) if _is_upright(wire) else (x, y - away)
            yield f'<text class="count" x="{x}" y="{y}">{count_text(wire.edge.documents)}</text>'


def _is_upright(wire: Wire) -> bool:
    """Whether the way runs down where its count stands."""
    (one, two), at = (wire.points[-1], wire.points[-2]), wire.count_at
    if at is not None and abs(at[1] - wire.points[0][1]) < abs(at[1] - one[1]):
        one, two = wire.points[0], wire.points[1]
    return one[0] == two[0]


def _width(edge: Edge, most: int) -> float:
    """Return how wide a way is drawn: by its share of the documents, where a run counted them."""
    if not most or not edge.documents or edge.kind == "link":
        return THIN
    return THIN + (THICK - THIN) * edge.documents / most


def _frame(frame: Frame) -> Iterator[str]:
    rect = frame.rect
    if frame.flow is None:
        yield _rect(rect, "stage", 8)
        yield f'<text class="small" x="{rect.x + 8}" y="{rect.y + 15}">{escaped(frame.name)}</text>'
        return
    flow, left = frame.flow, rect.x + (16 if frame.drawn else 0)
    if frame.drawn:
        yield _rect(rect, "flow", 10)
    if flow.name:
        top = rect.y + (26 if frame.drawn else 14)
        yield f'<text class="head" x="{left}" y="{top}">flow {escaped(flow.name)}</text>'
    low = rect.y + rect.height - (16 if frame.drawn else 4)
    for number, text in enumerate(reversed(flow_notes(flow))):
        yield f'<text class="small" x="{left}" y="{low - 18 * number}">{escaped(text)}</text>'


def _rect(rect: Rect, kind: str, radius: int) -> str:
    return (
        f'<rect class="{kind}" x="{rect.x}" y="{rect.y}" width="{rect.width}" height="{rect.height}"'
        f' rx="{radius}"/>'
    )


def _wire(wire: Wire, width: float) -> str:
    kind = {"way": "way", "copy": "way copy", "end": "way", "link": "way link"}[wire.edge.kind]
    if wire.edge.documents is not None and wire.edge.kind != "link":
        kind += " wide" if wire.edge.documents else " none"
    said = [count_text(wire.edge.documents), wire.edge.full]
    title = element("title", ": ".join(part for part in said if part)) if any(said) else ""
    path = f'<path class="{kind}" d="{line(wire.points, wire.arrow)}" stroke-width="{round(width, 1):g}"/>'
    tip = f'<path class="tip" d="{arrow(wire.points, 4 + round(width / 3))}"/>' if wire.arrow else ""
    return f"<g>{title}{path}{tip}</g>"


def _tag(tag: Tag) -> str:
    title = element("title", tag.edge.full)
    return f"<g>{title}{_rect(tag.rect, 'tag', 7)}{_lines(tag.lines, tag.rect, 14)}</g>"


def _node(placed: Placed) -> str:
    node, rect = placed.node, placed.rect
    title = element("title", node.full) if node.full else ""
    lines = _lines(placed.lines, rect, _leading(node.kind))
    return f'<g class="{node.kind}">{title}{_shape(node.kind, rect)}{lines}</g>'


def _leading(kind: str) -> int:
    return 14 if kind in ("drop", "quarantine", "fail", "result") else 15


def _shape(kind: str, rect: Rect) -> str:
    if kind == "choice":
        x, y, right, low = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
        middle = rect.y + rect.height // 2
        corners = [
            (x + 10, y),
            (right - 10, y),
            (right, middle),
            (right - 10, low),
            (x + 10, low),
            (x, middle),
        ]
        points = " ".join(f"{a},{b}" for a, b in corners)
        return f'<polygon class="box" points="{points}"/>'
    radius = {"source": 12, "flow": 12, "sink": 12, "step": 5, "barrier": 2, "gate": 5, "tee": 12}
    made = _rect(rect, "box", radius.get(kind, rect.height // 2))
    if kind == "barrier":
        bars = (rect.x + 4, rect.x + rect.width - 4)
        made += "".join(f'<path class="bar" d="M{x} {rect.y}v{rect.height}"/>' for x in bars)
    return made


def _lines(lines: tuple[Line, ...], rect: Rect, leading: int) -> str:
    x = rect.x + rect.width // 2
    y = rect.y + (rect.height - leading * len(lines)) // 2 + 11
    return "".join(
        f'<text class="{text.role}" x="{x}" y="{y + leading * n}">{escaped(text.text)}</text>'
        for n, text in enumerate(lines)
    )
