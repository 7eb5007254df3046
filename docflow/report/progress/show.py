"""Watchers that show how far a run is: by lines drawn again and again, or by one now and then."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from docflow.engine.watch import RunStarted, Watch
from docflow.plan.report import Report
from docflow.report.progress.figures import Figures
from docflow.report.progress.rows import rate, rows
from docflow.report.progress.screen import Screen

__all__ = ["counting", "each", "now_and_then", "on_screen", "summary", "together"]

AT_FIRST = 0.4
"""Seconds before anything is drawn: a short run leaves the screen as it was."""

_EVENTS = tuple(attribute.name for attribute in attrs.fields(Watch))


def each(take: Callable[[Any], None]) -> Watch:
    """Return a watcher that hands every event to one function."""
    return Watch(**dict.fromkeys(_EVENTS, take))


def together(watches: Sequence[Watch]) -> Watch:
    """Return a watcher that tells several, one after the other."""

    def telling(name: str) -> Callable[[Any], None]:
        functions = [getattr(watch, name) for watch in watches]

        def tell(event: Any) -> None:
            for function in functions:
                function(event)

        return tell

    return Watch(**{name: telling(name) for name in _EVENTS})


def counting(figures: Figures, clock: Callable[[], float]) -> Watch:
    """Return a watcher that keeps the figures; those behind it in `together` see them as they are then."""
    return each(lambda event: figures.take(event, clock()))


def on_screen(figures: Figures, screen: Screen, *, color: bool, poor: bool) -> Watch:
    """Return a watcher that draws; who began it clears the screen when the run has ended, however it did."""
    begun = screen.clock()

    def take(event: object) -> None:
        if isinstance(event, Report):
            screen.clear()
        elif screen.due and screen.clock() - begun >= AT_FIRST:
            screen.draw(rows(figures, screen.columns(), color=color, poor=poor))

    return each(take)


def now_and_then(say: Callable[[], None], clock: Callable[[], float], seconds: float) -> Watch:
    """Return a watcher that calls `say` when so many seconds have gone, and events still come."""
    last = clock()

    def take(event: object) -> None:
        nonlocal last
        now = clock()
        if isinstance(event, RunStarted):
            last = now
        elif now - last >= seconds and not isinstance(event, Report):
            last = now
            say()

    return each(take)


def summary(report: Report, figures: Figures) -> str:
    """Return one line about a run that has ended: how long it took, and how fast it was."""
    seconds = report.seconds
    facts = [f"{seconds:.1f} s"]
    if seconds > 0:
        facts.append(f"{sum(flow.sums.seen for flow in report.flows) / seconds:,.0f} documents/s")
        facts += [rate(figures.all_bytes / seconds)] if figures.all_bytes else []
    return ", ".join(facts)
