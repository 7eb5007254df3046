"""The n-th write, fsync, rename or close fails, for every n: never a wrong file, never a lost document."""

import contextlib
import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

import docflow
from docflow.errors import MachineError
from docflow.io import disk

FLOW = """flow first {
  from jsonl("in/*.jsonl")
  | expect doc.words > 1 else quarantine("too short")
  | tee { | to markdown("out/pages") }
  | tee { | to jsonl("out/grown.jsonl") }
  | to jsonl("out/first.jsonl.gz")
}
flow second {
  from flow.first
  | dedup.exact
  | to jsonl("out/second.jsonl")
}
"""
MOST = 2_000
"""More calls than a run makes; a loop that gets there does not end by itself."""


@frozen
class Known:
    old: Path
    new: Path


def _make(folder: Path, *, old: bool) -> Path:
    (folder / "in").mkdir(parents=True)
    (folder / "main.flow").write_text(FLOW)
    for name in "ab":
        rows = [{"id": f"{name}{n}", "text": _text(n, old=old)} for n in range(5 if old else 6)]
        (folder / "in" / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


def _text(number: int, *, old: bool) -> str:
    return "Short" if number == 2 else f"Text {number % 4} as {'old' if old else 'new'} words."


def _tree(harness: Any, folder: Path) -> dict[str, bytes]:
    kept = folder / "out/.docflow/main/quarantine.jsonl"
    return {**harness.outputs(folder / "out"), "quarantine": kept.read_bytes() if kept.exists() else b""}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    made = Known(*(_make(tmp_path_factory.mktemp(name) / "x", old=name == "old") for name in ("old", "new")))
    for folder in (made.old, made.new):
        with contextlib.chdir(folder):
            report = docflow.run("main.flow")
        assert (report.exit_code, report.flows[0].sums.quarantined) == (0, 2)
    return made


@pytest.mark.slow
def test_every_call_fails(
    ground: "Ground", monkeypatch: pytest.MonkeyPatch, kind: str, fault: str, *, before: bool, long_run: bool
) -> None:
    for at in range(1, MOST):
        folder = ground.folder(at, before=before)
        failing = ground.disks.Disk(kind, fault, at)
        monkeypatch.chdir(folder)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", failing)
            patch.setattr(disk, "make_folder", failing.make_folder)
            told = _told()
        if not failing.fired:
            assert told is None
            assert at > 3, "the seam saw hardly a call"
            return
        ground.judge(folder, told, before=before)
        if long_run or at % 3 == 1:
            assert docflow.run("main.flow").exit_code == 0
            ground.judge(folder, None, before=before)
        shutil.rmtree(folder)
    pytest.fail("more calls than a run makes")


@pytest.mark.slow
@pytest.mark.parametrize("before", [False, True])
def test_every_statement_of_the_ledger_fails(
    ground: "Ground", monkeypatch: pytest.MonkeyPatch, *, before: bool, long_run: bool
) -> None:
    """The short form fails every seventh."""
    messages = ground.disks.LEDGERS
    for at in range(1 + 3 * before, MOST, 1 if long_run else 7):
        folder = ground.folder(at, before=before)
        failing = ground.disks.Ledger(messages[(at + before) % len(messages)], at)
        monkeypatch.chdir(folder)
        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", failing.connect)
            told = _told()
        ground.judge(folder, told, before=before)
        if not failing.fired:
            assert told is None
            assert at > 20, "the seam saw hardly a call"
            return
        assert docflow.run("main.flow").exit_code == 0
        ground.judge(folder, None, before=before)
        shutil.rmtree(folder)
    pytest.fail("more statements than a run makes")


def _told() -> MachineError | None:
    try:
        docflow.run("main.flow")
    except MachineError as error:
        return error
    return None


@frozen
class Ground:
    """Folders for the runs, and what undisturbed ones gave."""

    known: Known
    harness: Any
    disks: Any
    below: Path

    def folder(self, at: int, *, before: bool) -> Path:
        folder = _make(self.below / str(at), old=False)
        if before:
            shutil.copytree(self.known.old / "out", folder / "out")
        return folder

    def judge(self, folder: Path, told: MachineError | None, *, before: bool) -> None:
        """A run that said nothing is whole; of one that failed every file is as before or as it will be."""
        old = _tree(self.harness, self.known.old) if before else {"quarantine": b""}
        new, now = _tree(self.harness, self.known.new), _tree(self.harness, folder)
        left = [path for path in (folder / "out").rglob("*") if path.name in ("staging", "work")]
        assert [path for path in left if any(path.rglob("*"))] == []
        if told is None:
            assert now == new
            return
        assert told.exit_code == 5
        assert re.search("the disk is full|No space left|Input/output error|disk I/O error", str(told))
        assert [name for name, data in now.items() if data not in (old.get(name), new.get(name))] == []
        if _run_json(folder) not in (b"", _run_json(self.known.old)):  # it goes before the first new name
            assert now == new


def _run_json(folder: Path) -> bytes:
    path = folder / "out/.docflow/main/run.json"
    return path.read_bytes() if path.exists() else b""


@pytest.fixture
def ground(known: Known, harness: Any, failing_disk: Any, tmp_path: Path) -> Ground:
    return Ground(known, harness, failing_disk, tmp_path)
