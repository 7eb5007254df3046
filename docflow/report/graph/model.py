"""What a graph of a plan holds: nodes, edges and stages, flow by flow; data, without any geometry."""

from docflow.value import frozen

__all__ = ["Edge", "FlowGraph", "Graph", "Lane", "Node", "Stage"]

Lane = tuple[tuple[int, int, int], ...]
"""Where a way runs beside others; see `docflow.report.graph.lanes`."""


@frozen
class Node:
    """A source, step, choice or end of a flow.

    `kind` is source, flow (another flow's result), step, barrier (a step that sees all documents), choice,
    tee, sink, drop, quarantine, fail, result or gate. `title` and `notes` are what is shown, `full` says all
    of it. `step` is the id of the step, "" for what is none. `stages` are the ids of the stages around it,
    outer ones first. An end beside a step names the node of that step in `beside`. `documents` are those
    that a run brought to it, None without a run. `depth` is how many branches are around it.
    """

    id: str
    kind: str
    title: str
    notes: tuple[str, ...] = ()
    full: str = ""
    step: str = ""
    line: int = 0
    lane: Lane = ()
    stages: tuple[str, ...] = ()
    beside: str = ""
    documents: int | None = None
    depth: int = 0


@frozen
class Edge:
    """A way from node to node; `kind` is way, copy (of `tee`), end (into an end beside a step) or after.

    `label` names the arm that begins here, `full` is the label in full length. An edge `after` joins the
    gates to the last step, and no document takes it. `documents` are those that took it in a run.
    """

    tail: str
    head: str
    kind: str = "way"
    label: str = ""
    full: str = ""
    lane: Lane = ()
    documents: int | None = None


@frozen
class Stage:
    """A stage of the file, as one step of the flow calls it: what is drawn as a frame around its steps."""

    id: str
    name: str


@frozen
class FlowGraph:
    """One flow. Nodes come before those that they lead to; `said` are the sums of a run as a sentence."""

    id: str
    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    stages: tuple[Stage, ...] = ()
    about: str = ""
    said: str = ""


@frozen
class Graph:
    """All flows of a plan; `links` lead from a flow (its id) to the node that reads it in another flow."""

    name: str
    flows: tuple[FlowGraph, ...]
    links: tuple[Edge, ...] = ()
    counted: bool = False
