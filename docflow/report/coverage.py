"""The coverage of tests as text and as JSON: how much of each file they reached, and what is not counted."""

from collections.abc import Sequence
from typing import Any

from docflow.plan.coverage import COUNTED, Coverage
from docflow.report.table import table

__all__ = ["as_json", "percent", "render"]


def percent(coverages: Sequence[Coverage]) -> float:
    """Return how much of all that is counted was reached, from 0 to 100; 100 where there is nothing."""
    counts = [coverage.count(kind) for coverage in coverages for kind in COUNTED]
    every = sum(total for _, total in counts)
    return 100.0 * sum(some for some, _ in counts) / every if every else 100.0


def render(coverages: Sequence[Coverage]) -> str:
    """Return a line for each file, one for all, and what is not counted."""
    rows = [(coverage.file, _counts([coverage]), _share([coverage])) for coverage in coverages]
    if len(coverages) > 1:
        rows.append(("all", _counts(coverages), _share(coverages)))
    lines = ["coverage", *table(rows)]
    notes = [note for coverage in coverages for note in _notes(coverage, named=len(coverages) > 1)]
    return "\n".join([*lines, *(["not counted", *notes] if notes else [])]) + "\n"


def _counts(coverages: Sequence[Coverage]) -> str:
    parts = []
    for kind in COUNTED:
        counts = [coverage.count(kind) for coverage in coverages]
        total = sum(every for _, every in counts)
        parts += [f"{kind}s {sum(some for some, _ in counts)}/{total}"] if total else []
    return ", ".join(parts) or "no steps"


def _share(coverages: Sequence[Coverage]) -> str:
    return f"{int(percent(coverages))} %"


def _notes(coverage: Coverage, *, named: bool) -> list[str]:
    head = f"  {coverage.file}: " if named else "  "
    notes = [
        f"{head}{total} rules that `{component}` brings, of which {some} took a line"
        for component, some, total in coverage.plugin_rules
    ]
    some, total = coverage.count("error")
    if total:
        notes.append(f"{head}{total} `on error`, of which {some} met an error")
    return [*notes, *(f"{head}{said}" for said in coverage.uncounted)]


def as_json(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage of a file as JSON values."""
    return {
        "file": coverage.file,
        "tests": coverage.tests,
        "percent": round(percent([coverage]), 2),
        "counts": {
            f"{kind}s": dict(zip(("reached", "total"), coverage.count(kind), strict=True))
            for kind in (*COUNTED, "error")
        },
        "missing": [
            {"kind": unit.mark.kind, "key": unit.mark.key, "message": unit.message}
            | {"line": unit.span.line, "column": unit.span.column}
            for unit in coverage.units
            if unit.mark not in coverage.reached and unit.mark.kind in COUNTED
        ],
        "plugin_rules": [
            {"component": component, "reached": some, "total": total}
            for component, some, total in coverage.plugin_rules
        ],
        "uncounted": list(coverage.uncounted),
    }
