"""Watching a run from the command line: terminals, logs for programs, silence."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docflow.cli import fail

FLOW = """from jsonl("in.jsonl") | expect doc.words > 3 else quarantine("too short") | to jsonl("out/a.jsonl")
"""
PLAYED = """
import sys, time
from docflow.cli.watching import Watching, watched
from docflow.engine.watch import FlowStarted, PartDone, Printed, Progress, RunStarted
from docflow.plan.report import FlowReport, Report, Sums
with watched(Watching(log=sys.argv[1], quiet=bool(sys.argv[2:]))) as seen:
    watch = seen.watch
    watch.run_started(RunStarted("news", "abc", ("news",), 2))
    watch.flow_started(FlowStarted("news", 10, 1000))
    for number in range(8):
        time.sleep(0.12)
        watch.progress(Progress("news", 0, number, number * 100, 2))
    watch.printed(Printed("clean.x", "hello"))
    watch.run_finished(Report("abc", (FlowReport("news", Sums(), Sums()),), seconds=1.0))
print("the report")
"""


def on_terminal(*arguments: str, **environment: str) -> tuple[str, str]:
    """Play a run with standard error on a terminal; return what came there, and standard output."""
    parent, child = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", PLAYED, *arguments],
        stdout=subprocess.PIPE,
        stderr=child,
        env=kept | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment,
        check=True,
    )
    os.close(child)
    shown = b""
    while True:
        try:
            more = os.read(parent, 65536)
        except OSError:  # nothing is left, and nobody writes
            break
        if not more:
            break
        shown += more
    os.close(parent)
    return shown.decode("utf-8"), done.stdout.decode("utf-8")


def test_a_terminal_is_drawn_on_and_left_clean() -> None:
    shown, out = on_terminal("")
    assert "news  " in shown
    assert "0 of 10 parts  2 busy" in shown
    assert "\x1b[32m" in shown
    assert "\x1b[1A\x1b[J" in shown
    assert "\r\x1b[1Adocflow" not in shown
    last = shown.rpartition("\x1b[J")[2]
    assert last == "docflow: 1.0 s, 0 documents/s, 1 kB/s\r\n"
    assert out == "the report\n"


def test_no_color_draws_without_colours() -> None:
    shown, _ = on_terminal("", NO_COLOR="1")
    assert "\x1b[1A" in shown
    assert "\x1b[32m" not in shown


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("",), {"TERM": "dumb"}), (("", "quiet"), {}), (("json",), {}), (("json", "quiet"), {})],
)
def test_nothing_is_drawn(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    shown, out = on_terminal(*arguments, **environment)
    assert "\x1b" not in shown
    assert ("run_finished" in shown) == (arguments[0] == "json")
    assert out == "the report\n"


def test_a_log_for_people_stands_above_what_is_drawn() -> None:
    shown, _ = on_terminal("text")
    assert "info: run started  plan=news  digest=abc  flow=news  workers=2\r\n" in shown
    assert "info: printed  step=clean.x  line=hello\r\n" in shown
    assert "0 of 10 parts  2 busy" in shown


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = ["short", "one two three four five", "too short"]
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "f.flow").write_text(FLOW)
    return tmp_path


def events(err: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in err.splitlines()]
    assert all(list(event)[:3] == ["time", "level", "event"] for event in found)
    return found


@pytest.mark.parametrize("options", [("--log", "json"), ("--log=json", "-q"), ("-v", "--format", "json")])
def test_a_log_for_programs(docflow: Any, here: Path, options: tuple[str, ...]) -> None:
    done = docflow("run", "f.flow", *options)
    found = events(done.err)
    names = [event["event"] for event in found]
    assert (names[0], names[-1]) == ("run_started", "run_finished")
    assert {"flow_started", "part_done"} <= set(names)
    (flow,) = found[-1]["flows"]
    assert flow == {"flow": "", "seen": 3, "added": 0, "written": 1, "dropped": 0, "quarantined": 2}
    assert (done.out == "") == ("-q" in options)
    if "--format" in options:
        assert json.loads(done.out)["flows"]


def test_why_a_run_stopped_is_an_event(docflow: Any, here: Path) -> None:
    done = docflow("run", "nope.flow", "--log", "json")
    (event,) = events(done.err)
    assert (event["event"], event["exit_code"], event["level"]) == ("run_failed", 2, "error")
    (here / "wrong.flow").write_text("from nothing() | to jsonl(1)\n")
    found = events(docflow("run", "wrong.flow", "--log", "json").err)
    assert [event["event"] for event in found] == ["finding"] * (len(found) - 1) + ["run_failed"]
    assert found[0]["code"].startswith("DF")
    assert found[-1]["message"] == f"{len(found) - 1} errors in the flow"


def test_warnings_of_the_flow_are_events(docflow: Any, here: Path) -> None:
    (here / "w.flow").write_text("use dedup\n" + FLOW)
    assert "DF0" in docflow("run", "w.flow").err
    assert events(docflow("run", "w.flow", "--log", "json").err)[0]["event"] == "finding"
    assert docflow("run", "w.flow", "--quiet").err == ""


def test_quiet_prints_errors_only(docflow: Any, here: Path) -> None:
    done = docflow("run", "f.flow", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    gate = "flow f { " + FLOW.strip() + ' expect run.kept > 9 else fail("too few") }'
    (here / "g.flow").write_text(gate)
    done = docflow("run", "g.flow", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err == "docflow: gate FAILED (line 1): expect run.kept > 9: too few\n"
    (here / "in.jsonl").write_text("")
    done = docflow("run", "f.flow", "-q")
    assert (done.code, done.out, done.err) == (6, "", "docflow: the input holds no document (exit code 6)\n")
    done = docflow("run", "nope.flow", "-q")
    assert done.code == 2
    assert done.err.startswith("docflow: there is no flow file")
    assert docflow("run", "f.flow", "-q", "-v").code == 2


def test_a_run_that_went_over_its_budget_says_so(docflow: Any, here: Path) -> None:
    (here / "in.jsonl").write_text('{"text": "one two three four five"}\nno json\n')
    done = docflow("run", "f.flow")
    assert done.code == 3
    assert done.out.endswith("\n1 document failed, `max_errors` allows 0 (exit code 3)\n")
    assert "look at it: docflow quarantine list out\n" in done.out
    assert "try again:  docflow quarantine replay f.flow\n" in done.out


def test_structlog_is_loaded_for_a_log_only(here: Path) -> None:
    program = (
        "import sys\nfrom docflow.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n"
        "    print('loaded' if 'structlog' in sys.modules else 'not loaded')"
    )
    for options, loaded in ((("-q",), "not loaded"), (("-q", "--log", "json"), "loaded")):
        done = subprocess.run(
            [sys.executable, "-c", program, "run", "f.flow", *options],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == loaded


@pytest.mark.parametrize(
    ("arguments", "log"),
    [
        (("run", "--log", "json"), "json"),
        (("run", "--log=json"), "json"),
        (("run", "--log", "text", "-v", "--format", "json"), ""),
        (("run", "-v", "--format", "json"), "json"),
        (("test", "-v", "--format", "json"), ""),
        (("run", "--log"), ""),
    ],
)
def test_which_log_was_asked_for(arguments: tuple[str, ...], log: str) -> None:
    assert fail.wanted_log(arguments) == log


@pytest.mark.parametrize("log", [(), ("--log", "json")])
def test_a_bug_says_nothing_that_acts(
    docflow: Any, here: Path, monkeypatch: pytest.MonkeyPatch, log: tuple[str, ...]
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise AssertionError("\x1b[2J\n::error::x")

    monkeypatch.setattr("docflow.cli.verbs.run.pick", broken)
    done = docflow("run", "f.flow", *log)
    assert done.code == fail.BUG
    assert "\x1b" not in done.err
    assert "\n::" not in done.err
    if log:
        (event,) = events(done.err)
        assert (event["event"], event["exit_code"]) == ("run_failed", fail.BUG)
    monkeypatch.setenv("DOCFLOW_TRACEBACK", "1")
    monkeypatch.setattr("docflow.cli.output.click.echo", lambda text, **_: shown.append(text))
    shown: list[str] = []
    fail.bug(AssertionError("\x1b[2J\n::error::x"), format_="text")
    assert not any("\x1b" in text or "\n::" in text for text in shown)
    assert "\\x3a:error" in "".join(shown)


def test_why_a_run_stopped_names_the_document(docflow: Any, here: Path) -> None:
    (here / "f.flow").write_text(FLOW.replace('quarantine("too short")', 'fail("no")'))
    done = docflow("run", "f.flow", "--log", "json", "-q")
    event = events(done.err)[-1]
    assert (done.code, event["event"], event["exit_code"]) == (4, "run_failed", 4)
    assert event["document"] == "0"
    assert event["step"] == "expect"
