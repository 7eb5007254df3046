"""The nodes of a flow as they lie in its stages, for languages that write a group around what is in it."""

from collections.abc import Iterator

from docflow.report.graph.model import FlowGraph, Node
from docflow.value import frozen

__all__ = ["Group", "inside"]


@frozen
class Group:
    """A stage with what is in it; `number` counts the stages of the flow from 1."""

    number: int
    name: str
    path: tuple[str, ...]


def inside(flow: FlowGraph, around: tuple[str, ...] = ()) -> Iterator[Node | Group]:
    """Yield the nodes directly in a stage (() for the flow itself) and the stages in it, in their order."""
    names = {stage.id: (number, stage.name) for number, stage in enumerate(flow.stages, 1)}
    done = set[str]()
    for node in flow.nodes:
        if node.stages == around:
            yield node
        elif node.stages[: len(around)] == around and node.stages[len(around)] not in done:
            path = node.stages[: len(around) + 1]
            done.add(path[-1])
            yield Group(*names[path[-1]], path)
