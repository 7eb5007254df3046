"""A run with a root: what the flow writes must be inside, what a glob finds outside is never read."""

from pathlib import Path
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.engine.run import Bases, run
from docflow.errors import RefusedError
from docflow.model import Place
from docflow.plan.ir import Call, FlowPlan, Plan
from docflow.plan.report import Report


def confined(kit: Any, flow: FlowPlan, root: str = "") -> Report:
    catalog: Catalog = kit.catalog
    return run(Plan("test", (flow,)), catalog, Bases(kit.folder, kit.folder, kit.folder / root))


def one(kit: Any, given: str = "in", to: str = "out/a.txt", root: str = "") -> Report:
    return confined(kit, kit.flow(kit.records(given), kit.to(to)), root)


@pytest.fixture
def outer(kit: Any) -> Path:
    """A file beside the folder of the flow."""
    folder: Path = kit.folder
    secret = folder.parent / f"{folder.name}-secret.rec"
    secret.write_text("s|secret\n")
    kit.write("in/a.rec", "1|one")
    return secret


def test_links_in_the_data_are_quarantined_and_not_read(kit: Any, outer: Path) -> None:
    (kit.folder / "in" / "b.rec").symlink_to(outer)
    (kit.folder / "in" / "c.rec").symlink_to("a.rec")
    report = one(kit)
    assert kit.read("out/a.txt") == ["1|one", "1|one"]
    (entry,) = kit.quarantine()
    assert entry["reason"] == "outside"
    assert entry["pointer"]["path"] == "in/b.rec"
    assert "leads out of the root" in entry["message"]
    assert report.exit_code == 3


def test_a_linked_folder_behind_a_wildcard(kit: Any, outer: Path) -> None:
    (kit.folder / "in" / "x").symlink_to(outer.parent)
    kit.write("in/y/a.rec", "1|one")
    report = one(kit, f"in/*/{outer.name}")
    assert report.flows[0].sums.written == 0
    assert [entry["reason"] for entry in kit.quarantine()] == ["outside"]


@pytest.mark.parametrize(
    "given", ["../{outer}", "../*.rec", "..", "/etc/passwd", "link.rec", "linked", "linked/*.rec"]
)
def test_inputs_that_the_flow_writes_are_refused(kit: Any, outer: Path, given: str) -> None:
    (kit.folder / "link.rec").symlink_to(outer)
    (kit.folder / "linked").symlink_to(outer.parent)
    with pytest.raises(RefusedError, match="is outside the root"):
        one(kit, given.format(outer=outer.name))
    assert not (kit.folder / "out").exists()


def test_up_behind_a_wildcard(kit: Any, outer: Path) -> None:
    with pytest.raises(RefusedError, match="goes up"):
        one(kit, f"*/../../{outer.name}")


def test_the_root_may_be_below_the_flow(kit: Any, outer: Path) -> None:
    kit.write("b.rec", "1|one")
    assert one(kit, "in/*.rec", "in/out/a.txt", root="in").exit_code == 0
    with pytest.raises(RefusedError, match=r"`b.rec` is outside the root"):
        one(kit, "b.rec", "in/out/a.txt", root="in")


@pytest.mark.parametrize("to", ["../a.txt", "/tmp/a.txt", "linked/a.txt", "a/../../b.txt", "place.txt"])
def test_outputs(kit: Any, outer: Path, to: str) -> None:
    (kit.folder / "linked").symlink_to(outer.parent)
    (kit.folder / "place.txt").symlink_to(outer)
    with pytest.raises(RefusedError, match="is outside the root"):
        one(kit, "in", to)
    assert outer.read_text() == "s|secret\n"


@pytest.mark.parametrize("link", [".docflow", ".docflow/test", ".docflow/test/run.json", ".docflow/.lock"])
def test_links_in_the_place_of_the_state(kit: Any, outer: Path, link: str) -> None:
    planted = kit.folder / "out" / link
    planted.parent.mkdir(parents=True)
    planted.symlink_to(outer if planted.suffix or "lock" in link else outer.parent)
    with pytest.raises(RefusedError, match="is a link; docflow keeps its state there"):
        one(kit)
    assert outer.read_text() == "s|secret\n"


def test_a_component_gets_no_path_outside(kit: Any, outer: Path) -> None:
    assert Bases(kit.folder, kit.folder, kit.folder).path(Place("in/a.rec")).name == "a.rec"
    with pytest.raises(RefusedError, match="outside the root"):
        Bases(kit.folder, kit.folder, kit.folder).path(Place(f"../{outer.name}", "caller"))


def test_a_list_of_paths_is_judged_one_by_one(kit: Any, outer: Path) -> None:
    call = Call("x.records", "reader", (("path", (Place("in"), Place(f"../{outer.name}"))),))
    with pytest.raises(RefusedError, match="outside the root"):
        confined(kit, kit.flow(call, kit.to("out/a.txt")))
