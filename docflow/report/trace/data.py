"""A trace as JSON values."""

from collections.abc import Mapping
from typing import Any

from docflow.plan.decide import Decision
from docflow.plan.ir import Where
from docflow.plan.trace import End, FieldChange, Rejection, Trace, TracedFlow, TracedStep, Tried
from docflow.plan.trace import sums as sums_of

__all__ = ["as_json"]


def as_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as JSON values.

    The text of a step that changed it is in its `runs`: `same` and `gone` make the text that came, `same` and
    `new` the one that went on. `piece` tells the pieces of a splitter apart, from 1.
    """
    return {
        "file": trace.file,
        "asked": trace.asked,
        "notes": list(trace.notes),
        "rejected": [_rejection(each) for each in trace.rejections],
        "flows": [_flow(each) for each in trace.flows],
    }


def _flow(flow: TracedFlow) -> dict[str, Any]:
    doc = flow.given
    return {
        "name": flow.name,
        **_at(flow.at),
        "document": {"id": doc.id, "source": doc.source, "text": doc.text, "fields": _plain(doc.fields)},
        "steps": [_step(step) for step in flow.steps],
        "ends": [_end(end) for end in flow.ends],
        "removed": [
            {
                "step": s.step,
                "line": s.line,
                "rule": s.rule,
                "times": s.removals,
                "gone": s.gone,
                "new": s.new,
            }
            for s in sums_of(tuple(step for step in flow.steps if not step.copy))
        ],
    }


def _step(step: TracedStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "words": step.words,
        "kind": step.kind,
        "component": step.component,
        "distribution": step.distribution,
        **_at(step.at),
        "path": list(step.path),
        "copy": step.copy,
        "piece": _piece(step.strand),
        "verdict": step.verdict,
        "chars": step.chars,
        "gone": step.gone,
        "new": step.new,
        "runs": [{"kind": run.kind, "text": run.text} for run in step.runs],
        "removed": [
            {"start": r.start, "end": r.end, "line": r.line, "text": r.text, "rule": r.rule}
            for r in step.removed
        ],
        "fields": [_field(change) for change in step.fields],
        "id_before": step.renamed[0] if step.renamed else None,
        "id_after": step.renamed[1] if step.renamed else None,
        "tried": [_tried(each) for each in step.tried],
        "pieces": [
            {
                "piece": _piece(p.strand),
                "id": p.id,
                "chars": p.chars,
                "lines": p.lines,
                "end": p.end,
                "by": p.where,
            }
            for p in step.pieces
        ],
        "events": [
            {"action": e.action, "reason": e.reason, "message": e.message, "error": e.error}
            for e in step.events
        ],
    }


def _piece(strand: tuple[int, ...]) -> list[int]:
    return [number + 1 for number in strand]


def _at(at: Where) -> dict[str, Any]:
    return {"flow_file": at.file, "flow_line": at.line}


def _field(change: FieldChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "fresh": change.fresh,
        "gone": change.gone,
    }


def _tried(tried: Tried) -> dict[str, Any]:
    decision = None if tried.decision is None else _decision(tried.decision)
    return {"words": tried.words, "taken": tried.taken, **_at(tried.at), "decision": decision}


def _decision(decision: Decision) -> dict[str, Any]:
    clauses = [
        {
            "text": clause.text,
            "holds": clause.holds,
            "values": [{"text": text, "value": _plain(value)} for text, value in clause.values],
        }
        for clause in decision.clauses
    ]
    return {"text": decision.text, "holds": decision.holds, "clauses": clauses}


def _end(end: End) -> dict[str, Any]:
    return {
        "action": end.action,
        "step": end.step,
        **_at(end.at),
        "copy": end.copy,
        "piece": _piece(end.strand),
        "reason": end.reason,
        "id": end.document.id,
        "text": end.document.text,
        "fields": _plain(end.document.fields),
    }


def _rejection(found: Rejection) -> dict[str, Any]:
    raw = None if found.raw is None else found.raw.decode("utf-8", "backslashreplace")
    return {
        "step": found.step,
        **_at(found.at),
        "reason": found.reason,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "offset": found.offset,
        "length": found.length,
        "raw": raw,
    }


def _plain(value: Any) -> Any:
    """Return a value of the language as JSON has it; a date and anything else as text."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value)
