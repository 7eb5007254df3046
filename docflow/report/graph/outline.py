"""A graph as lines for a terminal: steps as written, arms and copies indented, ends behind their steps."""

from collections.abc import Iterator, Sequence

from attrs import define, field

from docflow.report.graph.lanes import lane_key
from docflow.report.graph.model import Edge, FlowGraph, Graph, Node
from docflow.report.graph.scene import flow_notes
from docflow.report.graph.sizes import count_text

__all__ = ["outline"]

MOST = 60


def outline(graph: Graph) -> str:
    """Return a graph as text without a final line break; after a run each line begins with its documents."""
    return "\n\n".join(_flow(flow, graph.counted) for flow in graph.flows)


def _flow(flow: FlowGraph, counted: bool) -> str:
    tree = _Tree(flow)
    nodes = [node for node in flow.nodes if not node.beside]
    rows = list(tree.rows(nodes, 0))
    width = max((len(row.count) for row in rows), default=0)
    head = [f"flow {flow.name}".rstrip(), *(f"  {note}" for note in flow_notes(flow))]
    lines = [f"  {row.count:>{width}}  {row.text}".rstrip() if counted else f"  {row.text}" for row in rows]
    return "\n".join([*head, *lines])


@define
class _Row:
    """A line: the documents that came there, and what stands there."""

    count: str
    text: str


@define
class _Tree:
    """The steps of a flow with what hangs at them."""

    flow: FlowGraph
    out: dict[str, list[Edge]] = field(factory=dict)
    by_id: dict[str, Node] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.by_id.update((node.id, node) for node in self.flow.nodes)
        for edge in self.flow.edges:
            self.out.setdefault(edge.tail, []).append(edge)

    def rows(self, nodes: Sequence[Node], indent: int) -> Iterator[_Row]:
        """Yield the lines of a stretch of the flow; what is deeper than its first step is inside a branch."""
        around: tuple[str, ...] = nodes[0].stages[:-1] if nodes and indent else ()
        outer = len(around)
        number = 0
        while number < len(nodes):
            node = nodes[number]
            inside = number + 1
            while inside < len(nodes) and nodes[inside].depth > node.depth:
                inside += 1
            for depth in range(outer, len(node.stages)):
                if node.stages[: depth + 1] != around[: depth + 1]:
                    yield _Row("", _text(indent + depth - outer, self._stage(node.stages[depth])))
            around = node.stages
            yield from self._step(node, nodes[number + 1 : inside], indent + len(node.stages) - outer)
            number = inside

    def _stage(self, id_: str) -> str:
        return "| " + next(stage.name for stage in self.flow.stages if stage.id == id_) + ":"

    def _step(self, node: Node, inner: Sequence[Node], indent: int) -> Iterator[_Row]:
        mark = "" if node.kind in ("source", "flow", "gate") else "| "
        notes = node.notes if node.kind != "gate" else ()
        said = "  ".join([node.title, *(_cut(note) for note in notes)])
        yield _Row(count_text(node.documents), _text(indent, f"{mark}{said}{self._ends(node)}"))
        if node.kind == "gate":
            for note in node.notes:
                yield _Row("", _text(indent + 1, note))
        yield from self._arms(node, inner, indent + 1)

    def _ends(self, node: Node) -> str:
        ends = [self.by_id[edge.head] for edge in self.out.get(node.id, ()) if edge.kind == "end"]
        said = (
            " ".join([count_text(end.documents), end.title, *map(_cut, end.notes)]).strip() for end in ends
        )
        return "".join(f"  -> {text}" for text in said)

    def _arms(self, node: Node, inner: Sequence[Node], indent: int) -> Iterator[_Row]:
        """Yield the arms of a choice or the branches of a tee, each with its steps."""
        arms = [edge for edge in self.out.get(node.id, ()) if edge.label or edge.kind == "copy"]
        depth = max((len(edge.lane) for edge in arms), default=0)
        arms.sort(key=lambda edge: (edge.label == "past", lane_key(edge.lane, depth)))
        heads = [edge.head for edge in arms]
        starts = [n for n, each in enumerate(inner) if each.depth == node.depth + 1 and each.id in heads]
        for edge in arms:
            at = next((n for n in starts if inner[n].id == edge.head), None)
            keeps = "" if at is not None else " => keep"
            said = _cut(edge.label) if edge.label else "copy"
            yield _Row(count_text(edge.documents), _text(indent, f"{said}{keeps}"))
            if at is not None:
                end = min((n for n in starts if n > at), default=len(inner))
                yield from self.rows(inner[at:end], indent + 1)


def _cut(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def _text(indent: int, text: str) -> str:
    return "  " * indent + text
