"""A stranger's pull request full of traps: whatever of it is executed or read from outside leaves a mark."""

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

import docflow

SECRET = "the-secret-of-the-machine"
SHADOWS = (
    *("json", "re", "os", "typing", "pathlib", "enum", "string", "functools", "importlib", "encodings", "io"),
    *("csv", "hashlib", "sqlite3", "zipfile", "tarfile", "gzip", "zlib", "tempfile", "shutil", "subprocess"),
    *("ctypes", "resource", "signal", "select", "selectors", "socket", "struct", "mmap", "zoneinfo", "time"),
    *("attr", "attrs", "click", "msgpack", "msgspec", "structlog", "pluggy", "re2", "lark", "zstandard"),
    *("sitecustomize", "usercustomize", "conftest", "setup", "docflow_evil", "evil", "docflow_trap"),
)
PACKAGES = ("docflow_news", "yaml", "multiprocessing", "site-packages")
GOOD = """\
flow good {
  with max_errors: 100%
  from files("in/*.txt")
  | clean.whitespace
  | to jsonl("out/a.jsonl")
}
"""
FLOWS = {
    "evil": 'use evil\n\nfrom files("in/*.txt") | evil.step | to jsonl("out/b.jsonl")\n',
    "unlisted": 'use trap\n\nfrom files("in/*.txt") | trap.step | to jsonl("out/b.jsonl")\n',
    "unused": 'from files("in/*.txt") | trap.step | to jsonl("out/b.jsonl")\n',
    "function": 'from files("in/*.txt") | drop when trap.f(doc.text) == 1 | to jsonl("out/b.jsonl")\n',
    "reader": 'from trap("in/*.txt") | to jsonl("out/b.jsonl")\n',
    "secret": 'secret key = env("MACHINE_SECRET")\n\nfrom files("in/*.txt") | to jsonl("out/b.jsonl")\n',
    "outputs": 'from files("in/*.txt") | to jsonl("../b.jsonl")\n',
    "linked": 'from files("in/*.txt") | to jsonl("way/b.jsonl")\n',
    "inputs": 'from files("../outer/*.txt") | to jsonl("out/b.jsonl")\n',
    "absolute": 'from files("/etc/hostname") | to jsonl("out/b.jsonl")\n',
    "include": 'include "../outer/secret.txt" as x\n\nfrom files("in") | x.step | to jsonl("out/b.jsonl")\n',
    "include_link": 'include "link.flow" as x\n\nfrom files("in/*.txt") | x.step | to jsonl("out/b.jsonl")\n',
}
"""Each must be refused with exit code 2."""


@frozen
class Traps:
    """The folder of the pull request, and what shows that a trap was tripped."""

    folder: Path
    marks: Path
    outer: Path
    site: Path

    def tripped(self) -> list[str]:
        """Return the traps that left a mark, and the files that came into being outside."""
        found = [path.name for path in self.marks.iterdir()]
        return sorted(found + [p.name for p in self.outer.iterdir() if p.name != "secret.txt"])

    def run(self, *words: str, how: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
        """Run docflow in the folder, in a process of its own: the command, or Python with the words `how`."""
        command = [sys.executable, *how] if how else [str(Path(sys.executable).with_name("docflow"))]
        source = str(Path(docflow.__file__).parents[1])
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.outer),
            "PYTHONPATH": f"{source}{os.pathsep}{self.site}",
            "MACHINE_SECRET": SECRET,
            "NO_COLOR": "1",
        }
        return subprocess.run(
            [*command, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


class _Bomb:
    """What a pickle that is loaded does: `open(mark, "w")`."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, (str(self.mark), "w")


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    made = Traps(tmp_path / "pr", tmp_path / "marks", tmp_path / "outer", tmp_path / "site")
    for folder in (made.folder / "in", made.marks, made.outer, made.site):
        folder.mkdir(parents=True)
    (made.outer / "secret.txt").write_text(f"stage {SECRET}\n")
    _modules(made)
    _settings(made)
    _state(made)
    _flows(made)
    _installed(made)
    return made


def _mark(traps: Traps, name: str) -> str:
    return f"open({str(traps.marks / name)!r}, 'w').close()\n"


def _modules(traps: Traps) -> None:
    for name in SHADOWS:
        (traps.folder / f"{name}.py").write_text(_mark(traps, name))
    for name in PACKAGES:
        (traps.folder / name).mkdir()
        (traps.folder / name / "__init__.py").write_text(_mark(traps, name))
    (traps.folder / "evil.pth").write_text(f"import os; {_mark(traps, 'pth')}")
    info = traps.folder / "docflow_evil-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: docflow-evil\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[docflow.plugins.v1]\nevil = docflow_evil\nclean = docflow_evil\n"
    )


def _settings(traps: Traps) -> None:
    (traps.folder / ".env").write_text("PYTHONPATH=.\nPYTHONSTARTUP=evil.py\nDOCFLOW_PLUGINS=evil\n")
    (traps.folder / "pyproject.toml").write_text(
        '[tool.docflow.levels]\nwarnings = "off"\nDF0208 = "off"\n'
        '[tool.pytest.ini_options]\naddopts = "-p evil"\n'
    )
    (traps.folder / "setup.cfg").write_text("[tool:pytest]\naddopts = -p evil\n")


def _state(traps: Traps) -> None:
    """Leave the state of an "earlier run": pickles, a forged ledger, parts with other documents."""
    state = traps.folder / "out" / ".docflow" / "good"
    (state / "parts" / "0").mkdir(parents=True)
    for name in ("run.json", "state.pickle", "cache.pkl", "plan.json", "parts/0/tally", "parts/0/0.jsonl"):
        (state / name).write_bytes(pickle.dumps(_Bomb(traps.marks / f"pickle-{Path(name).name}")))
    with sqlite3.connect(state / "ledger.sqlite") as ledger:
        ledger.execute("create table parts (key text, value blob)")
        bomb = pickle.dumps(_Bomb(traps.marks / "pickle-ledger"))
        ledger.execute("insert into parts values (?, ?)", ("0", bomb))
    ledger.close()


def _flows(traps: Traps) -> None:
    (traps.folder / "in" / "a.txt").write_text("one  word\n")
    (traps.folder / "in" / "link.txt").symlink_to(traps.outer / "secret.txt")
    (traps.folder / "way").symlink_to(traps.outer)
    (traps.folder / "good.flow").write_text(GOOD)
    bad = traps.folder / "bad"
    bad.mkdir()
    for name, text in FLOWS.items():
        (bad / f"{name}.flow").write_text(text)
    (bad / "in").mkdir()
    (bad / "in" / "a.txt").write_text("one word\n")
    (bad / "way").symlink_to(traps.outer)
    (bad / "link.flow").symlink_to(traps.outer / "secret.txt")


def _installed(traps: Traps) -> None:
    """Install a plugin that is not on the list of those that a stranger's flow may use."""
    (traps.site / "planted_trap.py").write_text(_mark(traps, "installed-plugin"))
    info = traps.site / "docflow_trap-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: docflow-trap\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[docflow.plugins.v1]\ntrap = planted_trap\n")
