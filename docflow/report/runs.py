"""The report of a run, as text for people and as JSON for programs."""

import shlex
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import attrs
from attrs import frozen

from docflow.io.escape import safe
from docflow.plan.report import FlowReport, Report, Sums
from docflow.report.paint import paint
from docflow.report.table import count, table

__all__ = ["Aside", "as_json", "render", "verdict"]

MOST_REASONS = 10
"""Reasons of the quarantine that are shown, the most frequent ones."""

Rows = tuple[tuple[str, str, int], ...]


@frozen
class Aside:
    """What is told beside a report: the parts of the run, how many were reused, the file of the flow."""

    parts: int = 0
    reused: int = 0
    file: str = ""


def as_json(report: Report, *, parts: int = 0, reused: int = 0) -> dict[str, Any]:
    """Return the report as JSON values, with how many parts it had and how many of them were reused."""
    found = attrs.asdict(report)
    if parts:
        found["parts"] = {"all": parts, "reused": reused}
    for flow, data in zip(report.flows, found["flows"], strict=True):
        data["sums"]["balanced"] = flow.sums.balanced
    return found


def render(report: Report, *, color: bool = False, aside: Aside | None = None) -> str:
    """Return the report as text: sums, reasons, rules, outputs, gates, warnings, per flow; the ways on."""
    aside = aside or Aside()
    lines: list[str] = []
    for flow in report.flows:
        lines += _flow(flow, named=len(report.flows) > 1, color=color)
    if report.unchanged:
        lines += ["", "nothing changed: every output is as the last run left it"]
    elif aside.reused:
        lines += ["", f"{aside.reused:,} of {count(aside.parts, 'part')} reused from an earlier run"]
    if report.quarantine:
        lines += ["", f"quarantine: {safe(report.quarantine)}", *_ways_out(report, aside.file)]
    if report.run_file:
        lines.append(f"run: {safe(report.run_file)}")
    lines += [paint(line, "red", color) for line in verdict(report) if report.exit_code in (3, 6)]
    return "\n".join(lines).lstrip("\n") + "\n"


def verdict(report: Report) -> list[str]:
    """Return why a run that finished was no success, a sentence each; nothing for a success."""
    if report.exit_code == 6:
        return ["the input holds no document (exit code 6)"]
    if report.exit_code == 3:
        return [_over(flow, len(report.flows) > 1) for flow in report.flows if flow.errors > flow.allowed]
    failed_gates = [gate for flow in report.flows for gate in flow.gates if not gate.passed]
    return [
        f"gate FAILED (line {gate.line}): expect {safe(gate.text)}"
        + (f": {safe(gate.message)}" * bool(gate.message))
        for gate in failed_gates
        if gate.action == "fail"
    ]


def _over(flow: FlowReport, named: bool) -> str:
    failed = count(flow.errors, "document") + (f" of flow {safe(flow.name)}" if named and flow.name else "")
    return f"{failed} failed, `max_errors` allows {flow.allowed:,} (exit code 3)"


def _ways_out(report: Report, file: str) -> list[str]:
    """Return how to look at the quarantine, and how to try its documents again."""
    folder = PurePath(report.quarantine).parents
    place = str(folder[2]) if len(folder) > 2 else "."
    lines = [f"  look at it: docflow quarantine list {safe(shlex.quote(place))}"]
    return lines + ([f"  try again:  docflow quarantine replay {safe(shlex.quote(file))}"] if file else [])


def _flow(flow: FlowReport, *, named: bool, color: bool) -> list[str]:
    sections = [
        _sums(flow, named),
        _reasons("dropped", flow.dropped_by),
        _reasons("quarantined", _by_frequency(flow.quarantined_by), most=MOST_REASONS),
        _reasons("skipped", flow.skipped_by),
        _rules(flow),
        _outputs(flow),
        list(_gates(flow, color)),
        [paint("warning: ", "yellow", color) + safe(text) for text in flow.warnings],
    ]
    lines: list[str] = []
    for section in sections:
        if section:
            lines += ["", *section]
    return lines


def _sums(flow: FlowReport, named: bool) -> list[str]:
    head = f"flow {flow.name}: " if named and flow.name else ""
    lines = [head + _equation(flow.sums, "seen")]
    if flow.copies.seen:
        lines.append("copies: " + _equation(flow.copies, "made"))
    return lines


def _equation(sums: Sums, verb: str) -> str:
    left = f"{count(sums.seen, 'document')} {verb}"
    if sums.added:
        left += f" + {sums.added:,} added by splitting"
    right = f"{sums.written:,} written + {sums.dropped:,} dropped + {sums.quarantined:,} quarantined"
    return f"{left} = {right}"


def _by_frequency(rows: Rows) -> Rows:
    return tuple(sorted(rows, key=lambda row: (-row[2], row[0], row[1])))


def _reasons(what: str, rows: Rows, most: int | None = None) -> list[str]:
    if not rows:
        return []
    cells = [(documents, safe(step), safe(reason)) for step, reason, documents in rows[:most]]
    rest = rows[most:] if most is not None else ()
    more = f"  and {count(sum(row[2] for row in rest), 'document')} for {count(len(rest), 'other reason')}"
    return [f"{what} by step and reason", *table(cells), *([more] if rest else [])]


def _rules(flow: FlowReport) -> list[str]:
    if not flow.rules:
        return []
    rows = [
        (safe(rule.step), safe(rule.rule) or "(the step)", rule.lines, rule.chars, rule.documents)
        for rule in flow.rules
    ]
    heads = ("step", "rule", "lines", "characters", "documents")
    return ["removed by step and rule", *table(rows, heads)]


def _outputs(flow: FlowReport) -> list[str]:
    if not flow.outputs:
        return []
    rows = [
        (safe(out.path), count(out.documents, "document"), count(out.files, "file"), f"{out.bytes:,} bytes")
        for out in flow.outputs
    ]
    return ["written", *table(rows)]


def _gates(flow: FlowReport, color: bool) -> Iterator[str]:
    for gate in flow.gates:
        verdict = "passed" if gate.passed else "FAILED" if gate.action == "fail" else "warning"
        colour = "green" if gate.passed else "red" if gate.action == "fail" else "yellow"
        message = f": {safe(gate.message)}" if gate.message and not gate.passed else ""
        yield f"gate {paint(verdict, colour, color)} (line {gate.line}): expect {safe(gate.text)}{message}"
