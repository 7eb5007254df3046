"""The numbers of a run as lines of text: two for a terminal, cut to its width, or one for a log."""

from attrs import frozen

from docflow.io.escape import safe
from docflow.report.columns import clip, width
from docflow.report.paint import paint
from docflow.report.progress.figures import Figures
from docflow.report.table import count

__all__ = ["Row", "plain", "rate", "rows", "span"]

GAP = "  "
LONGEST_NAME = 24
BAR = 24
"""Columns of the bar where there is room."""
SHORTEST_BAR = 6
NOT_KNOWN = "…"
_POOR = str.maketrans({"━": "=", "─": "-", "…": "~"})
"""For streams that cannot write these letters: each has one column, as they have."""


@frozen
class Row:
    """A line as it goes to a terminal, and the columns that it takes there."""

    text: str
    columns: int


def rows(figures: Figures, columns: int, *, color: bool = False, poor: bool = False) -> tuple[Row, ...]:
    """Return the lines for a terminal of so many columns; none ever fills its line, which would wrap.

    `poor` is for a stream whose encoding lacks the letters of the bar.
    """
    room = max(columns - 1, 1)
    made = (_way(figures, room), _joined(_documents(figures), room))
    shown = [line.translate(_POOR) if poor else line for line in made if line]
    return tuple(Row(_painted(line, color), width(line)) for line in shown)


def plain(figures: Figures) -> str:
    """Return all that is known as one line."""
    facts = [
        f"{int(figures.share * 100)} %",
        *_documents(figures),
        *_parts(figures),
        f"{_left(figures)} left",
    ]
    if figures.writing:
        facts = ["putting the outputs together"]
    return f"{_name(figures)}: " + ", ".join(facts)


def span(seconds: float) -> str:
    """Return a time as people say it: `7 s`, `1:20`, `3:02:59` (hours first)."""
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def rate(bytes_per_second: float) -> str:
    """Return a pace in the unit that fits: `3.4 MB/s`, `120 kB/s` (1 MB is a million bytes)."""
    amount = bytes_per_second / 1e6
    if amount < 0.1:
        return f"{bytes_per_second / 1e3:,.0f} kB/s"
    return f"{amount:,.1f} MB/s" if amount < 100 else f"{amount:,.0f} MB/s"


def _name(figures: Figures) -> str:
    name = clip(safe(figures.flow or figures.plan or "flow"), LONGEST_NAME)
    several = len(figures.flows) > 1
    return f"{name} ({figures.number} of {len(figures.flows)})" if several else name


def _left(figures: Figures) -> str:
    left = figures.seconds_left
    return NOT_KNOWN if left is None else span(left)


def _way(figures: Figures, room: int) -> str:
    """Return the first line: which flow, how far, how long; what has no room is left out."""
    if figures.writing:
        return clip("putting the outputs together", room)
    share = f"{int(figures.share * 100)} %".rjust(5)
    tail = f"{share}{GAP}{_left(figures)} left"
    name = _name(figures)
    if width(name) + len(GAP) + width(tail) > room:
        return clip(tail.lstrip(), room)
    free = room - width(name) - width(tail) - len(GAP)
    if free < SHORTEST_BAR:
        return f"{name}{GAP}{tail}"
    line = f"{name}{GAP}{_bar(figures.share, min(free, BAR))}{tail}"
    return _joined([line, *_parts(figures)], room)


def _bar(share: float, columns: int) -> str:
    full = int(share * columns)
    return "━" * full + "─" * (columns - full)


def _documents(figures: Figures) -> list[str]:
    speed = figures.bytes_per_second
    found = [count(figures.documents, "document")]
    if figures.weighed:
        found.append(rate(speed) if speed is not None else f"{NOT_KNOWN} MB/s")
    return [*found, f"{figures.kept:,} kept", f"{figures.quarantined:,} quarantined"]


def _parts(figures: Figures) -> list[str]:
    found = [f"{figures.done:,} of {count(figures.parts, 'part')}"]
    found += [f"{figures.busy} busy"] if figures.busy else []
    found += [f"stage {figures.stage + 1} of {figures.stages}"] if figures.stages > 1 else []
    return found


def _joined(facts: list[str], room: int) -> str:
    """Return the facts on one line; where it is short, the last ones are left out."""
    line = ""
    for fact in facts:
        longer = line + GAP + fact if line else fact
        if width(longer) > room:
            break
        line = longer
    return line


def _painted(line: str, color: bool) -> str:
    """Colour the bar: what is done, and what is not."""
    full = line.count("━")
    return line.replace("━" * full, paint("━" * full, "green", color)) if color and full else line
