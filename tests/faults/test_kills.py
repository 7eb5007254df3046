"""Runs that are killed: no torn file under a final name, and the same command ends what they began."""

import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

RUN = ("main.flow", "--workers", "3")
WAYS = ("group", "worker", "nursery", "parent", "term", "int", "stop")
CODES = {"term": {143}, "int": {130}, "worker": {0}, "nursery": {0}}
"""How a run ends that was hit in this way, where it can tell; every run may also have been done before."""


@frozen
class Known:
    """What undisturbed runs give, how long one takes, and the folder of one over an older input."""

    old: Any
    new: Any
    seconds: float

    def finals(self, which: Any) -> dict[str, bytes]:
        return {**which.outputs(), "quarantine": which.kept()}


@pytest.fixture(scope="session")
def known(stands: Callable[[str], Any], library: Any) -> Known:
    old, new = stands("old"), stands("new")
    library.write(old.folder, old=True)
    library.write(new.folder)
    assert old.run(*RUN).code == 0
    begun = time.monotonic()
    ended = new.run(*RUN)
    seconds = time.monotonic() - begun
    assert (ended.code, ended.err, ended.left) == (0, "", ())
    _judge_whole(new, new, ended)
    return Known(old, new, seconds)


@pytest.mark.slow
def test_a_killed_run_is_ended_by_the_next(stand: Any, library: Any, known: Known, trial: int) -> None:
    chance = random.Random(trial)
    way, before = WAYS[trial % len(WAYS)], chance.random() < 0.5
    library.write(stand.folder)
    if before:
        shutil.copytree(known.old.folder / "out", stand.folder / "out")
    with stand.start(*RUN) as live:
        time.sleep(_delay(chance, known.seconds))
        hit = _hit(live, way, chance)
        ended = live.ended()
    assert ended.left == ()
    assert "Traceback" not in ended.err
    if hit and ended.code not in (0, -signal.SIGTERM, -signal.SIGINT):  # before the run took the signals
        assert ended.code in CODES.get(way, {-signal.SIGKILL}), ended.err
    _judge_names(stand, known, before=before)
    again = stand.run(*RUN)
    assert (again.code, again.err, again.left) == (0, "", ())
    _judge_whole(stand, known.new, again)


def _delay(chance: random.Random, seconds: float) -> float:
    """Return a moment of the run, most often near its start or its end."""
    low, high = chance.choice(((0, 0.3), (0, 1), (0.6, 1.05), (0.8, 1.05)))
    return chance.uniform(low, high) * seconds


def _hit(live: Any, way: str, chance: random.Random) -> bool:
    """Do to a run what `way` says; return whether there was anything to hit."""
    levels: list[list[int]] = live.levels()
    number = {"term": signal.SIGTERM, "int": signal.SIGINT}.get(way, signal.SIGKILL)
    if way in ("group", "stop"):
        everyone = [live.pid, *(pid for level in levels for pid in level)]
        for kind in (signal.SIGSTOP, signal.SIGKILL) if way == "stop" else (signal.SIGKILL,):
            for pid in everyone:
                _send(pid, kind)
            if way == "stop":
                time.sleep(0.05)
        return True
    depth = {"nursery": 0, "worker": 1}.get(way)
    if depth is None:
        return _send(live.pid, number)
    return len(levels) > depth and _send(chance.choice(levels[depth]), number)


def _send(pid: int, number: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
        return True
    return False


def _judge_names(stand: Any, known: Known, *, before: bool) -> None:
    """Every file under a final name is as it was or as it will be, and `run.json` came last."""
    old, new = known.finals(known.old) if before else {"quarantine": b""}, known.finals(known.new)
    now = {**stand.outputs(), "quarantine": stand.kept()}
    torn = [name for name, data in now.items() if data not in (old.get(name), new.get(name))]
    assert torn == []
    run = stand.state() / "run.json"
    if run.exists():
        written = run.read_bytes()
        json.loads(written)
        if not before or written != (known.old.state() / "run.json").read_bytes():
            assert now == new


def _judge_whole(stand: Any, new: Any, ended: Any) -> None:
    """The tree is that of the undisturbed run, nothing lies about, the report says what is on the disk."""
    assert stand.outputs() == new.outputs()
    assert stand.kept() == new.kept()
    assert stand.litter() == []
    (flow,) = ended.report["flows"]
    sums = flow["sums"]
    for output in flow["outputs"]:
        path: Path = stand.folder / output["path"]
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() == output["sha256"]
    lines = len((stand.folder / "out/all.jsonl").read_bytes().splitlines())
    short = len(list((stand.folder / "out/short").iterdir()))
    assert sums["written"] == lines + short
    assert sums["quarantined"] == len(stand.quarantine())
    assert sums["seen"] == 2000 + 100 + 200 == sums["written"] + sums["dropped"] + sums["quarantined"]
    assert gzip.decompress((stand.folder / "out/texts.jsonl.gz").read_bytes())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("how", ["sleeps", "loops_and_swallows", "holds_the_lock"])
def test_a_signal_ends_a_run_that_hangs(stand: Any, how: str, workers: str, number: int, code: int) -> None:
    """The document would hang for an hour; that the run ends at all shows that it heard."""
    stand.write("in/a.jsonl", '{"id": "1", "text": "one"}\n{"id": "2", "text": "BAD"}\n')
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("{how}") | to jsonl("out/all.jsonl")\n')
    with stand.start("main.flow", "--workers", workers, "--limit", "time=1h") as live:
        assert live.until(lambda: _works(stand))
        time.sleep(0.5)
        os.kill(live.pid, number)
        ended = live.ended(net=30)
    assert (ended.code, ended.left, stand.outputs(), stand.litter()) == (code, (), {}, [])
    assert json.loads(ended.out)["error"].startswith("interrupted")
    assert "Traceback" not in ended.err


def _works(stand: Any) -> bool:
    """Whether a part is being done."""
    return any((stand.state() / "staging" / "work").glob("*"))


def test_a_second_signal_ends_a_run_at_once(stand: Any) -> None:
    stand.write("in/a.jsonl", '{"id": "1", "text": "BAD"}\n')
    stand.flow('use bad\nfrom jsonl("in/*.jsonl") | bad.clean("sleeps") | to jsonl("out/all.jsonl")\n')
    with stand.start("main.flow", "--workers", "2", "--limit", "time=1h") as live:
        assert live.until(lambda: _works(stand))
        for _ in range(3):
            os.kill(live.pid, signal.SIGINT)
            time.sleep(0.05)
        ended = live.ended(net=30)
    assert (ended.left, stand.outputs()) == ((), {})
    assert ended.code in {130, -signal.SIGINT}
    assert "Traceback" not in ended.err
