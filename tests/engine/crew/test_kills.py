"""Workers, the nursery and the command killed from outside at random moments."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

TEXTS = [f"text {number % 40} of some length " * 20 for number in range(1500)]
FLOW = 'from jsonl("in*.jsonl") | clean.whitespace | dedup.exact'

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


def parents() -> dict[int, int]:
    """The parent of every process that lives."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    found[int(entry.name)] = int(parent)
    return found


def below(pid: int) -> Iterator[list[int]]:
    """Children, their children, and so on."""
    table, level = parents(), [pid]
    while level := [child for child, parent in table.items() if parent in level]:
        yield level


def killing(stop: Event, seed: int, most: int, aim: Callable[[list[list[int]]], list[int]]) -> None:
    """Kill what `aim` chooses of the descendants of this process, until there was enough of it."""
    rng = random.Random(seed)
    killed = 0
    while not stop.wait(rng.uniform(0.02, 0.25)) and killed < most:
        chosen = aim([*below(os.getpid())])
        if chosen:
            victim = rng.choice(chosen)
            with suppress(ProcessLookupError):
                if rng.random() < 0.3:
                    os.kill(victim, signal.SIGSTOP)
                os.kill(victim, signal.SIGKILL)
                killed += 1


def workers(levels: list[list[int]]) -> list[int]:
    return levels[1] if len(levels) > 1 else []


def nursery(levels: list[list[int]]) -> list[int]:
    return levels[0] if len(levels) > 1 else []  # it has workers, so something is being done


@pytest.mark.parametrize(("aim", "most"), [(workers, 6), (nursery, 2)])
def test_kills_from_outside_cost_nothing(stand: Any, long_run: bool, aim: Any, most: int) -> None:
    for part in range(4):
        stand.write(*TEXTS, name=f"in{part}.jsonl")
    stand.run(FLOW, workers=1, engine="inline", out="whole")
    for seed in range(20 if long_run else 2):
        stop = Event()
        thread = Thread(target=killing, args=(stop, seed, most, aim))
        thread.start()
        try:
            report = stand.run(FLOW, workers=2, out=f"out{seed}")
        finally:
            stop.set()
            thread.join()
        assert report.exit_code == 0
        assert stand.tree(f"out{seed}") == stand.tree("whole")
        assert stand.quarantine(f"out{seed}") == []


RUN = """
import sys
from pathlib import Path
from docflow.api import load
from docflow.catalog.catalog import Catalog
from docflow.engine.run import Bases, run
folder = Path(sys.argv[1])
plan = load(folder / "test.flow").compile()
run(plan, Catalog.installed(), Bases(folder, folder), workers=2, engine="processes", sandbox="off")
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nobody_outlives_the_command(stand: Any, number: int) -> None:
    for part in range(3):
        stand.write("one", "BAD", name=f"in{part}.jsonl")
    text = 'use y\nfrom jsonl("in*.jsonl") | y.harm(how: "hang") | to jsonl("out/all.jsonl")\n'
    (stand.folder / "test.flow").write_text(text)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", RUN, str(stand.folder)]
    started = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    family = _family(started.pid)
    started.send_signal(number)
    started.wait(60)
    _until(lambda: not set(family) & set(parents()))
    assert not (stand.folder / "out" / "all.jsonl").exists()


def _family(pid: int) -> list[int]:
    """Wait until there are workers, and return all processes below a command."""
    levels: list[list[int]] = []

    def complete() -> bool:
        levels[:] = below(pid)
        return len(levels) > 1

    _until(complete)
    return [each for level in levels for each in level]


def _until(what: Callable[[], bool]) -> None:
    for _ in range(1200):
        if what():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


def test_the_command_stopped_and_going_on_is_no_timeout(stand: Any) -> None:
    """A laptop that sleeps, or Ctrl-Z: the clock of documents stands still."""
    stand.write("one", "two")
    (stand.folder / "test.flow").write_text('use y\nfrom jsonl("in.jsonl") | to jsonl("out/all.jsonl")\n')
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", RUN, str(stand.folder)]
    started = subprocess.Popen(command, env=environment, start_new_session=True)
    for _ in range(3):
        if started.poll() is None:
            every = [started.pid, *(pid for level in below(started.pid) for pid in level)]
            for number in (signal.SIGSTOP, signal.SIGCONT):
                for pid in every:
                    with suppress(ProcessLookupError):
                        os.kill(pid, number)
                time.sleep(0.2)
    assert started.wait(60) == 0
    lines = (stand.folder / "out" / "all.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["d0", "d1"]
