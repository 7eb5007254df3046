"""A bench that runs plans again and again, says which parts ran, and compares with a run that has no past."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from docflow.engine.bases import Bases
from docflow.engine.inputs import part as parts
from docflow.engine.resume import code
from docflow.engine.run import run
from docflow.engine.watch import PartDone, Watch
from docflow.plan.ir import FlowPlan, Plan
from docflow.plan.report import Report


def tree(folder: Path) -> dict[str, bytes]:
    """What stands in an output folder, with the quarantine."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    wanted = [path for path in files if ".docflow" not in path.parts or _is_quarantine(path)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in wanted}


def _is_quarantine(path: Path) -> bool:
    return path.name == "quarantine.jsonl" and "parts" not in path.parts


class Bench:
    """Runs plans and says which parts ran: (flow, stage, part)."""

    def __init__(self, kit: Any) -> None:
        self.kit = kit
        self.ran: list[tuple[str, int, int]] = []
        self.reused = 0
        self.warned: list[str] = []

    def __call__(self, *flows: FlowPlan, fresh: bool = False) -> Report:
        self.ran, self.reused, self.warned = [], 0, []
        bases = Bases(self.kit.folder, self.kit.folder)
        watch = Watch(part_done=self._done, warning=self.warned.append)
        return run(Plan("test", flows), self.kit.catalog, bases, watch=watch, fresh=fresh)

    def _done(self, event: PartDone) -> None:
        if event.reused:
            self.reused += 1
        else:
            self.ran.append((event.flow, event.stage, event.part))

    def as_fresh(self, *flows: FlowPlan) -> None:
        """The outputs are those of a run that has no past, elsewhere."""
        there = self.kit.folder.parent / f"{self.kit.folder.name}-fresh"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.kit.folder, there, ignore=shutil.ignore_patterns("out"))
        run(Plan("test", flows), self.kit.catalog, Bases(there, there))
        assert tree(self.kit.folder / "out") == tree(there / "out")
        shutil.rmtree(there)


@pytest.fixture
def bench(kit: Any, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Four files, each a part of its own; the tree of docflow may be edited while its tests run."""
    monkeypatch.setattr(code, "_own", lambda: (Path(__file__),))
    monkeypatch.setattr(parts, "MOST_FILES", 1)
    for name in "abcd":
        kit.write(f"in/{name}.rec", *(f"{name}{n}|text of {name}{n}" for n in range(3)))
    return Bench(kit)
