"""A graph as JSON values, for programs that draw or compare flows."""

from typing import Any

from docflow.report.graph.model import Edge, FlowGraph, Graph, Node

__all__ = ["as_json"]


def as_json(graph: Graph) -> dict[str, Any]:
    """Return a graph as JSON values; counts are there only for a run."""
    flows = [_flow(flow) for flow in graph.flows]
    return {"name": graph.name, "flows": flows, "links": [_edge(link) for link in graph.links]}


def _flow(flow: FlowGraph) -> dict[str, Any]:
    stages = [{"id": stage.id, "name": stage.name} for stage in flow.stages]
    found: dict[str, Any] = {"id": flow.id, "name": flow.name, "stages": stages}
    found["nodes"] = [_node(node) for node in flow.nodes]
    found["edges"] = [_edge(edge) for edge in flow.edges if edge.kind != "after"]
    return found | {key: text for key, text in (("on_error", flow.about), ("sums", flow.said)) if text}


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"id": node.id, "kind": node.kind, "title": node.title, "notes": list(node.notes)}
    found |= {"step": node.step, "line": node.line, "stages": list(node.stages), "full": node.full}
    if node.beside:
        found["beside"] = node.beside
    return found | ({} if node.documents is None else {"documents": node.documents})


def _edge(edge: Edge) -> dict[str, Any]:
    found: dict[str, Any] = {"from": edge.tail, "to": edge.head, "kind": edge.kind}
    if edge.label:
        found["label"] = edge.full
    return found | ({} if edge.documents is None else {"documents": edge.documents})
