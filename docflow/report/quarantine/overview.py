"""All entries of a quarantine: how many by step and reason, and the first of them."""

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docflow.engine.state.entries import Kept
from docflow.io.escape import safe
from docflow.report.columns import clip, width
from docflow.report.paint import paint
from docflow.report.quarantine.words import name_of
from docflow.report.table import table
from docflow.value import frozen

__all__ = ["Overview", "Pick", "as_json", "overview", "render"]

MOST_GROUPS = 1000
OTHER = "(other)"
LONGEST = 40
"""The most characters of a step, a reason or a place in a table."""


@frozen
class Pick:
    """Which entries: those of a step, of a reason ("" for any), and how many of them are shown."""

    step: str = ""
    reason: str = ""
    limit: int = 20

    def takes(self, entry: Kept) -> bool:
        """Return whether an entry is one of them."""
        return self.step in ("", entry.step) and self.reason in ("", entry.reason)


@frozen
class Group:
    """The entries of one step for one reason: how many, the line of the step, the first of them."""

    flow: str
    step: str
    reason: str
    line: int
    entries: int
    example: str


@frozen
class Overview:
    """What a quarantine holds; `entries` are the first of the `picked` ones, `all` counts every entry."""

    file: Path
    all: int
    picked: int
    groups: tuple[Group, ...]
    entries: tuple[Kept, ...]


def overview(file: Path, entries: Iterable[Kept], pick: Pick) -> Overview:
    """Read the entries once; memory holds the groups (1,000 at most) and the entries that are shown."""
    whole = picked = 0
    groups: dict[tuple[str, str, str], Group] = {}
    shown: list[Kept] = []
    for entry in entries:
        whole += 1
        if not pick.takes(entry):
            continue
        picked += 1
        _add(groups, entry)
        if len(shown) < pick.limit:
            shown.append(entry)
    ordered = sorted(groups.values(), key=lambda each: -each.entries)
    return Overview(file, whole, picked, tuple(ordered), tuple(shown))


def _add(groups: dict[tuple[str, str, str], Group], entry: Kept) -> None:
    key = (entry.flow, entry.step, entry.reason)
    if key not in groups and len(groups) >= MOST_GROUPS:
        key = (entry.flow, entry.step, OTHER)
    known = groups.get(key)
    example = known.example if known else name_of(entry)
    groups[key] = Group(*key, entry.at.line, known.entries + 1 if known else 1, example)


def as_json(found: Overview) -> dict[str, Any]:
    """Return the overview as JSON values."""
    groups = [
        {
            "flow": each.flow,
            "step": each.step,
            "reason": each.reason,
            "line": each.line,
            "entries": each.entries,
            "example": each.example,
        }
        for each in found.groups
    ]
    shown = [_entry(each) for each in found.entries]
    head: dict[str, Any] = {"quarantine": str(found.file), "all": found.all, "picked": found.picked}
    return head | {"groups": groups, "entries": shown}


def _entry(entry: Kept) -> dict[str, Any]:
    found = entry.rejection
    where = {"path": found.path, "line": found.line, "offset": found.offset, "length": found.length}
    return {
        "number": entry.number,
        "flow": entry.flow,
        "step": entry.step,
        "line": entry.at.line,
        "reason": entry.reason,
        "message": entry.message,
        "error": entry.error,
        "document": entry.id or None,
        "pointer": where if entry.document is None else None,
    }


def render(found: Overview, pick: Pick, place: str, *, color: bool = False, columns: int = 100) -> str:
    """Return the overview as text."""
    of = f" of {found.all:,}" if found.picked != found.all else ""
    entries = f"{found.picked:,}{of} {'entry' if found.all == 1 else 'entries'}"
    lines = [paint(f"{entries} in {safe(str(found.file))}", "bold", color)]
    if not found.picked:
        return "\n".join([*lines, *_nothing(pick)]) + "\n"
    rows = [
        (each.entries, _short(each.step), _line(each), _short(each.reason), _short(each.example))
        for each in found.groups
    ]
    lines += ["", *table(rows, ("entries", "step", "line", "reason", "for example"))]
    lines += ["", *_entries(found, columns)]
    if found.picked > len(found.entries):
        more = found.picked - len(found.entries)
        lines.append(f"  and {more:,} more; `--limit {found.picked}` lists all")
    first = found.entries[0].number if found.entries else 1
    lines += ["", f"one of them in full: docflow quarantine show {safe(shlex.quote(place))} {first}"]
    return "\n".join(lines) + "\n"


def _nothing(pick: Pick) -> list[str]:
    asked = [f"step `{safe(pick.step)}`"] if pick.step else []
    asked += [f"reason `{safe(pick.reason)}`"] if pick.reason else []
    return (
        [f"there is none with {' and '.join(asked)}; without these options all are listed"] if asked else []
    )


def _short(text: str) -> str:
    return safe(clip(text, LONGEST))


def _line(group: Group) -> int | str:
    return group.line or ""


def _entries(found: Overview, columns: int) -> list[str]:
    """One line an entry: number, place, step and reason, and what was said as far as it fits."""
    heads = [
        (str(each.number), _short(name_of(each)), _short(f"{each.step}: {each.reason}"))
        for each in found.entries
    ]
    widths = [max((width(row[at]) for row in heads), default=0) for at in range(3)]
    lines = []
    for entry, (number, where, why) in zip(found.entries, heads, strict=True):
        head = "  ".join((number.rjust(widths[0]), _padded(where, widths[1]), _padded(why, widths[2])))
        line = f"  {head}  {safe(_told(entry), 500)}"
        lines.append(clip(line, max(columns, 60)).rstrip())
    return lines


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _told(entry: Kept) -> str:
    """Return the message without the name of the component, which the step says already."""
    if entry.error and entry.message.startswith("`"):
        return entry.message.partition(": ")[2] or entry.message
    return entry.message
