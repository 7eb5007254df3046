"""The log of a run, by structlog; loaded by `docflow run` alone, since its import costs more than a check."""

import logging
import sys
from typing import Any

import structlog

from docflow.engine.watch import FlowStarted, PartDone, RunStarted, Watch
from docflow.io.escape import safe
from docflow.plan.report import Report

__all__ = ["watch"]


def watch(*, verbose: bool, as_json: bool) -> Watch:
    """Return a watcher that logs to standard error: with `verbose` what happens, else nothing.

    Warnings stand in the report that follows; they are logged too when `verbose` shows when they came.
    """
    if not verbose:
        return Watch()
    log = _logger(as_json=as_json)

    def run_started(event: RunStarted) -> None:
        log.info("run started", plan=event.plan, digest=event.digest[:12], flows=len(event.flows))

    def flow_started(event: FlowStarted) -> None:
        log.info("flow started", flow=event.flow, parts=event.parts)

    def part_done(event: PartDone) -> None:
        part, stage = f"{event.part + 1}/{event.parts}", f"{event.stage + 1}/{event.stages}"
        log.info("part done", flow=event.flow, stage=stage, part=part, seen=event.sums.seen)

    def run_finished(report: Report) -> None:
        log.info("run finished", exit_code=report.exit_code, seconds=round(report.seconds, 3))

    return Watch(run_started, flow_started, part_done, log.warning, run_finished)


def _logger(*, as_json: bool) -> Any:
    """Return a logger of our own: a program that uses docflow keeps its structlog settings."""
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _plain
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[structlog.processors.add_log_level, stamp, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _plain(_logger: Any, _method: str, event: Any) -> str:
    time, level, what = event.pop("time"), event.pop("level"), event.pop("event")
    facts = "  ".join(f"{key}={safe(str(value))}" for key, value in event.items())
    return f"{time[11:19]} {level}: {safe(str(what))}" + (f"  {facts}" if facts else "")
