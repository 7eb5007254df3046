"""Which crew runs a plan: worker processes where it can have them, else this process."""

import os
import sys

from docflow.catalog.catalog import Catalog
from docflow.plan.ir import Plan

__all__ = ["INLINE", "PROCESSES", "cores", "engine_of", "how_many"]

INLINE, PROCESSES = "inline", "processes"
MOST = 256
DEFAULT = PROCESSES if sys.platform != "win32" else INLINE
"""Windows has neither fork nor process groups: there a run is in one process, without protection."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def how_many(plan: Plan, asked: int | None) -> int:
    """Return the number of workers: as asked, else the most that a flow says, else one a core."""
    said = max((flow.settings.workers for flow in plan.flows), default=0)
    return min(MOST, asked or said or cores())


def engine_of(name: str | None, catalog: Catalog) -> str:
    """Return the engine of a run, by its name.

    Components that are not installed (a test's own catalog) cannot be found by another process.
    """
    if name is not None:
        return name
    return INLINE if catalog.by_hand else DEFAULT
