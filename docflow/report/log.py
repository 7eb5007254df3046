"""The log of a run, by structlog; loaded where a log was asked for, since its import costs more than a check.

The names of events and of their facts are stable: programs read them (docs/running.md lists them).
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import structlog

from docflow.engine.watch import (
    FlowStarted,
    PartDone,
    Printed,
    Reused,
    RunStarted,
    StageStarted,
    Watch,
    WorkerLost,
    Writing,
)
from docflow.errors import Diagnostic, DocflowError, FlowError, RunError
from docflow.io.escape import json_text, safe
from docflow.plan.report import Report
from docflow.report import diagnostics
from docflow.report.progress.figures import Figures
from docflow.report.table import count

__all__ = ["Log", "figures_of", "tell_failure", "tell_findings", "tell_stop", "watch"]

Emit = Callable[[str], None]


class Log:
    """A structlog logger of our own: a program that uses docflow keeps its structlog settings."""

    def __init__(self, emit: Emit, *, as_json: bool) -> None:
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
        self._log = structlog.wrap_logger(
            _Lines(emit),
            processors=[structlog.processors.add_log_level, stamp, _as_json if as_json else _plain],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        )

    def info(self, event: str, **facts: Any) -> None:
        """Log that something went as it should."""
        self._log.info(event, **facts)

    def warning(self, event: str, **facts: Any) -> None:
        """Log something that a person should know."""
        self._log.warning(event, **facts)

    def error(self, event: str, **facts: Any) -> None:
        """Log why a command stopped."""
        self._log.error(event, **facts)


class _Lines:
    """What structlog writes to: one method a level, one line a call."""

    def __init__(self, emit: Emit) -> None:
        self.info = self.warning = self.error = emit


def watch(log: Log) -> Watch:
    """Return a watcher that logs every event but `Progress`, which comes too often (see `figures_of`)."""

    def run_started(event: RunStarted) -> None:
        flows = list(event.flows)
        log.info("run_started", plan=event.plan, digest=event.digest, flows=flows, workers=event.workers)

    def flow_started(event: FlowStarted) -> None:
        log.info("flow_started", flow=event.flow, parts=event.parts, bytes=event.bytes)

    def stage_started(event: StageStarted) -> None:
        stage, stages = event.stage + 1, event.stages
        log.info("stage_started", flow=event.flow, stage=stage, stages=stages, parts=event.parts)

    def reused(event: Reused) -> None:
        log.info("reused", flow=event.flow, parts=event.parts, of=event.of)

    def worker_lost(event: WorkerLost) -> None:
        facts = {"document": event.document, "step": event.step, "reason": event.reason}
        log.warning("worker_lost", worker=event.worker, **facts)

    def printed(event: Printed) -> None:
        log.info("printed", step=event.step, line=event.line)

    def writing(event: Writing) -> None:
        log.info("writing", outputs=event.outputs)

    return Watch(
        run_started=run_started,
        flow_started=flow_started,
        stage_started=stage_started,
        part_done=lambda event: _part_done(log, event),
        warning=lambda said: log.warning("warning", message=said),
        run_finished=lambda report: _run_finished(log, report),
        reused=reused,
        worker_lost=worker_lost,
        printed=printed,
        writing=writing,
    )


def tell_findings(emit: Emit, found: Sequence[Diagnostic]) -> None:
    """Log each finding about the flow, as the event `finding`."""
    log = Log(emit, as_json=True)
    for each, facts in zip(found, diagnostics.as_json(found), strict=True):
        (log.error if each.severity == "error" else log.warning)("finding", **facts)


def tell_failure(emit: Emit, error: DocflowError) -> None:
    """Log why a command stopped, as the event `run_failed`, after the findings of a wrong flow."""
    if isinstance(error, FlowError):
        tell_findings(emit, error.diagnostics)
        message = count(sum(each.severity == "error" for each in error.diagnostics), "error") + " in the flow"
    else:
        message = safe(str(error), 2000)
    facts = {"document": error.document, "step": error.step} if isinstance(error, RunError) else {}
    tell_stop(emit, error.exit_code, message, **facts)


def tell_stop(emit: Emit, exit_code: int, message: str, **facts: Any) -> None:
    """Log the event `run_failed`."""
    Log(emit, as_json=True).error("run_failed", exit_code=exit_code, message=message, **facts)


def figures_of(figures: Figures) -> dict[str, Any]:
    """Return the facts of the event `progress`."""
    left, speed = figures.seconds_left, figures.bytes_per_second
    return {
        "flow": figures.flow,
        "stage": figures.stage + 1,
        "stages": figures.stages,
        "share": round(figures.share, 4),
        "documents": figures.documents,
        "kept": figures.kept,
        "quarantined": figures.quarantined,
        "parts_done": figures.done,
        "parts": figures.parts,
        "bytes": figures.read,
        "bytes_per_second": None if speed is None else round(speed),
        "busy": figures.busy,
        "seconds_left": None if left is None else round(left, 1),
    }


def _part_done(log: Log, event: PartDone) -> None:
    """Reused parts are told together, by `reused`."""
    if event.reused:
        return
    facts: dict[str, Any] = {"stage": event.stage + 1, "stages": event.stages}
    facts |= {"part": event.part + 1, "parts": event.parts, "seconds": round(event.seconds, 3)}
    sums = event.sums
    facts |= {"seen": sums.seen, "written": sums.written, "dropped": sums.dropped}
    log.info("part_done", flow=event.flow, **facts, quarantined=sums.quarantined)


def _run_finished(log: Log, report: Report) -> None:
    flows = [{"flow": flow.name, **attrs.asdict(flow.sums)} for flow in report.flows]
    facts = {"exit_code": report.exit_code, "seconds": round(report.seconds, 3), "flows": flows}
    log.info("run_finished", **facts, quarantine=report.quarantine, run_file=report.run_file)


def _as_json(_logger: Any, _method: str, event: Any) -> str:
    first = {name: event.pop(name) for name in ("time", "level", "event")}
    return json_text({**first, **event})


def _plain(_logger: Any, _method: str, event: Any) -> str:
    time, level, what = event.pop("time"), event.pop("level"), event.pop("event")
    facts = "  ".join(_fact(key, value) for key, value in event.items() if value not in ("", [], None))
    return f"{time[11:19]} {level}: {safe(what.replace('_', ' '))}" + (f"  {facts}" if facts else "")


def _fact(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "  ".join(_sums(one) if isinstance(one, dict) else f"flow={safe(one)}" for one in value if one)
    return f"{key}=" + safe(str(value)[:12] if key == "digest" else str(value), 500)


def _sums(sums: dict[str, Any]) -> str:
    return "  ".join(f"{key}={safe(str(value))}" for key, value in sums.items() if value != "")
