"""Real runs of the command line, on planted plugins: started, killed, watched, recounted."""

import compileall
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

ROOT = Path(__file__).resolve().parents[2]
PLANTED = Path(__file__).with_name("planted")
NET = 120.0
"""Seconds after which a run that does not end by itself is a failure; nothing else is judged by time."""
HIDDEN = ".docflow"
Tree = dict[str, bytes]


def plant(site: Path, package: str = "docflow_bad", namespace: str = "bad") -> Path:
    """Install the planted package below `site` as a real distribution, and return `site`.

    Runs compile nothing: hundreds of them would compile what the tests themselves never import.
    """
    compileall.compile_dir(ROOT / "docflow", quiet=2)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PLANTED / package, site / package, ignore=ignore)
    info = site / f"docflow_{namespace}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: docflow-{namespace}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[docflow.plugins.v1]\n{namespace} = {package}\n")
    return site


def adopt_orphans() -> None:
    """Make this process the parent of every descendant that loses its own, so that none can hide."""
    if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0):  # PR_SET_CHILD_SUBREAPER
        raise OSError(ctypes.get_errno(), "prctl")


def parents() -> dict[int, int]:
    """Return the parent of every process that lives (no zombies)."""
    return {pid: parent for pid, state, parent in _every() if state not in "ZX"}


def _every() -> Iterator[tuple[int, str, int]]:
    """Yield pid, state and parent of every process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                yield int(entry.name), state, int(parent)


def below(pid: int) -> list[list[int]]:
    """Return the living descendants of a process: its children, their children, and so on."""
    table, levels, level = parents(), list[list[int]](), [pid]
    while level := [child for child, parent in table.items() if parent in level]:
        levels.append(sorted(level))
    return levels


def command_of(pid: int) -> str:
    """Return the command line of a process, for messages."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    return ""


@frozen
class Ended:
    """A run that ended: exit code, both streams, and processes that it left behind."""

    code: int
    out: str
    err: str
    left: tuple[str, ...]

    @property
    def report(self) -> Any:
        """The report, which must be all that was printed."""
        return json.loads(self.out)


@define
class Stand:
    """A folder with flows and inputs, and the planted plugin on the path."""

    folder: Path
    site: Path
    env: Mapping[str, str] = field(factory=dict)
    tree_of_docflow: Path = ROOT

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def flow(self, text: str, name: str = "main.flow") -> Path:
        return self.write(name, text)

    def start(
        self,
        *args: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        command: Sequence[str] = (),
    ) -> "Live":
        """Start `docflow run ARGS --format json` (or `command`) in a session of its own.

        Its standard input is a pipe that stays open.
        """
        path = os.pathsep.join((str(self.site), str(self.tree_of_docflow)))
        whole = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | dict(self.env)
        whole = {name: value for name, value in (whole | dict(env or {})).items() if value}
        ordinary = [sys.executable, "-m", "docflow", "run", *args, "--format", "json"]
        return Live([*command] or ordinary, cwd or self.folder, whole)

    def run(
        self, *args: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, net: float = NET
    ) -> Ended:
        with self.start(*args, env=env, cwd=cwd) as live:
            return live.ended(net)

    def state(self, out: str = "out", flow: str = "main") -> Path:
        return self.folder / out / HIDDEN / flow

    def outputs(self, out: str = "out") -> Tree:
        """Every file of an output folder that a user sees."""
        return outputs(self.folder / out)

    def quarantine(self, out: str = "out", flow: str = "main") -> list[Any]:
        path = self.state(out, flow) / "quarantine.jsonl"
        return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def kept(self, out: str = "out", flow: str = "main") -> bytes:
        """The bytes of the quarantine."""
        path = self.state(out, flow) / "quarantine.jsonl"
        return path.read_bytes() if path.exists() else b""

    def litter(self, out: str = "out") -> list[str]:
        """Unfinished work in the state folders: what a run that ended in any way must not leave."""
        state = self.folder / out / HIDDEN
        names = ("staging", "work")
        found = [path for path in state.glob("*/*") if path.name in names and any(path.rglob("*"))]
        probes = (self.folder / out).rglob(".docflow-probe*")
        return [path.relative_to(self.folder).as_posix() for path in (*found, *probes)]


def outputs(folder: Path) -> Tree:
    """Every file below a folder that a user sees: nothing of the state."""
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder): path for path in files}
    return {name.as_posix(): path.read_bytes() for name, path in named.items() if HIDDEN not in name.parts}


@define
class Live:
    """A run that is under way."""

    command: list[str]
    cwd: Path
    env: Mapping[str, str]
    process: "subprocess.Popen[bytes]" = field(init=False)
    _strangers: frozenset[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._strangers = frozenset(pid for pid, parent in parents().items() if parent == os.getpid())
        with (self.cwd / ".stdout").open("wb") as out, (self.cwd / ".stderr").open("wb") as err:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=dict(self.env),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, *_: object) -> None:
        self.sweep()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def ended(self, net: float = NET) -> Ended:
        """Wait until the run ended by itself, and until all that it started is gone."""
        code = self.process.wait(net)
        left = tuple(command_of(pid) for pid in self._gone())
        out, err = (self.cwd / ".stdout").read_bytes(), (self.cwd / ".stderr").read_bytes()
        self.sweep()
        return Ended(code, out.decode(), err.decode("utf-8", "backslashreplace"), left)

    def levels(self) -> list[list[int]]:
        """Return the children of the run, their children, and so on."""
        return below(self.pid)

    def until(self, happened: Callable[[], bool], net: float = NET) -> bool:
        """Wait until something happened; return whether it did while the run was under way."""
        deadline = time.monotonic() + net
        while not happened():
            if not self.running or time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def descendants(self) -> list[int]:
        """Return every living process that this run started, also those that lost their parent."""
        own = os.getpid()
        known = self._strangers | {self.pid}
        lost = [pid for pid, parent in parents().items() if parent == own and pid not in known]
        found = [pid for root in (self.pid, *lost) for level in below(root) for pid in level]
        return sorted({*found, *lost})

    def _gone(self, seconds: float = 10.0) -> list[int]:
        """Return what still lives after a while."""
        deadline = time.monotonic() + seconds
        while (left := self.descendants()) and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.02)
        return left

    def _reap(self) -> None:
        """Take the ends of adopted orphans."""
        own = os.getpid()
        for pid, state, parent in _every():
            if state == "Z" and parent == own and pid != self.pid and pid not in self._strangers:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)

    def sweep(self) -> None:
        """Kill all that is left of the run."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        for _ in range(100):
            left = self.descendants()
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._reap()
            if not left:
                return
            time.sleep(0.01)
