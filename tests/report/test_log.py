"""The log of a run: its names are what programs read, and stand in the docs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from docflow.engine.watch import (
    FlowStarted,
    PartDone,
    Printed,
    Reused,
    RunStarted,
    StageStarted,
    Watch,
    WorkerLost,
    Writing,
)
from docflow.errors import Diagnostic, DocflowError, FlowError, MachineError, RunError, Span
from docflow.plan.report import FlowReport, Report, Sums
from docflow.report.log import Log, figures_of, tell_failure, tell_findings, watch
from docflow.report.progress.figures import Figures

PAGE = Path(__file__).resolve().parents[2] / "docs" / "running.md"
SUMS = Sums(10, 0, 7, 2, 1)


def play(watcher: Watch) -> None:
    watcher.run_started(RunStarted("news", "0123456789abcdef", ("news", "x"), 2))
    watcher.flow_started(FlowStarted("news", 3, 1000))
    watcher.reused(Reused("news", 1, 3))
    watcher.stage_started(StageStarted("news", 0, 2, 3))
    watcher.part_done(PartDone("news", 0, 2, 0, 3, SUMS, 0.0, True, 10))
    watcher.part_done(PartDone("news", 0, 2, 1, 3, SUMS, 1.23456, False, 10))
    watcher.warning("a warning")
    watcher.worker_lost(WorkerLost(1, "a\x1b[2J\u202e.txt", "clean.x", "died"))
    watcher.printed(Printed("clean.x", "::error::x ##[group]"))
    watcher.writing(Writing(2))
    watcher.run_finished(Report("0123", (FlowReport("news", SUMS, Sums()),), 0, 2.5, "out/q", "out/run.json"))


def logged(*, as_json: bool) -> list[str]:
    lines: list[str] = []
    play(watch(Log(lines.append, as_json=as_json)))
    return lines


def all_events() -> list[dict[str, Any]]:
    """Return every event that there is."""
    lines = logged(as_json=True)
    Log(lines.append, as_json=True).info("progress", **figures_of(Figures()))
    span = Span("f.flow", 0, 1, 1, 1, 1, 2)
    tell_findings(lines.append, [Diagnostic("DF0101", "no", span)])
    tell_failure(lines.append, RunError("no", document="d", step="s"))
    return [json.loads(line) for line in lines]


def test_every_name_stands_in_the_docs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    told = {name: set(re.findall(r"`(\w+)`", words)) for name, words in rows}
    events = all_events()
    for event in events:
        facts = set(event) - {"time", "level", "event"}
        facts |= set().union(*(each for each in event.get("flows", ()) if isinstance(each, dict)))
        assert facts - told[event["event"]] == set()
    assert {event["event"] for event in events} == set(told)


def test_lines_are_json_and_hold_nothing_that_acts() -> None:
    lines = logged(as_json=True)
    assert [json.loads(line)["event"] for line in lines] == [
        *("run_started", "flow_started", "reused", "stage_started", "part_done", "warning"),
        *("worker_lost", "printed", "writing", "run_finished"),
    ]
    whole = "\n".join(lines)
    assert not re.search("[\x1b\u202e]|##\\[", whole)
    assert json.loads(lines[6])["document"] == "a\x1b[2J\u202e.txt"
    assert json.loads(lines[7])["line"] == "::error::x ##[group]"


def test_lines_for_people() -> None:
    lines = [re.sub(r"^\d\d:\d\d:\d\d ", "", line) for line in logged(as_json=False)]
    assert lines == [
        "info: run started  plan=news  digest=0123456789ab  flow=news  flow=x  workers=2",
        "info: flow started  flow=news  parts=3  bytes=1000",
        "info: reused  flow=news  parts=1  of=3",
        "info: stage started  flow=news  stage=1  stages=2  parts=3",
        (
            "info: part done  flow=news  stage=1  stages=2  part=2  parts=3  seconds=1.235  seen=10"
            "  written=7  dropped=2  quarantined=1"
        ),
        "warning: warning  message=a warning",
        "warning: worker lost  worker=1  document=a\\x1b[2J\\u202e.txt  step=clean.x  reason=died",
        "info: printed  step=clean.x  line=\\x3a:error::x #\\x23[group]",
        "info: writing  outputs=2",
        (
            "info: run finished  exit_code=0  seconds=2.5  flow=news  seen=10  added=0  written=7  dropped=2"
            "  quarantined=1  quarantine=out/q  run_file=out/run.json"
        ),
    ]


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (MachineError("full\x1b[2J"), 5, "full\\x1b[2J"),
        (DocflowError("x" * 5000), 2, "x" * 2000 + "…"),
        (FlowError((Diagnostic("DF0101", "no", Span("f", 0, 1, 1, 1, 1, 2)),), {}), 2, "1 error in the flow"),
    ],
)
def test_why_a_command_stopped(error: DocflowError, code: int, message: str) -> None:
    lines: list[str] = []
    tell_failure(lines.append, error)
    last = json.loads(lines[-1])
    assert (last["event"], last["level"], last["exit_code"], last["message"]) == (
        "run_failed",
        "error",
        code,
        message,
    )
