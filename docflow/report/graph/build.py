"""A plan becomes a graph; with the figures of a run every edge knows how many documents took it."""

from collections.abc import Mapping

from docflow.io.escape import safe
from docflow.plan.explain import usual_outcome
from docflow.plan.ir import Call, FlowPlan, FlowRef, Gate, Outcome, Plan
from docflow.plan.phrase import outcome_text, printable
from docflow.plan.walk import flatten
from docflow.report.graph.figures import Figures
from docflow.report.graph.lanes import spread
from docflow.report.graph.model import Edge, FlowGraph, Graph
from docflow.report.graph.sheet import Open, Sheet, total
from docflow.report.graph.walk import hang, walk
from docflow.report.graph.words import Words, words_of_end, words_of_source

__all__ = ["build"]

USUAL = Outcome("quarantine", "error")
END = "end of the flow"
"""What the engine calls the place where documents without a `to` on their way are dropped."""


def build(plan: Plan, figures: Mapping[str, Figures] | None = None) -> Graph:
    """Return the graph of a plan, staged or not; with `figures` (by flow) that of a run of it.

    Raises KeyError when the figures lack a flow of the plan.
    """
    read = {source.flow for flow in plan.flows for source in flow.sources if isinstance(source, FlowRef)}
    sheets = {}
    for number, flow in enumerate(plan.flows):
        own = None if figures is None else figures[flow.name]
        prefix = "n" if len(plan.flows) == 1 else f"f{number + 1}n"
        sheets[flow.name] = _draw(flow, Sheet(prefix, own, usual_outcome(flow)), flow.name in read)
    flows = tuple(_flow_graph(flow, sheets[flow.name], n) for n, flow in enumerate(plan.flows))
    ids = {flow.name: flow.id for flow in flows}
    links = tuple(link for flow in plan.flows for link in _links(flow, sheets[flow.name], ids))
    return Graph(safe(plan.name), flows, links, figures is not None)


def _flow_graph(flow: FlowPlan, sheet: Sheet, number: int) -> FlowGraph:
    usual = sheet.usual
    about = "" if usual in (None, USUAL) or usual is None else f"on error {safe(outcome_text(usual))}"
    said = sheet.figures.sums if sheet.figures else ""
    name = safe(flow.name)
    stages = tuple(sheet.stages.values())
    return FlowGraph(f"f{number + 1}", name, tuple(sheet.nodes), tuple(sheet.edges), stages, about, said)


def _links(flow: FlowPlan, sheet: Sheet, ids: Mapping[str, str]) -> list[Edge]:
    """Return what leads from other flows to the sources of this one, which come first on its sheet."""
    sources = [node for node in sheet.nodes if node.kind in ("source", "flow") and not node.beside]
    pairs = zip(flow.sources, sources, strict=True)
    return [
        Edge(ids[source.flow], node.id, "link", documents=node.documents)
        for source, node in pairs
        if isinstance(source, FlowRef) and source.flow in ids
    ]


def _draw(flow: FlowPlan, sheet: Sheet, is_read: bool) -> Sheet:
    ways = walk(sheet, flatten(flow.body), _sources(flow, sheet), ())
    if ways and is_read:
        words = Words("goes on", (), f"the result of flow {safe(flow.name)}, for the flows that read it")
        sheet.join(ways, sheet.put("result", words, documents=total(ways)))
    elif ways:
        words = words_of_end(Outcome("drop"), "no `to` on the way")
        sheet.join(ways, sheet.put("drop", words, name=END, documents=total(ways)))
    _gates(flow, sheet)
    return sheet


def _sources(flow: FlowPlan, sheet: Sheet) -> list[Open]:
    ways, told = [], set[str]()
    lanes = spread((), sheet.turn(), [True] * len(flow.sources))
    for number, (source, lane) in enumerate(zip(flow.sources, lanes, strict=True)):
        gave = None if sheet.figures is None else sheet.figures.read.get(number, 0)
        kind = "source" if isinstance(source, Call) else "flow"
        node = sheet.put(kind, words_of_source(source), lane, documents=gave)
        name = f"from {source.component.removeprefix('core.')}" if isinstance(source, Call) else ""
        if name not in told:  # readers of one kind share their name in a report
            hang(sheet, node, name, lane, {})
        told.add(name)
        ways.append(Open(node, lane, gave))
    return ways


def _gates(flow: FlowPlan, sheet: Sheet) -> None:
    """Add what judges the run after everything has been written, as one node."""
    if not flow.gates:
        return
    results = sheet.figures.gates if sheet.figures else ()
    notes = [_gate(gate, results[n] if n < len(results) else None) for n, gate in enumerate(flow.gates)]
    full = "\n".join(["after everything has been written", *notes])
    trunk = [node.id for node in sheet.nodes if not node.beside and node.lane == ()]
    node = sheet.put("gate", Words("after the run", tuple(notes), full))
    if trunk:
        sheet.edges.append(Edge(trunk[-1], node, "after"))


def _gate(gate: Gate, result: tuple[bool, str] | None) -> str:
    text = f"expect {printable(gate.text)} else {outcome_text(gate.outcome)}"
    verdict = "" if result is None else "passed: " if result[0] else "FAILED: "
    return safe(f"{verdict}{text}", None)
