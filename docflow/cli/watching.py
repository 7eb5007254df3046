"""How a run is watched: the options for it, the screen, and what is told at its end."""

import functools
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from attrs import frozen

from docflow.cli.hearing import Mask, hear
from docflow.cli.output import (
    coloured,
    coloured_errors,
    put,
    put_error,
    put_json,
    put_screen,
    screen_columns,
)
from docflow.engine.watch import Printed, Watch
from docflow.errors import Diagnostic
from docflow.flowfile.trust import Trust
from docflow.io.escape import safe_output
from docflow.plan.report import Report
from docflow.report import diagnostics, runs, tellings
from docflow.report.progress.figures import Figures
from docflow.report.progress.rows import plain
from docflow.report.progress.screen import Screen
from docflow.report.progress.show import counting, now_and_then, on_screen, summary, together

__all__ = ["Watched", "Watching", "hinted", "show_report", "tell_findings", "watched", "watching_options"]

F = TypeVar("F", bound=Callable[..., Any])
BETWEEN_EVENTS = 10.0
"""Seconds between two events `progress` of a log for programs."""
BETWEEN_LINES = 30.0
"""Seconds between two lines where there is no terminal: services end jobs that say nothing for minutes."""


@frozen
class Watching:
    """What was asked for: `log` is "text", "json" or "" (none), `quiet` leaves errors only."""

    log: str = ""
    quiet: bool = False


@frozen
class Watched:
    """A run that is watched: what it calls, and the numbers that it leaves."""

    watch: Watch
    figures: Figures


def watching_options(command: F) -> F:
    """Add `--log`, `--verbose` and `--quiet`; the command gets them as `watching`, a Watching.

    `-v` is `--log text`; beside `--format json`, where programs read, it is `--log json`. Raises UsageError
    for `--quiet` with `-v`; `--quiet --log json` is a log without a report.
    """

    @functools.wraps(command)
    def wrapped(*, log: str | None, verbose: bool, quiet: bool, **given: Any) -> Any:
        if quiet and verbose:
            raise click.UsageError("`--quiet` and `--verbose` contradict each other; give one of them")
        short = "" if not verbose else "json" if given.get("format_") == "json" else "text"
        return command(watching=Watching(log or short, quiet), **given)

    logs = click.Choice(["text", "json"])
    options = (
        click.option("--log", type=logs, help="Log what happens, on standard error."),
        click.option(
            "-v", "--verbose", is_flag=True, help="As `--log text`; with `--format json` as `--log json`."
        ),
        click.option(
            "-q", "--quiet", is_flag=True, help="Print errors only: no progress, warnings or report."
        ),
    )
    made: Any = wrapped
    for option in reversed(options):
        made = option(made)
    found: F = made
    return found


@contextmanager
def watched(asked: Watching, mask: Mask = str) -> Iterator[Watched]:
    """Watch a run as asked for; whatever ends it, the screen is clean afterwards.

    `mask` blots secrets out of lines that components print in this process.
    """
    figures = Figures()
    screen = None if asked.quiet or asked.log == "json" else _screen()
    watch = together([counting(figures, time.monotonic), *_watches(asked, figures, screen)])
    try:
        with hear(mask, lambda line: watch.printed(Printed("", line))):  # where this process does the work
            yield Watched(watch, figures)
    finally:
        if screen is not None:
            screen.clear()


def hinted(file: str | None, trust: Trust) -> str:
    """Return the flow as hints name it, "" for a limited one: a copied hint would lift its limits."""
    return "" if trust.limited else file or ""


def show_report(report: Report, seen: Watched, asked: Watching, format_: str, flow: str) -> None:
    """Print what a run came to; with `quiet` only why it was no success. `flow` is what hints call it."""
    if format_ == "json":
        put_json(runs.as_json(report, parts=seen.figures.all_parts, reused=seen.figures.all_reused))
    elif not asked.quiet:
        aside = runs.Aside(seen.figures.all_parts, seen.figures.all_reused, flow)
        put(runs.render(report, color=coloured(), aside=aside), end="")
    elif asked.log != "json":
        for line in runs.verdict(report):
            put_error(f"docflow: {line}")


def tell_findings(found: Sequence[Diagnostic], sources: Mapping[str, str], asked: Watching) -> None:
    """Print the warnings of a flow that runs: for people, as events of a log, or not at all."""
    if asked.log == "json":
        importlib.import_module("docflow.report.log").tell_findings(put_error, found)
    elif not asked.quiet:
        put_error(diagnostics.render(found, sources, color=coloured_errors()), end="")


def _watches(asked: Watching, figures: Figures, screen: Screen | None) -> Iterator[Watch]:
    """Yield what tells; the screen comes last, to show what the others have printed above it."""
    said = 0

    def line() -> None:
        nonlocal said
        said += 1
        put_error(f"docflow: {plain(figures)}")

    def end(report: Report) -> None:
        if said or screen is not None:
            say(f"docflow: {summary(report, figures)}")

    say = put_error if screen is None else _above(screen)
    if asked.log:
        yield from _logs(asked, figures, say)
    elif not asked.quiet:
        yield tellings.watch(say)
    if screen is not None:
        yield on_screen(figures, screen, color=coloured_errors(), poor=_poor())
    elif not asked.quiet and asked.log != "json":
        yield now_and_then(line, time.monotonic, BETWEEN_LINES)
    if not asked.quiet and asked.log != "json":
        yield Watch(run_finished=end)


def _logs(asked: Watching, figures: Figures, say: Callable[[str], None]) -> Iterator[Watch]:
    """Yield the log; structlog is imported here, for those who asked for it."""
    module = importlib.import_module("docflow.report.log")
    log = module.Log(say, as_json=asked.log == "json")
    yield module.watch(log)
    if asked.log == "json":
        yield now_and_then(
            lambda: log.info("progress", **module.figures_of(figures)), time.monotonic, BETWEEN_EVENTS
        )


def _above(screen: Screen) -> Callable[[str], None]:
    return lambda text: screen.say(safe_output(text, colours=coloured_errors()))


def _screen() -> Screen | None:
    """Return the terminal behind standard error; None where there is none that can be drawn on."""
    try:
        drawn = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and _in_front()
    except (AttributeError, ValueError):  # closed
        return None
    return Screen(put_screen, screen_columns, time.monotonic) if drawn else None


def _in_front() -> bool:
    """Whether the terminal listens to this process: one in the background would write into others' lines."""
    try:
        return os.tcgetpgrp(sys.stderr.fileno()) == os.getpgrp()
    except (OSError, AttributeError):  # it is not our terminal, or the system has no such thing
        return True


def _poor() -> bool:
    try:
        "━─…".encode(sys.stderr.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False
