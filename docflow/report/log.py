"""Logging of a run with structlog; loaded by `docflow run` alone, since its import costs more than a check."""

import logging
import sys
from typing import Any

import structlog

from docflow.io.escape import safe

__all__ = ["logger"]


def logger(*, verbose: bool, as_json: bool) -> Any:
    """Return a logger on standard error: warnings only, or everything that happens with `verbose`.

    Not configured globally: a program that uses docflow keeps its own structlog settings.
    """
    level = logging.INFO if verbose else logging.WARNING
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _plain
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def _plain(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    time, level, what = event.pop("time"), event.pop("level"), event.pop("event")
    facts = "  ".join(f"{key}={safe(str(value))}" for key, value in event.items())
    return f"{time[11:19]} {level}: {safe(str(what))}" + (f"  {facts}" if facts else "")
