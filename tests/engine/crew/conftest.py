"""A stand for runs by worker processes, with a plugin that harms them."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from docflow.api import load
from docflow.catalog.catalog import Catalog
from docflow.engine.limits import Limits
from docflow.engine.run import Bases, run
from docflow.engine.watch import Printed, Watch, WorkerLost
from docflow.plan.report import Report

collect_ignore = ["planted.py"]
LIMITS = Limits(time=1.5, memory=1 << 30)


@define
class Stand:
    """A folder with inputs and a flow; `lost` and `printed` are what was told of its last run."""

    folder: Path
    lost: list[WorkerLost] = field(factory=list)
    printed: list[Printed] = field(factory=list)
    warnings: list[str] = field(factory=list)

    def write(self, *texts: str, name: str = "in.jsonl") -> None:
        lines = (json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(texts))
        (self.folder / name).write_text("".join(f"{line}\n" for line in lines))

    def run(self, flow: str, *, workers: int = 2, engine: str = "processes", out: str = "out") -> Report:
        """Run a flow; it may leave out where it writes."""
        end = "" if " to " in flow else ' | to jsonl("OUT/all.jsonl")'
        path = self.folder / "test.flow"
        path.write_text(f"use y\n{flow}{end}\n".replace("OUT", out))
        self.lost.clear()
        self.printed.clear()
        catalog, bases = Catalog.installed(), Bases(self.folder, self.folder)
        watch = Watch(worker_lost=self.lost.append, printed=self.printed.append, warning=self.warnings.append)
        plan = load(path).compile()
        return run(
            plan, catalog, bases, watch=watch, workers=workers, engine=engine, limits=LIMITS, sandbox="off",
            fresh=True,
        )  # fmt: skip

    def tree(self, out: str = "out") -> dict[str, bytes]:
        files = sorted(path for path in (self.folder / out).rglob("*") if path.is_file())
        kept = [path for path in files if ".docflow" not in path.parts]
        return {path.relative_to(self.folder / out).as_posix(): path.read_bytes() for path in kept}

    def ids(self, out: str = "out") -> list[str]:
        return [json.loads(line)["id"] for line in (self.folder / out / "all.jsonl").read_text().splitlines()]

    def quarantine(self, out: str = "out") -> list[dict[str, Any]]:
        path = self.folder / out / ".docflow" / "test" / "quarantine.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def fate(self) -> list[tuple[str, str]]:
        """The quarantine in short: id (of a document) and reason."""
        return [(each.get("document", {}).get("id", ""), each["reason"]) for each in self.quarantine()]

    def once(self) -> str:
        """A path for harm that is done a single time."""
        return str(self.folder / "once")


@pytest.fixture
def stand(tmp_path: Path, plant: Callable[[str, str], None]) -> Stand:
    if not hasattr(os, "fork") or sys.platform == "win32":
        pytest.skip("worker processes need fork")
    plant("y", Path(__file__).with_name("planted.py").read_text(encoding="utf-8"))
    return Stand(tmp_path)
