"""A second run does only what changed, and its bytes are those of a fresh one."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from docflow.engine.bases import Bases
from docflow.engine.inputs import part as parts
from docflow.engine.resume import code
from docflow.engine.run import run
from docflow.engine.watch import PartDone, Watch
from docflow.plan.ir import Plan
from docflow.plan.report import Report


@pytest.fixture(autouse=True)
def _still_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree of docflow may be edited while its tests run."""
    monkeypatch.setattr(code, "_own", lambda: (Path(__file__),))
    monkeypatch.setattr(parts, "MOST_FILES", 1)


class Bench:
    """Runs plans and says which parts ran."""

    def __init__(self, kit: Any) -> None:
        self.kit = kit
        self.ran: list[tuple[str, int, int]] = []
        self.reused = 0

    def __call__(self, *flows: Any, fresh: bool = False, folder: Path | None = None) -> Report:
        self.ran, self.reused = [], 0
        bases = Bases(folder or self.kit.folder, folder or self.kit.folder)
        plan = Plan("test", flows)
        return run(plan, self.kit.catalog, bases, watch=Watch(part_done=self._done), fresh=fresh)

    def _done(self, event: PartDone) -> None:
        if event.reused:
            self.reused += 1
        else:
            self.ran.append((event.flow, event.stage, event.part))

    def matches_fresh(self, *flows: Any) -> None:
        """The outputs are those of a run that has no past, elsewhere."""
        there = self.kit.folder.parent / f"{self.kit.folder.name}-fresh"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.kit.folder, there, ignore=shutil.ignore_patterns("out", "other"))
        run(Plan("test", flows), self.kit.catalog, Bases(there, there))
        assert tree(self.kit.folder / "out") == tree(there / "out")
        shutil.rmtree(there)


def tree(folder: Path) -> dict[str, bytes]:
    """What stands in an output folder, with the quarantine."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    wanted = [path for path in files if ".docflow" not in path.parts or path.name == "quarantine.jsonl"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in wanted}


@pytest.fixture
def bench(kit: Any) -> Bench:
    for name in "abcd":
        kit.write(f"in/{name}.rec", *(f"{name}{n} text of {name}{n}" for n in range(3)))
    return Bench(kit)


def test_nothing_changed(bench: Bench) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt"))
    first = bench(flow)
    assert len(bench.ran) == 4
    before = (kit.folder / "out/all.txt").stat()
    run_before = (kit.state() / "run.json").stat()
    second = bench(flow)
    assert (bench.ran, bench.reused, second.unchanged, first.unchanged) == ([], 4, True, False)
    assert second == first
    after = (kit.folder / "out/all.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (kit.state() / "run.json").stat().st_mtime_ns == run_before.st_mtime_ns
    bench.matches_fresh(flow)


def test_one_input_changed(bench: Bench) -> None:
    kit = bench.kit
    flow = kit.flow(
        kit.records("in"),
        kit.to("out/all.txt"),
    )
    bench(flow)
    kit.write("in/b.rec", "b0 another text")
    assert not bench(flow).unchanged
    assert (bench.ran, bench.reused) == ([("", 0, 1)], 3)
    bench.matches_fresh(flow)
    bench(flow)
    assert (bench.ran, bench.reused) == ([], 4)
