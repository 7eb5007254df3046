"""The formats of a graph, by name; and which one a file is called after."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from docflow.io.escape import json_text
from docflow.report.graph.data import as_json
from docflow.report.graph.dot import dot
from docflow.report.graph.mermaid import mermaid
from docflow.report.graph.model import Graph
from docflow.report.graph.outline import outline
from docflow.report.graph.svg import svg

__all__ = ["FORMATS", "SUFFIXES", "format_of", "rendered"]

FORMATS = ("text", "svg", "mermaid", "dot", "json")
SUFFIXES = {
    ".svg": "svg",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".json": "json",
    ".txt": "text",
}
_MAKERS: Mapping[str, Callable[[Graph, bool], str]] = {
    "text": lambda graph, _: outline(graph) + "\n",
    "svg": lambda graph, down: svg(graph, down=down),
    "mermaid": lambda graph, down: mermaid(graph, down=down),
    "dot": lambda graph, down: dot(graph, down=down),
    "json": lambda graph, _: json_text(as_json(graph), indent=2) + "\n",
}


def format_of(file: str) -> str | None:
    """Return the format that the suffix of a file name stands for; None when it stands for none."""
    return SUFFIXES.get(PurePath(file).suffix.lower())


def rendered(graph: Graph, format_: str, *, down: bool = True) -> str:
    """Return a graph in one of `FORMATS`, with a line break at its end."""
    return _MAKERS[format_](graph, down)
