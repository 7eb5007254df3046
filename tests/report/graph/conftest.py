"""Flows at hand, and the laws that every drawing of a graph keeps."""

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from docflow.flowfile.file import FlowFile, read_flow
from docflow.report.graph.build import build
from docflow.report.graph.model import Graph
from docflow.report.graph.scene import Rect, Scene

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
FLOWS = [
    HERE / "thirty.flow",
    *sorted((ROOT / "pipelines").glob("*.flow")),
    *sorted((ROOT / "tests/flows/plan").glob("*.flow")),
]


@pytest.fixture(params=FLOWS, ids=lambda path: path.stem)
def drawn(request: Any) -> tuple[str, Graph]:
    """A flow of the tree by its name, as a graph."""
    return request.param.stem, graph_of(FlowFile(*read_flow(request.param)))


@pytest.fixture
def graph() -> Callable[..., Graph]:
    """Return the graph of a flow that is given as a text."""
    return lambda text: graph_of(FlowFile(text, "test.flow", HERE))


def graph_of(file: FlowFile) -> Graph:
    checked = file.check()
    assert checked.ok, [d.message for d in checked.diagnostics]
    assert checked.elaborated.outline is not None
    return build(checked.elaborated.outline)


@pytest.fixture(scope="session")
def lawful() -> Callable[[Scene], None]:
    """Return the check of a scene: no boxes overlap, no way crosses a box but its ends, all is inside."""
    return _lawful


def _lawful(scene: Scene) -> None:
    boxes = [(placed.node.id, placed.rect) for placed in scene.placed]
    boxes += [(f"{tag.edge.tail}>{tag.edge.head}>{tag.edge.label}", tag.rect) for tag in scene.tags]
    for (name, one), (other_name, other) in combinations(boxes, 2):
        assert not meet(one, other, 2), f"{name} and {other_name} overlap"
    page = Rect(0, 0, scene.width, scene.height)
    for _, rect in [*boxes, *((f.name, f.rect) for f in scene.frames if f.drawn)]:
        assert within(rect, page), rect
    for wire in scene.wires:
        assert all(0 <= x <= scene.width and 0 <= y <= scene.height for x, y in wire.points)
        ends = {wire.edge.tail, wire.edge.head, f"{wire.edge.tail}>{wire.edge.head}>{wire.edge.label}"}
        for one, two in pairwise(wire.points):
            assert one[0] == two[0] or one[1] == two[1], "a way runs askew"
            line = Rect(min(one[0], two[0]), min(one[1], two[1]), abs(one[0] - two[0]), abs(one[1] - two[1]))
            for name, rect in boxes:
                assert name in ends or not meet(line, rect, 1), (
                    f"{wire.edge.tail}>{wire.edge.head} crosses {name}"
                )
    for frame in scene.frames:
        if frame.flow is None:
            inside = [p for p in scene.placed if meet(p.rect, frame.rect, 0)]
            assert inside
            for placed in inside:
                assert within(placed.rect, frame.rect), (
                    f"{placed.node.id} lies across the frame of {frame.name}"
                )
                assert frame.name in {
                    stage.partition("#")[0].rpartition("/")[2] for stage in placed.node.stages
                }


def meet(one: Rect, other: Rect, apart: int) -> bool:
    """Whether two rectangles come nearer than `apart`."""
    return (
        one.x < other.x + other.width + apart
        and other.x < one.x + one.width + apart
        and one.y < other.y + other.height + apart
        and other.y < one.y + one.height + apart
    )


def within(one: Rect, page: Rect) -> bool:
    return (
        page.x <= one.x
        and page.y <= one.y
        and one.x + one.width <= page.x + page.width
        and one.y + one.height <= page.y + page.height
    )
