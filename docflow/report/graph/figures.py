"""What a run counted, by flow and step, read from its `run.json`."""

from collections.abc import Mapping
from typing import Any

from docflow.value import frozen

__all__ = ["Figures", "figures_of"]


@frozen
class Figures:
    """The counts of one flow: by step, by (step, block) of a branch, and by source.

    `removed` are characters; `reasons` hold (what, step) -> the reasons with their counts, the most frequent
    first. `written` are the documents of the flow itself, without copies.
    """

    seen: int
    written: int
    sums: str
    read: Mapping[int, int]
    taken: Mapping[tuple[str, int], int]
    added: Mapping[str, int]
    dropped: Mapping[str, int]
    quarantined: Mapping[str, int]
    skipped: Mapping[str, int]
    removed: Mapping[str, int]
    reasons: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]
    gates: tuple[tuple[bool, str], ...]


def figures_of(report: Mapping[str, Any]) -> dict[str, Figures]:
    """Return the counts of a report (as `run.json` holds it) by the name of the flow.

    Raises KeyError, TypeError or ValueError for what is no report, or one of a version that counted less.
    """
    return {str(flow["name"]): _figures(flow) for flow in report["flows"]}


def _figures(flow: Mapping[str, Any]) -> Figures:
    sums = {name: int(flow["sums"][name]) for name in ("seen", "added", "written", "dropped", "quarantined")}
    return Figures(
        sums["seen"],
        sums["written"],
        _sentence(sums, int(flow["copies"]["seen"])),
        {int(source): int(by) for source, by in flow["read_by"]},
        {(str(step), int(block)): int(by) for step, block, by in flow["taken"]},
        {str(step): int(by) for step, by in flow["added_by"]},
        _by_step(flow["dropped_by"]),
        _by_step(flow["quarantined_by"]),
        _by_step(flow["skipped_by"]),
        _removed(flow["rules"]),
        {("drop", step): found for step, found in _reasons(flow["dropped_by"]).items()}
        | {("quarantine", step): found for step, found in _reasons(flow["quarantined_by"]).items()},
        tuple((bool(gate["passed"]), str(gate["message"])) for gate in flow["gates"]),
    )


def _sentence(sums: Mapping[str, int], copies: int) -> str:
    added = f" + {sums['added']:,} added" if sums["added"] else ""
    right = f"{sums['written']:,} written + {sums['dropped']:,} dropped + {sums['quarantined']:,} quarantined"
    aside = f"; {copies:,} copies aside" if copies else ""
    return f"{sums['seen']:,} seen{added} = {right}{aside}"


def _by_step(rows: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for step, _, by in rows:
        found[str(step)] = found.get(str(step), 0) + int(by)
    return found


def _reasons(rows: Any) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for step, reason, by in rows:
        found[str(step)] = (*found.get(str(step), ()), (str(reason), int(by)))
    return found


def _removed(rules: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for rule in rules:
        found[str(rule["step"])] = found.get(str(rule["step"]), 0) + int(rule["chars"])
    return found
