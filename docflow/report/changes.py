"""Documents before and after cleaning: the most changed ones, as line diffs."""

import difflib
import heapq
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from docflow.io.escape import safe
from docflow.plan.report import Report, Sums
from docflow.report.paint import paint
from docflow.report.table import count
from docflow.value import evolve

__all__ = ["Change", "as_json", "most_changed", "render", "without_preview"]

LINES = 12
"""How many changed lines of a document are shown."""
WIDTH = 100


@attrs.frozen(order=False)
class Change:
    """One document before and after; `removed` counts characters."""

    id: str
    before: str
    after: str

    @property
    def rewritten(self) -> bool:
        """Whether most lines of the result are new, as those of a page whose markup went: no diff says it."""
        lines = {line.strip() for line in self.after.split("\n")} - {""}
        return len(lines & {line.strip() for line in self.before.split("\n")}) * 2 < len(lines)

    @property
    def removed(self) -> int:
        """How many characters went."""
        return len(self.before) - len(self.after)


def most_changed(folder: Path, most: int) -> list[Change]:
    """Return the most changed of the documents in `before.jsonl` and `after.jsonl`, reading both once.

    A document that was dropped on the way stands only in `before`; order is the same in both.
    """
    changed = (change for change in _pairs(folder) if change.before != change.after)
    return heapq.nlargest(most, changed, key=lambda change: change.removed)


def _pairs(folder: Path) -> Iterator[Change]:
    after = _records(folder / "after.jsonl")
    following = next(after, None)
    for record in _records(folder / "before.jsonl"):
        if following is not None and following["id"] == record["id"]:
            yield Change(record["id"], record["text"], following["text"])
            following = next(after, None)


def _records(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def render(changes: list[Change], *, color: bool = False) -> str:
    """Return the documents as diffs: lines that went (`-`) and came (`+`); what came where most is new."""
    lines = [f"most changed of the documents ({len(changes)} shown)"]
    for change in changes:
        lines += [
            "",
            paint(f"{safe(change.id)}: {count(change.removed, 'character')} removed", "bold", color),
        ]
        lines += _opening(change, color) if change.rewritten else _diff(change, color)
    return "\n".join(lines) + "\n"


def _opening(change: Change, color: bool) -> list[str]:
    found = [line for line in change.after.split("\n") if line.strip()]
    shown = ["  the text that stays:", *(_line(f"+{line}", color) for line in found[:LINES])]
    more = len(found) - LINES
    return [*shown, f"  ... and {count(more, 'more line')}"] if more > 0 else shown


def _diff(change: Change, color: bool) -> list[str]:
    before, after = change.before.split("\n"), change.after.split("\n")
    found = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if _content(line)]
    shown = [_line(line, color) for line in found[:LINES]]
    more = len(found) - len(shown)
    return [*shown, f"  ... and {count(more, 'more line')}"] if more else shown


def _content(line: str) -> bool:
    return not line.startswith(("---", "+++", "@@")) and bool(line[1:].strip())


def _line(line: str, color: bool) -> str:
    text = safe(line[1:])
    text = text if len(text) <= WIDTH else text[: WIDTH - 3] + "..."
    return "  " + paint(f"{line[0]} {text}", "red" if line[0] == "-" else "green", color)


def without_preview(report: Report) -> Report:
    """Return the report without the copies and files that only the preview needed."""
    flows = tuple(evolve(flow, copies=Sums(), outputs=()) for flow in report.flows)
    return evolve(report, flows=flows, quarantine="", run_file="")


def as_json(changes: list[Change]) -> list[dict[str, Any]]:
    """Return the documents as JSON values."""
    return [{"id": c.id, "removed": c.removed, "before": c.before, "after": c.after} for c in changes]
