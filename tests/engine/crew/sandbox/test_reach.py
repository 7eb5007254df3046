"""Which folders the workers of a run read."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from docflow.catalog.catalog import Catalog
from docflow.catalog.contract import namespace_of
from docflow.engine.bases import Bases
from docflow.engine.crew.sandbox.reach import needs_network, reads_of
from docflow.engine.prepare import find_inputs
from docflow.errors import RefusedError
from docflow.model import Document, Place
from docflow.plan.ir import ApplyStep, Call, FlowPlan, Outcome, Plan, Settings, SinkStep, Where
from docflow.plugin import Cleaner, component, hookimpl

AT = Where("t.flow", 1, 1)
HOLD = Outcome("quarantine", "error")


@component(name="asks", needs=("network", "read:/usr/share"), examples=[("a", "a")])
class Asks(Cleaner):
    """Ask the network."""

    def clean(self, doc: Document) -> str:
        return doc.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("flow/in/deep", "flow/rules", "far/linked", "state"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "flow/in/a.txt").write_text("a")
    (tmp_path / "flow/one.txt").write_text("a")
    (tmp_path / "far/secret.txt").write_text("no")
    (tmp_path / "far/wanted.txt").write_text("yes")
    (tmp_path / "far/linked/b.txt").write_text("yes")
    return Path(os.path.realpath(tmp_path))


def reads(folder: Path, pattern: object, *steps: ApplyStep, root: Path | None = None) -> list[str]:
    """Return what is read for a flow with that input, below the folder."""
    catalog = Catalog.installed()
    catalog.add(namespace_of("t", SimpleNamespace(docflow_components=docflow_components)))
    source = Call("core.text", "reader", (("path", pattern),))
    sink = SinkStep("to", Call("core.jsonl", "exporter", (("path", Place("out/a.jsonl")),)), HOLD, AT)
    flow = FlowPlan("", (source,), (*steps, sink), (), Settings(), AT)
    bases = Bases(folder / "flow", folder / "flow", root)
    files = [file for each in find_inputs(flow, bases) for file in each.files]
    found = reads_of(Plan("t", (flow,)), bases, files, folder / "state", catalog)
    assert needs_network(Plan("t", (flow,)), catalog) == bool(steps)
    return [str(Path(path).relative_to(folder)) if path.startswith(str(folder)) else path for path in found]


@hookimpl
def docflow_components() -> list[type]:
    return [Asks]


def test_a_folder_and_a_pattern(folder: Path) -> None:
    assert reads(folder, Place("in")) == ["flow/in", "state"]
    assert reads(folder, (Place("in/*.txt"), Place("in/deep/../a.txt"))) == ["flow/in", "state"]


def test_one_file_is_not_its_folder(folder: Path) -> None:
    assert reads(folder, Place("one.txt")) == ["flow/one.txt", "state"]


def test_links_bring_what_they_lead_to_and_not_what_is_beside(folder: Path) -> None:
    (folder / "flow/in/link.txt").symlink_to(folder / "far/wanted.txt")
    assert reads(folder, Place("in")) == ["far/wanted.txt", "flow/in", "state"]
    (folder / "flow/in/more").symlink_to(folder / "far/linked")
    assert reads(folder, Place("in/*/*.txt")) == ["far/linked", "flow/in", "state"]


def test_what_leads_out_of_the_root_is_not_there(folder: Path) -> None:
    (folder / "flow/in/link.txt").symlink_to(folder / "far/wanted.txt")
    assert reads(folder, Place("in"), root=folder / "flow") == ["flow/in", "state"]


def test_options_and_needs(folder: Path) -> None:
    step = ApplyStep("asks", Call("t.asks", "cleaner", (("rules", {"a": [Place("rules")]}),)), HOLD, AT)
    assert reads(folder, Place("in"), step) == ["flow/in", "flow/rules", "/usr/share", "state"]
    bad = ApplyStep("asks", Call("t.asks", "cleaner", (("rules", Place("../far")),)), HOLD, AT)
    with pytest.raises(RefusedError, match="outside the root"):
        reads(folder, Place("in"), bad, root=folder / "flow")
