"""Replays of documents that take workers down, and replays that are killed."""

import json
import signal
import sys
import time
from typing import Any

import pytest

LIMITS = ("--limit", "time=1s")
FLOW = 'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("{how}") | to jsonl("out/all.jsonl")\n'


def _write(stand: Any, count: int = 30, bad: tuple[str, ...] = ("a7", "a20", "b7", "b20")) -> None:
    for name in "ab":
        ids = (f"{name}{n}" for n in range(count))
        rows = ({"id": id_, "text": "BAD" if id_ in bad else f"good {id_}"} for id_ in ids)
        stand.write(f"in/{name}.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def _replay(stand: Any, *args: str) -> Any:
    command = [sys.executable, "-m", "docflow", "quarantine", "replay", "main.flow", *args]
    return stand.start(command=[*command, "--format", "json"])


@pytest.mark.parametrize("how", ["abort", "sleeps"])
def test_a_document_that_kills_again_stays_and_one_that_is_mended_leaves(
    stand: Any, stands: Any, how: str
) -> None:
    good, bad = stands(f"good-{how}"), ("a7", "b20") if how == "abort" else ("b7",)  # each takes its time
    for each in (stand, good):
        _write(each, bad=bad)
    good.flow(FLOW.format(how="none"))
    assert good.run("main.flow", "--workers", "2").code == 0
    stand.flow(FLOW.format(how=how))
    assert stand.run("main.flow", "--workers", "2", *LIMITS).code == 3
    before = stand.kept()
    with _replay(stand, "--workers", "2", *LIMITS) as live:
        ended = live.ended()
    assert (ended.code, ended.left, ended.report["replayed"]["again"]) == (3, (), len(bad))
    assert stand.kept() == before
    stand.flow(FLOW.format(how="none"))
    with _replay(stand, "--workers", "2", *LIMITS) as live:
        ended = live.ended()
    assert ended.report["replayed"] == {"entries": len(bad), "again": 0, "mixed": True}
    assert stand.outputs() == good.outputs()
    assert (stand.kept(), stand.litter()) == (b"", [])


@pytest.mark.parametrize("wait", [0.4, 0.9])
def test_a_replay_that_is_killed_loses_nothing(stand: Any, stands: Any, wait: float) -> None:
    good = stands(f"whole-{wait}")
    for each in (stand, good):
        _write(each, 3000)
    good.flow(FLOW.format(how="none"))
    assert good.run("main.flow").code == 0
    stand.flow(FLOW.format(how="error"))
    assert stand.run("main.flow").code == 3
    before = stand.outputs()
    stand.flow(FLOW.format(how="none"))
    with _replay(stand) as live:
        time.sleep(wait)
        live.process.send_signal(signal.SIGKILL)
        live.process.wait()
        assert stand.outputs() in (before, good.outputs())
        live.sweep()
    assert stand.run("main.flow").code == 0
    assert stand.outputs() == good.outputs()
    assert (stand.kept(), stand.litter()) == (b"", [])
