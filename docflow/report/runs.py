"""The report of a run, as text for people and as JSON for programs."""

from collections.abc import Iterator
from typing import Any

import attrs

from docflow.io.escape import safe
from docflow.plan.report import FlowReport, Report, Sums
from docflow.report.paint import paint
from docflow.report.table import count, table

__all__ = ["as_json", "render"]


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as JSON values."""
    found = attrs.asdict(report)
    for flow, data in zip(report.flows, found["flows"], strict=True):
        data["sums"]["balanced"] = flow.sums.balanced
    return found


def render(report: Report, *, color: bool = False) -> str:
    """Return the report as text: sums, reasons, rules, outputs, gates, warnings, per flow."""
    lines: list[str] = []
    for flow in report.flows:
        lines += _flow(flow, named=len(report.flows) > 1, color=color)
    if report.quarantine:
        lines += ["", f"quarantine: {safe(report.quarantine)}"]
    if report.run_file:
        lines.append(f"run: {safe(report.run_file)}")
    return "\n".join(lines).lstrip("\n") + "\n"


def _flow(flow: FlowReport, *, named: bool, color: bool) -> list[str]:
    sections = [
        _sums(flow, named),
        _reasons("dropped", flow.dropped_by),
        _reasons("quarantined", flow.quarantined_by),
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


def _reasons(what: str, rows: tuple[tuple[str, str, int], ...]) -> list[str]:
    if not rows:
        return []
    cells = [(documents, safe(step), safe(reason)) for step, reason, documents in rows]
    return [f"{what} by step and reason", *table(cells)]


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
