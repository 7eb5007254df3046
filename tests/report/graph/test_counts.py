"""The counts on the edges add up to the report, for every flow of tests/flows/run that runs."""

import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from docflow.cli import main
from docflow.plan.json import from_json
from docflow.report.graph.build import build
from docflow.report.graph.figures import figures_of
from docflow.report.graph.model import FlowGraph, Graph
from docflow.report.graph.svg import svg

RUNS = Path(__file__).parents[2] / "flows" / "test_run.py"
spec = importlib.util.spec_from_file_location("flows_that_run", RUNS)
assert spec is not None
assert spec.loader is not None
flows_that_run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(flows_that_run)
planted = flows_that_run.planted


@pytest.fixture
def runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], Iterator[dict[str, Any]]]:
    """Do with a flow what its first lines say; yield the record of each run that ended."""

    def run(flow: Path) -> Iterator[dict[str, Any]]:
        root = tmp_path / "root"
        shutil.copytree(flow.parent, root / "work", ignore=shutil.ignore_patterns("*.out", "__pycache__"))
        (root / "work" / "pyproject.toml").write_text("")
        monkeypatch.chdir(root)
        lines, names = flows_that_run.commands(flow)
        for name, value in names.items():
            monkeypatch.setenv(name, value)
        for line in lines:
            if line[0] != "run":
                continue
            with suppress(SystemExit):
                main(line)
            for record in root.rglob("run.json"):
                yield json.loads(record.read_text("utf-8"))
                record.unlink()
        capsys.readouterr()

    return run


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("flow", flows_that_run.FLOWS, ids=lambda flow: flow.stem)
def test_edges_add_up_to_the_report(
    flow: Path, runs: Callable[[Path], Iterator[dict[str, Any]]], lawful: Any
) -> None:
    from docflow.report.graph.compose import compose

    for record in runs(flow):
        graph = build(from_json(record["plan"]), figures_of(record["report"]))
        for drawn, report in zip(graph.flows, record["report"]["flows"], strict=True):
            _adds_up(drawn, report)
        _links_add_up(graph, record)
        lawful(compose(graph))
        lawful(compose(graph, down=False))
        assert svg(graph).count("<text") > 0


def _adds_up(flow: FlowGraph, report: dict[str, Any]) -> None:
    main_, copies = report["sums"], report["copies"]
    came = {node.id: node.documents for node in flow.nodes}
    left: dict[str, int] = {node.id: 0 for node in flow.nodes}
    into: dict[str, int] = {node.id: 0 for node in flow.nodes}
    for edge in flow.edges:
        if edge.kind != "after":
            assert edge.documents is not None
            assert edge.documents >= 0
            left[edge.tail] += edge.documents
            into[edge.head] += edge.documents
    added = dict(report["added_by"])
    for node in flow.nodes:
        if node.kind in ("source", "flow", "gate"):
            continue
        assert came[node.id] == into[node.id], node
        if node.kind in ("step", "barrier") or (node.kind == "choice" and node.title != "route all"):
            assert left[node.id] == into[node.id] + added.get(node.step, 0), node
        if node.kind == "tee":
            branches = sum(edge.tail == node.id for edge in flow.edges)
            assert left[node.id] == branches * into[node.id]
    read = [node.documents or 0 for node in flow.nodes if node.kind in ("source", "flow")]
    rejected = sum(by for step, _, by in report["quarantined_by"] if step.startswith("from "))
    assert sum(read) + rejected == main_["seen"]
    for kind, name in (("drop", "dropped"), ("quarantine", "quarantined")):
        total = sum(node.documents or 0 for node in flow.nodes if node.kind == kind)
        assert total == main_[name] + copies[name], kind
    sinks = [(came[node.id] or 0) - left[node.id] for node in flow.nodes if node.kind == "sink"]
    assert sinks == [output["documents"] for output in report["outputs"]]
    through = sum(node.documents or 0 for node in flow.nodes if node.kind == "result")
    assert sum(sinks) + through == main_["written"] + copies["written"]


def _links_add_up(graph: Graph, record: dict[str, Any]) -> None:
    written = {f"f{n}": flow["sums"]["written"] for n, flow in enumerate(record["report"]["flows"], 1)}
    for link in graph.links:
        assert link.documents == written[link.tail]


def test_flows_with_every_kind_of_branch_are_among_them() -> None:
    """The test above is not green for being empty."""
    texts = " ".join(path.read_text("utf-8") for path in flows_that_run.FLOWS)
    assert [
        word for word in ("route all", "tee {", "when ", "from flow.", "on error") if word not in texts
    ] == []


LANGUAGES = ("en", "fr", "de", "nl", "it")
WORDS = {"de": "der die das und ich", "nl": "het een niet brug"}


def test_thirty_steps_add_up(runs: Any, tmp_path: Path) -> None:
    """With a splitter, a step that sees all documents, both kinds of route, and an input that is damaged."""
    folder = tmp_path / "flow"
    (folder / "in").mkdir(parents=True)
    (folder / "drop").mkdir()
    rows = []
    for n in range(400):
        lang = LANGUAGES[n * 7 % 5]
        words = (WORDS.get(lang, "river bridge town council school") + " ") * (1 + n * n % 97)
        body = f"{words}{n % 50}\n\n" * (1 + n % 9 * (n % 4 == 0) * 5)
        rows.append(
            {"id": str(n), "body": body, "kind": ("news", "blog", None)[n % 3], "year": 1980 + n % 20}
        )
        rows[-1] |= {"lang": lang} if n % 6 else {}
    lines = [json.dumps(row) for row in rows]
    (folder / "in" / "a.jsonl").write_text("\n".join([*lines[:200], "{broken", *lines[200:]]), "utf-8")
    (folder / "drop" / "b.txt").write_text("The bridge is closed. " * 20, "utf-8")
    text = (Path(__file__).parent / "thirty.flow").read_text("utf-8")
    (folder / "thirty.flow").write_text(f"#$ run FILE\n{text}", "utf-8")
    (record,) = runs(folder / "thirty.flow")
    graph = build(from_json(record["plan"]), figures_of(record["report"]))
    _adds_up(graph.flows[0], record["report"]["flows"][0])
    labelled = {edge.label: edge.documents for edge in graph.flows[0].edges if edge.label}
    assert all(labelled.values()), labelled
    assert record["report"]["flows"][0]["added_by"][0][0] == "parts"
    made, golden = svg(graph), Path(__file__).parent / "golden" / "thirty-run.svg"
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text("utf-8")
