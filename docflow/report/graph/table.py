"""The boxes and ties of a flow: each step with the ends beside it is one box, each label another."""

from collections.abc import Sequence

from attrs import define, field

from docflow.report.graph.layout.shape import Box, Tie
from docflow.report.graph.measure import text_width
from docflow.report.graph.model import Edge, FlowGraph, Node
from docflow.report.graph.sizes import COUNT, Size, count_text, size_of_label, size_of_node
from docflow.value import frozen

__all__ = ["PILE", "Hung", "Table", "reach", "table_of"]

BESIDE, PILE = 22, 8
"""The distance of a step to the ends beside it, and of the ends to each other."""


@frozen
class Hung:
    """An end beside the box of a step: `pile` is how much along the ends before it take."""

    box: int
    node: Node
    size: Size
    edge: Edge
    pile: int


@define
class Table:
    """The boxes and ties of a flow, and what they stand for; `edges` say which ties have the arrow."""

    down: bool
    counted: bool
    boxes: list[Box] = field(factory=list)
    ties: list[Tie] = field(factory=list)
    nodes: list[tuple[int, Node, Size]] = field(factory=list)
    hung: list[Hung] = field(factory=list)
    labels: list[tuple[int, Edge, Size]] = field(factory=list)
    edges: dict[int, tuple[Edge, bool]] = field(factory=dict)

    def across(self, size: Size) -> int:
        """Return how far a box reaches across the layers."""
        return size.width if self.down else size.height

    def along(self, size: Size) -> int:
        """Return how far a box reaches along the flow."""
        return size.height if self.down else size.width

    def tie(self, tail: int, head: int, edge: Edge, *, arrow: bool) -> None:
        """Join two boxes for an edge."""
        self.edges[len(self.ties)] = (edge, arrow)
        self.ties.append(Tie(tail, head, edge.lane, drawn=edge.kind != "after"))


def table_of(flow: FlowGraph, *, down: bool, counted: bool) -> Table:
    """Return the table of a flow, boxes in the order of its nodes."""
    table = Table(down, counted)
    number: dict[str, int] = {}
    by_id = {node.id: node for node in flow.nodes}
    into: dict[str, list[Edge]] = {}
    hanging: dict[str, list[tuple[Node, Edge]]] = {}
    for edge in flow.edges:
        into.setdefault(edge.head, []).append(edge)
        if edge.kind == "end":
            hanging.setdefault(edge.tail, []).append((by_id[edge.head], edge))
    for node in flow.nodes:
        if not node.beside:
            tails = [_label(table, edge, number[edge.tail]) for edge in into.get(node.id, ())]
            number[node.id] = _box(table, node, hanging.get(node.id, ()))
            for tail, edge in tails:
                table.tie(tail, number[node.id], edge, arrow=True)
    return table


def _box(table: Table, node: Node, ends: Sequence[tuple[Node, Edge]]) -> int:
    """Add the box of a node with the ends beside it; return its number."""
    size = size_of_node(node)
    here, half = len(table.boxes), table.across(size) // 2
    after, pile = half, 0
    away = reach(table, [edge for _, edge in ends])
    for end, edge in ends:
        end_size = size_of_node(end)
        table.hung.append(Hung(here, end, end_size, edge, pile))
        after = max(after, half + away + table.across(end_size))
        pile += table.along(end_size) + PILE
    length = max(table.along(size), pile - PILE)
    table.boxes.append(Box(half, after, length, node.lane, node.stages, last=node.kind == "gate"))
    table.nodes.append((here, node, size))
    return here


def reach(table: Table, edges: Sequence[Edge]) -> int:
    """Return the distance of a step to the ends beside it, with room for their counts."""
    if not table.counted or not table.down:
        return BESIDE
    return max([BESIDE, *(text_width(count_text(edge.documents), COUNT) + 18 for edge in edges)])


def _label(table: Table, edge: Edge, tail: int) -> tuple[int, Edge]:
    """Add the box of a label, if the edge has one; return what the edge's arrow starts from."""
    if not edge.label:
        return tail, edge
    size = size_of_label(edge)
    half, here = table.across(size) // 2, len(table.boxes)
    table.boxes.append(Box(half, half, table.along(size), edge.lane, table.boxes[tail].fences))
    table.labels.append((here, edge, size))
    table.tie(tail, here, edge, arrow=False)
    return here, edge
