"""SVG: golden for real flows, well-formed whatever a flow says, the same bytes for the same plan."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.report.graph.model import Edge, FlowGraph, Graph, Node, Stage
from docflow.report.graph.svg import svg

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("direction", ["down", "right"])
def test_flows_are_drawn_as_before(drawn: tuple[str, Graph], direction: str) -> None:
    """`DOCFLOW_ACCEPT=1` writes the drawings anew: look at them."""
    name, graph = drawn
    if direction == "right" and name != "thirty":
        return
    made = svg(graph, down=direction == "down")
    golden = GOLDEN / (f"{name}.svg" if direction == "down" else f"{name}-right.svg")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text("utf-8")


def test_a_drawing_stands_by_itself(drawn: tuple[str, Graph]) -> None:
    root = ET.fromstring(svg(drawn[1]))
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[1].text or "").count("Flow") == len(drawn[1].flows)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "path", "text", "polygon"}
    style = root.find(f"{SVG}style")
    assert style is not None
    assert not re.search(r"url\(|@import|https?:", style.text or "")
    assert "prefers-color-scheme:dark" in (style.text or "")


def test_every_class_that_is_drawn_has_a_style(drawn: tuple[str, Graph]) -> None:
    root = ET.fromstring(svg(drawn[1]))
    style = root.findtext(f"{SVG}style") or ""
    used = {name for element in root.iter() for name in (element.get("class") or "").split()}
    styled = set(re.findall(r"\.([a-z]+)", style))
    assert used - {"docflow", "step", "tag"} <= styled


@given(st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_nothing_in_a_flow_breaks_the_drawing(title: str, note: str, label: str) -> None:
    nodes = (
        Node("a", "source", title, (note,), note, stages=("s",)),
        Node("b", "choice", title, (note, title), title),
        Node("c", "drop", label, (title,), note, beside="b"),
    )
    edges = (Edge("a", "b", label=label, full=label), Edge("b", "c", "end"))
    graph = Graph(title, (FlowGraph("f", note, nodes, edges, (Stage("s", label),), about=title),))
    made = svg(graph)
    assert ET.fromstring(made) is not None
    assert made == svg(graph)


def test_control_and_bidi_characters_are_shown_not_obeyed(graph: Callable[[str], Graph]) -> None:
    text = 'from jsonl("a.jsonl") | drop when doc.id == "<b>&\\u{202e}x\\u{1b}[2J" | to jsonl("o.jsonl")'
    made = svg(graph(text))
    assert "\u202e" not in made
    assert "\x1b" not in made
    assert "<b>" not in made
    assert "&lt;b&gt;&amp;" in made


def test_ways_are_as_wide_as_their_share() -> None:
    nodes = (
        Node("a", "source", "from x", documents=100),
        Node("b", "sink", "to y"),
        Node("c", "sink", "to z"),
    )
    ways = (Edge("a", "b", documents=100), Edge("a", "c", documents=0, lane=((1, -1, 1),)))
    made = svg(Graph("p", (FlowGraph("f", "", nodes, ways),), counted=True))
    assert re.findall(r'class="way (\w+)".*?stroke-width="([\d.]+)"', made) == [
        ("wide", "7"),
        ("none", "1.5"),
    ]
    assert re.findall(r'class="count"[^>]*>([^<]+)<', made) == ["100", "0"]
