"""A graph in words: the title and the description of a picture, for who does not see it."""

from docflow.report.graph.model import FlowGraph, Graph
from docflow.report.table import count

__all__ = ["describe"]


def describe(graph: Graph) -> tuple[str, str]:
    """Return a title and a description; the latter names the steps of each flow in their order."""
    names = [flow.name for flow in graph.flows if flow.name]
    title = f"{graph.name}.flow" + (f": {', '.join(names)}" if names else "")
    return title, "\n".join(_flow(flow) for flow in graph.flows)


def _flow(flow: FlowGraph) -> str:
    kinds = [node.kind for node in flow.nodes]
    sources, sinks = sum(kind in ("source", "flow") for kind in kinds), kinds.count("sink")
    steps = sum(kind in ("step", "barrier", "choice", "tee") for kind in kinds)
    parts = [count(sources, "source"), count(steps, "step"), count(sinks, "output")]
    said = f" {flow.said}." if flow.said else ""
    shown = [node for node in flow.nodes if not node.beside and node.kind not in ("tee", "gate")]
    order = ", ".join(node.title for node in shown)
    return f"Flow {flow.name}".rstrip() + f": {', '.join(parts)}.{said} In order: {order}."
