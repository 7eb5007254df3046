"""A graph as mermaid (`flowchart`), as GitHub and GitLab draw it.

Ids are our own, labels stand in quotes. Inside them mermaid reads `#name;` as a character, HTML, and in
places Markdown, so everything but letters, digits and plain marks is written as `#code;`.
"""

from collections.abc import Iterator

from docflow.io.escape import safe
from docflow.report.graph.model import Edge, FlowGraph, Graph, Node
from docflow.report.graph.nested import inside
from docflow.report.graph.scene import flow_notes
from docflow.report.graph.sizes import count_text

__all__ = ["mermaid"]

PLAIN = frozenset(" .,:_/()=?!$'")
SHAPES = {
    "source": ("([", "])"),
    "flow": ("([", "])"),
    "sink": ("([", "])"),
    "choice": ("{{", "}}"),
    "barrier": ("[[", "]]"),
    "tee": ("((", "))"),
    "gate": ("[", "]"),
    "step": ("[", "]"),
}
CLASSES = {
    "source": "fill:#ddf4ff,stroke:#218bff,color:#1f2328",
    "flow": "fill:#ddf4ff,stroke:#218bff,color:#1f2328",
    "sink": "fill:#dafbe1,stroke:#2da44e,color:#1f2328",
    "choice": "fill:#fff8c5,stroke:#bf8700,color:#1f2328",
    "barrier": "fill:#eae6ff,stroke:#6639ba,color:#1f2328",
    "tee": "fill:#fbefff,stroke:#a475f9,color:#1f2328",
    "drop": "fill:#eaeef2,stroke:#afb8c1,color:#1f2328",
    "quarantine": "fill:#fff1e5,stroke:#e16f24,color:#1f2328",
    "fail": "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
}
MOST = 60


def mermaid(graph: Graph, *, down: bool = True) -> str:
    """Return a graph as a mermaid flowchart, from top to bottom or (not `down`) from left to right."""
    lines = [f"flowchart {'TD' if down else 'LR'}"]
    several = len(graph.flows) > 1
    for flow in graph.flows:
        lines += _flow(flow, several)
    lines += [f"  {link.tail} -.->{_label(link)} {link.head}" for link in graph.links]
    used = {node.kind for flow in graph.flows for node in flow.nodes}
    lines += [f"  classDef {kind}_ {style}" for kind, style in CLASSES.items() if kind in used]
    return "\n".join(lines) + "\n"


def _flow(flow: FlowGraph, framed: bool) -> Iterator[str]:
    inset = "    " if framed else "  "
    if framed:
        said = ["flow " + flow.name if flow.name else "flow", *flow_notes(flow)]
        yield f"  subgraph {flow.id}[{_quoted(said)}]"
    yield from _inside(flow, (), inset)
    for edge in flow.edges:
        yield f"{inset}{edge.tail} {_line(edge)}{_label(edge)} {edge.head}"
    if framed:
        yield "  end"


def _inside(flow: FlowGraph, around: tuple[str, ...], inset: str) -> Iterator[str]:
    for found in inside(flow, around):
        if isinstance(found, Node):
            yield f"{inset}{_node(found)}"
            continue
        yield f"{inset}subgraph {flow.id}s{found.number}[{_quoted([found.name])}]"
        yield from _inside(flow, found.path, inset + "  ")
        yield f"{inset}end"


def _node(node: Node) -> str:
    left, right = SHAPES.get(node.kind, ("([", "])"))
    kind = f":::{node.kind}_" if node.kind in CLASSES else ""
    return f"{node.id}{left}{_quoted([node.title, *node.notes])}{right}{kind}"


def _line(edge: Edge) -> str:
    if edge.kind == "after":
        return "~~~"
    return "-.->" if edge.kind == "copy" else "-->"


def _label(edge: Edge) -> str:
    said = [part for part in (edge.label, count_text(edge.documents)) if part]
    return f"|{_quoted(said)}|" if said and edge.kind != "after" else ""


def _quoted(lines: list[str]) -> str:
    return '"' + "<br>".join(_escaped(line) for line in lines) + '"'


def _escaped(text: str) -> str:
    shown = safe(text, MOST)
    numbered = len(shown) - len(shown.lstrip("0123456789"))  # `1.` would begin a list
    return "".join(
        c if (c in PLAIN or c.isalnum()) and not (c == "." and n == numbered) else f"#{ord(c)};"
        for n, c in enumerate(shown)
    )
