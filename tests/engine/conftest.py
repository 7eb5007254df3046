"""Plans by hand: the engine is tested without the language, on tiny planted components."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import define

from docflow.catalog.catalog import Catalog
from docflow.engine.run import Bases, Watch, run
from docflow.model import Document, Place
from docflow.plan.expr import Compare, Const, DocField, Expr
from docflow.plan.ir import (
    ApplyStep,
    Call,
    FlowPlan,
    FlowRef,
    Gate,
    Outcome,
    Plan,
    Settings,
    SinkStep,
    Step,
    Where,
)
from docflow.plan.report import Report, Sums

AT = Where("test.flow", 7, 1)
QUARANTINE = Outcome("quarantine", "error")


def _planted() -> ModuleType:
    name = "docflow_tests_planted"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("planted.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@define
class Kit:
    """Short words for plans, and the files of a run."""

    folder: Path
    catalog: Catalog

    def apply(self, name: str, id_: str = "", on_error: Outcome = QUARANTINE, **options: object) -> ApplyStep:
        spec = self.catalog.component("step", f"x.{name}")
        return ApplyStep(id_ or name, Call(f"x.{name}", spec.kind, tuple(options.items())), on_error, AT)

    def to(
        self, path: str, name: str = "lines", on_error: Outcome = QUARANTINE, **options: object
    ) -> SinkStep:
        given = (("path", Place(path)), *options.items())
        return SinkStep(Path(path).name, Call(f"x.{name}", "exporter", given), on_error, AT)

    def records(self, *paths: str) -> Call:
        value = tuple(Place(path) for path in paths)
        return Call("x.records", "reader", (("path", value[0] if len(value) == 1 else value),))

    def numbers(self, **options: object) -> Call:
        return Call("x.numbers", "source", tuple(options.items()))

    def flow(
        self,
        source: Call | FlowRef | tuple[Call | FlowRef, ...],
        *steps: Step,
        name: str = "",
        gates: tuple[Gate, ...] = (),
        settings: Settings | None = None,
    ) -> FlowPlan:
        sources = source if isinstance(source, tuple) else (source,)
        return FlowPlan(name, sources, steps, gates, settings or Settings(), AT)

    def plan(self, *flows: FlowPlan) -> Plan:
        return Plan("test", flows)

    def where(self, name: str, value: object, op: str = "==") -> Expr:
        return Compare(op, DocField((name,)), Const(value))

    def run(self, *flows: FlowPlan, watch: Watch | None = None, flow: str | None = None) -> Report:
        bases = Bases(self.folder, self.folder)
        return run(self.plan(*flows), self.catalog, bases, flow=flow, watch=watch)

    def write(self, name: str, *lines: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    def read(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()

    def state(self, out: str = "out") -> Path:
        return self.folder / out / ".docflow" / "test"

    def quarantine(self, out: str = "out") -> list[dict[str, Any]]:
        path = self.state(out) / "quarantine.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def tree(self, out: str = "out") -> dict[str, bytes]:
        """Every file below an output folder that a user sees, the quarantine and the lists of files."""
        files = sorted(path for path in (self.folder / out).rglob("*") if path.is_file())
        hidden = ("run.json", ".lock", "ledger.sqlite")
        found = {path.relative_to(self.folder / out).as_posix(): path for path in files}
        found = {
            name: path for name, path in found.items() if "/parts/" not in name and "/whole/" not in name
        }
        return {name: path.read_bytes() for name, path in found.items() if path.name not in hidden}

    def recount(self, report: Report, *names: str, out: str = "out") -> Sums:
        """The sums as the disk tells them, beside `dropped`, which leaves nothing there."""
        written = sum(len(self.read(f"{out}/{name}")) for name in names)
        sums = report.flows[0].sums
        return Sums(sums.seen, sums.added, written, sums.dropped, len(self.quarantine(out)))


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, Catalog.of(x=_planted()))


@pytest.fixture
def docs() -> list[Document]:
    return [Document(str(number), text) for number, text in enumerate(("one two", "bad", "three"), 1)]
