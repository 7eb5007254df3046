"""What a person sees while a run goes on, moment by moment; golden screens, a clock of our own."""

import importlib.util
import os
from pathlib import Path

import pytest

from docflow.engine.watch import (
    FlowStarted,
    PartDone,
    Printed,
    Progress,
    RunStarted,
    StageStarted,
    Watch,
    WorkerLost,
    Writing,
)
from docflow.plan.report import FlowReport, Report, Sums
from docflow.report import tellings
from docflow.report.progress.figures import Figures
from docflow.report.progress.rows import plain, rows
from docflow.report.progress.screen import Screen
from docflow.report.progress.show import counting, now_and_then, on_screen, summary, together

HERE = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("terminal", HERE / "terminal.py")
assert SPEC is not None
assert SPEC.loader is not None
MODULE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MODULE)
MB = 1_000_000


class Stand:
    """A run that is played: a clock, a terminal, and who watches."""

    def __init__(self, columns: int = 80, *, color: bool = False, poor: bool = False) -> None:
        self.now = 0.0
        self.terminal = MODULE.Terminal(columns)
        self.figures = Figures()
        self.screen = Screen(self.terminal.write, lambda: self.terminal.columns, lambda: self.now)
        watches = [
            counting(self.figures, lambda: self.now),
            tellings.watch(self.screen.say),
            on_screen(self.figures, self.screen, color=color, poor=poor),
        ]
        self.watch = together(watches)

    def play(self, until: float, speed: float = 2 * MB, flow: str = "news") -> None:
        """Tell of progress four times a second."""
        while self.now < until:
            self.now += 0.25
            read = int(self.now * speed)
            self.watch.progress(Progress(flow, 0, read // 2000, read, 4))


def part(number: int, seen: int, *, parts: int = 30, reused: bool = False, size: int = 8 * MB) -> PartDone:
    sums = Sums(seen=seen, written=seen - seen // 10, quarantined=seen // 10)
    return PartDone("news", 0, 1, number, parts, sums, 4.0, reused, size)


def begin(stand: Stand, flows: tuple[str, ...] = ("news",), parts: int = 30) -> None:
    stand.watch.run_started(RunStarted("news", "abc", flows, 4))
    stand.watch.flow_started(FlowStarted("news", parts, parts * 8 * MB))


def test_screens_are_those_of_the_golden_file() -> None:
    stand, shots = Stand(), []

    def shot(title: str) -> None:
        shots.append(f"--- {title}\n{stand.terminal.seen}\n")

    begin(stand, ("news", "letters"))
    shot("at once")
    stand.play(1.0)
    shot("after a second: nobody knows how long")
    stand.play(20.0)
    stand.watch.part_done(part(0, 12_345))
    stand.play(30.0)
    shot("after half a minute")
    stand.watch.worker_lost(
        WorkerLost(2, "a.txt\x1b[2J", "clean.x", "was killed by signal 11; the part is done again")
    )
    stand.watch.printed(Printed("clean.x", "::set-output name=x::y\u202e"))
    shot("a worker died, a component printed")
    stand.terminal.resize(40)
    stand.play(31.0)
    shot("the window is narrower")
    stand.terminal.resize(14)
    stand.play(32.0)
    shot("the window is very narrow")
    stand.terminal.resize(80)
    stand.watch.writing(Writing(2))
    stand.now += 1
    stand.watch.part_done(part(1, 20_000))
    shot("outputs")
    stand.watch.run_finished(
        Report("abc", (FlowReport("news", Sums(20_000, 0, 20_000), Sums()),), seconds=40.0)
    )
    shot("the end")
    golden = HERE / "screens.txt"
    if os.environ.get("DOCFLOW_ACCEPT"):
        golden.write_text("".join(shots), encoding="utf-8")
    assert "".join(shots) == golden.read_text(encoding="utf-8")


def test_a_short_run_draws_nothing() -> None:
    stand = Stand()
    begin(stand)
    stand.play(0.25)
    assert stand.terminal.writes == 0


def test_ten_drawings_a_second_at_most() -> None:
    stand = Stand()
    begin(stand)
    for count in range(1000):
        stand.now = 1 + count / 1000
        stand.watch.progress(Progress("news", 0, count, count, 1))
    assert 5 <= stand.terminal.writes <= 10


def test_what_did_not_change_is_not_drawn() -> None:
    stand = Stand()
    begin(stand)
    for _ in range(20):
        stand.now += 5
        stand.watch.progress(Progress("news", 0, 0, 0, 1))
    assert stand.terminal.writes == 1


@pytest.mark.parametrize("columns", [1, 2, 5, 10, 20, 33, 60, 200])
@pytest.mark.parametrize("flow", ["news", "新聞新聞新聞新聞新聞新聞新聞新聞", "x" * 300, "\x1b[31m"])
def test_no_line_is_as_long_as_the_window(columns: int, flow: str) -> None:
    stand = Stand(columns)
    stand.watch.run_started(RunStarted("p", "abc", (flow, "b"), 4))
    stand.watch.flow_started(FlowStarted(flow, 3, 100 * MB))
    stand.play(10, flow=flow)
    for row in rows(stand.figures, columns):
        assert row.columns < max(columns, 2)
        assert row.columns == MODULE.width(row.text)
        assert "\x1b" not in row.text
    stand.screen.clear()
    assert stand.terminal.seen == ""


def test_colours_are_not_counted_and_poor_streams_get_ascii() -> None:
    stand = Stand(color=True)
    begin(stand)
    stand.play(30)
    assert "\x1b[32m" in stand.screen.shown[0].text
    assert stand.screen.shown[0].columns == MODULE.width(stand.terminal.rows[0])
    poor = Stand(poor=True)
    begin(poor)
    poor.play(1)
    assert poor.terminal.seen.isascii()


def test_reused_parts_do_not_make_it_look_fast() -> None:
    stand = Stand()
    begin(stand)
    for number in range(15):
        stand.watch.part_done(part(number, 100 * number, reused=True))
    half = 15 * 8 * MB
    for _ in range(40):
        stand.now += 0.25
        stand.watch.progress(Progress("news", 0, int(stand.now), int(stand.now * MB), 2))
    assert stand.figures.bytes_per_second == pytest.approx(MB, rel=0.05)
    assert stand.figures.seconds_left == pytest.approx(110, rel=0.05)
    assert stand.figures.documents == 1400 + 10
    assert stand.figures.all_reused == 15
    assert stand.figures.all_bytes == half


def test_bytes_are_guessed_from_documents_where_nobody_tells_them() -> None:
    stand = Stand()
    begin(stand)
    stand.watch.progress(Progress("news", 0, 500, 0, 2))
    assert stand.figures.share == 0
    stand.now = 10
    stand.watch.part_done(part(0, 1000))
    stand.watch.progress(Progress("news", 0, 1500, 0, 2))
    assert stand.figures.read == 12 * MB
    stand.watch.progress(Progress("news", 0, 10**9, 0, 2))
    assert stand.figures.share == 1


def test_a_second_stage_counts_as_much_as_the_first() -> None:
    stand = Stand()
    begin(stand)
    stand.watch.stage_started(StageStarted("news", 0, 2, 30))
    stand.play(120)
    assert stand.figures.share == pytest.approx(0.5)
    stand.watch.stage_started(StageStarted("news", 1, 2, 30))
    assert stand.figures.share == pytest.approx(0.5)
    assert stand.figures.seconds_left is None
    for number in range(15):
        stand.now += 4
        sums = Sums(seen=30)
        stand.watch.part_done(PartDone("news", 1, 2, number, 30, sums, 4.0, False, 8 * MB))
    assert stand.figures.share == pytest.approx(0.75)
    assert stand.figures.seconds_left == pytest.approx(60, rel=0.1)


def test_parts_say_how_far_where_bytes_are_not_known() -> None:
    stand = Stand()
    stand.watch.run_started(RunStarted("news", "abc", ("news",), 1))
    stand.watch.flow_started(FlowStarted("news", 4))
    for number in range(2):
        stand.now += 10
        stand.watch.part_done(part(number, 7, parts=4, size=0))
    assert stand.figures.share == 0.5
    assert stand.figures.seconds_left == pytest.approx(20)
    assert stand.figures.bytes_per_second is None
    assert "2 of 4 parts" in plain(stand.figures)


def test_without_a_terminal_a_line_comes_every_half_minute() -> None:
    now, figures, said = [0.0], Figures(), []
    ticks = now_and_then(lambda: said.append(f"{now[0]:.0f} {plain(figures)}"), lambda: now[0], 30)
    watch: Watch = together([counting(figures, lambda: now[0]), ticks])
    watch.run_started(RunStarted("news", "abc", ("news",), 1))
    watch.flow_started(FlowStarted("news", 30, 240 * MB))
    while now[0] < 70:
        now[0] += 0.25
        watch.progress(Progress("news", 0, int(now[0] * 10), int(now[0] * MB), 2))
    assert said == [
        "30 news: 12 %, 300 documents, 1.0 MB/s, 0 kept, 0 quarantined, 0 of 30 parts, 2 busy, 3:30 left",
        "60 news: 25 %, 600 documents, 1.0 MB/s, 0 kept, 0 quarantined, 0 of 30 parts, 2 busy, 3:00 left",
    ]


def test_the_end_says_how_fast_it_was() -> None:
    figures = Figures(all_bytes=40 * MB)
    report = Report("abc", (FlowReport("news", Sums(20_000, 0, 20_000), Sums()),), seconds=20.0)
    assert summary(report, figures) == "20.0 s, 1,000 documents/s, 2.0 MB/s"


def test_a_component_that_prints_for_every_document_is_cut_short() -> None:
    said: list[str] = []
    watch = tellings.watch(said.append)
    for number in range(1000):
        watch.printed(Printed("a.b", f"line {number}"))
    watch.printed(Printed("", "hello\n::error::x"))
    assert len(said) == 12
    assert said[10] == "docflow: step a.b prints more, which is not shown"
    assert said[11] == "docflow: a component printed: hello\\n::error::x"
