"""A graph in the language of graphviz (`dot`); every name and label is a quoted string of its grammar."""

from collections.abc import Iterator

from docflow.io.escape import safe
from docflow.report.graph.model import Edge, FlowGraph, Graph, Node
from docflow.report.graph.nested import inside
from docflow.report.graph.scene import flow_notes
from docflow.report.graph.sizes import count_text

__all__ = ["dot"]

LOOKS = {
    "source": 'shape=box style="rounded,filled" fillcolor="#ddf4ff" color="#218bff"',
    "flow": 'shape=box style="rounded,filled" fillcolor="#ddf4ff" color="#218bff"',
    "sink": 'shape=box style="rounded,filled" fillcolor="#dafbe1" color="#2da44e"',
    "choice": 'shape=hexagon style=filled fillcolor="#fff8c5" color="#bf8700"',
    "barrier": 'shape=box peripheries=2 style=filled fillcolor="#eae6ff" color="#6639ba"',
    "tee": 'shape=circle style=filled fillcolor="#fbefff" color="#a475f9"',
    "drop": 'shape=box style="rounded,filled" fillcolor="#eaeef2" color="#afb8c1"',
    "quarantine": 'shape=box style="rounded,filled" fillcolor="#fff1e5" color="#e16f24"',
    "fail": 'shape=box style="rounded,filled" fillcolor="#ffebe9" color="#cf222e"',
    "gate": "shape=box style=dashed",
}
THIN, THICK = 1.0, 8.0
MOST = 60


def dot(graph: Graph, *, down: bool = True) -> str:
    """Return a graph for graphviz, from top to bottom or (not `down`) from left to right."""
    lines = [f"digraph {_quoted(graph.name)} {{", f"  rankdir={'TB' if down else 'LR'}; compound=true"]
    lines.append(
        '  node [shape=box fontname="Helvetica" fontsize=11]; edge [fontname="Helvetica" fontsize=10]'
    )
    most = max((e.documents or 0 for flow in graph.flows for e in flow.edges), default=0)
    for flow in graph.flows:
        lines += _flow(flow, len(graph.flows) > 1, most)
    last = {flow.id: flow.nodes[-1].id for flow in graph.flows if flow.nodes}
    for link in graph.links:
        looks = [f"ltail={_quoted('cluster_' + link.tail)}", "style=dotted", *_said(link)]
        lines.append(f"  {last[link.tail]} -> {link.head} [{' '.join(looks)}]")
    return "\n".join([*lines, "}"]) + "\n"


def _flow(flow: FlowGraph, framed: bool, most: int) -> Iterator[str]:
    inset = "    " if framed else "  "
    if framed:
        said = ["flow " + flow.name if flow.name else "flow", *flow_notes(flow)]
        yield f"  subgraph {_quoted('cluster_' + flow.id)} {{"
        yield f"    label={_quoted(*said)}; labeljust=l"
    yield from _inside(flow, (), inset)
    for edge in flow.edges:
        yield f"{inset}{edge.tail} -> {edge.head} [{' '.join(_edge(edge, most))}]"
    if framed:
        yield "  }"


def _inside(flow: FlowGraph, around: tuple[str, ...], inset: str) -> Iterator[str]:
    for found in inside(flow, around):
        if isinstance(found, Node):
            yield f"{inset}{_node(found)}"
            continue
        yield f"{inset}subgraph {_quoted(f'cluster_{flow.id}s{found.number}')} {{"
        yield f"{inset}  label={_quoted(found.name)}; labeljust=l; color=gray"
        yield from _inside(flow, found.path, inset + "  ")
        yield f"{inset}}}"


def _node(node: Node) -> str:
    looks = [f"label={_quoted(node.title, *node.notes)}", LOOKS.get(node.kind, "")]
    looks.append(f"tooltip={_quoted(*node.full.split(chr(10)))}" if node.full else "")
    return f"{node.id} [{' '.join(look for look in looks if look)}]"


def _edge(edge: Edge, most: int) -> list[str]:
    if edge.kind == "after":
        return ["style=invis"]
    looks = ["style=dashed"] if edge.kind == "copy" else []
    if edge.documents and most:
        looks.append(f"penwidth={round(THIN + (THICK - THIN) * edge.documents / most, 1):g}")
    return looks + _said(edge)


def _said(edge: Edge) -> list[str]:
    said = [part for part in (edge.label, count_text(edge.documents)) if part]
    return [f"label={_quoted(*said)}"] if said else []


def _quoted(*lines: str) -> str:
    r"""Return lines as one quoted string; `\n` is the only escape, every backslash of the text is doubled."""
    shown = (safe(line, MOST).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(shown) + '"'
