"""Mermaid, dot, JSON and text: golden for the flow of thirty steps, and valid whatever a flow says."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.flowfile.file import FlowFile, read_flow
from docflow.report.graph.build import build
from docflow.report.graph.dot import dot
from docflow.report.graph.formats import FORMATS, SUFFIXES, format_of, rendered
from docflow.report.graph.mermaid import mermaid
from docflow.report.graph.model import Edge, FlowGraph, Graph, Node, Stage

HERE = Path(__file__).parent
ENDINGS = {"text": ".txt", "mermaid": ".mmd", "dot": ".dot", "json": ".json"}

# graphviz.org/doc/info/lang.html, as far as we write it: every id is a name or a quoted string, in which a
# backslash stands before a quote, a backslash or the letter n only.
STRING = r'"(?:[^"\\\n]|\\["\\n])*"'
ID = rf"(?:[A-Za-z_]\w*|{STRING}|\d+)"
PAIR = rf"{ID}={ID}"
DOT = re.compile(
    rf"""\s*(?:digraph\ {ID}\ \{{|subgraph\ {ID}\ \{{|\}}
    |(?:{PAIR})(?:;\ {PAIR})*
    |node\ \[{PAIR}(?:\ {PAIR})*\];\ edge\ \[{PAIR}(?:\ {PAIR})*\]
    |{ID}\ \[{PAIR}(?:\ {PAIR})*\]
    |{ID}\ ->\ {ID}\ \[(?:{PAIR}(?:\ {PAIR})*)?\])""",
    re.VERBOSE,
)
# mermaid.js.org/syntax/flowchart.html: ids of letters and digits, labels in double quotes, in which only
# `#code;` and `<br>` are more than themselves.
LABEL = r'"(?:[^"#<>`\\|\[\]{}*]|\#\d+;|<br>)*"'
MERMAID = re.compile(
    rf"""\s*(?:flowchart\ (?:TD|LR)|end|subgraph\ \w+\[{LABEL}\]
    |\w+(?:\[{LABEL}\]|\(\[{LABEL}\]\)|\{{\{{{LABEL}\}}\}}|\[\[{LABEL}\]\]|\(\({LABEL}\)\))(?:::\:\w+_)?
    |\w+\ (?:-->|-\.->|~~~)(?:\|{LABEL}\|)?\ \w+
    |classDef\ \w+_\ (?:[\w-]+:\#?[\w]+,?)+)""",
    re.VERBOSE,
)


def check_dot(text: str) -> None:
    assert text.count("{\n") == sum(line.strip() == "}" for line in text.splitlines())
    for line in text.splitlines():
        assert DOT.fullmatch(line), line


def check_mermaid(text: str) -> None:
    lines = text.splitlines()
    assert lines[0] in ("flowchart TD", "flowchart LR")
    assert sum(line.strip() == "end" for line in lines) == text.count("subgraph ")
    for line in lines:
        assert MERMAID.fullmatch(line), line


@pytest.mark.parametrize("format_", list(ENDINGS))
def test_thirty_steps_are_written_as_before(format_: str) -> None:
    outline = FlowFile(*read_flow(HERE / "thirty.flow")).check().elaborated.outline
    assert outline is not None
    made = rendered(build(outline), format_).replace(str(HERE), "")
    golden = HERE / "golden" / f"thirty{ENDINGS[format_]}"
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text("utf-8")


def test_flows_of_the_tree_are_valid(drawn: tuple[str, Graph]) -> None:
    check_dot(dot(drawn[1]))
    check_mermaid(mermaid(drawn[1]))
    check_mermaid(mermaid(drawn[1], down=False))


@given(st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_nothing_in_a_flow_breaks_a_format(title: str, note: str, label: str) -> None:
    nodes = (
        Node("a", "source", title, (note,), note, stages=("s",)),
        Node("b", "tee", title, (note,), title),
    )
    edges = (Edge("a", "b", label=label, full=label, documents=3),)
    one = FlowGraph("f", note, nodes, edges, (Stage("s", label),), about=title)
    graph = Graph(
        title, (one, FlowGraph("g", title, (Node("d", "flow", note),), ())), (Edge("f", "d", "link"),)
    )
    check_dot(dot(graph))
    check_mermaid(mermaid(graph))
    assert json.loads(rendered(graph, "json"))["name"] == title


def test_json_names_steps_lines_and_arms(graph: Callable[[str], Graph]) -> None:
    route = "| route { when doc.words > 3 { | set doc.long = true } else => keep } as r"
    text = f'from jsonl("a.jsonl")\n{route}\n| to jsonl("o.jsonl")'
    data = json.loads(rendered(graph(text), "json"))
    nodes = {node["step"]: node for node in data["flows"][0]["nodes"]}
    assert (nodes["r"]["kind"], nodes["r"]["line"], nodes["set doc.long"]["line"]) == ("choice", 2, 2)
    labels = [edge.get("label") for edge in data["flows"][0]["edges"]]
    assert labels == [None, "doc.words > 3", None, "else"]
    assert "documents" not in json.dumps(data)


def test_every_step_has_its_line_in_the_text(drawn: tuple[str, Graph]) -> None:
    lines = rendered(drawn[1], "text").splitlines()
    shown = sum(
        line.lstrip().startswith(("| ", "from ", "after ")) and not line.endswith(":") for line in lines
    )
    assert shown == sum(not node.beside for flow in drawn[1].flows for node in flow.nodes)


def test_a_suffix_says_the_format() -> None:
    assert format_of("Pictures/NEWS.SVG") == "svg"
    assert format_of("news.png") is None
    assert set(SUFFIXES.values()) == set(FORMATS)
