"""Confining a worker: what it reads and writes, from its order."""

import os
import sys

from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.engine.crew.sandbox.enter import enter
from docflow.engine.work.order import Order

__all__ = ["confined"]


def _keep_temporary_files(folder: str) -> None:
    """Have components make their temporary files where they may, and where they go with the run."""
    os.environ["TMPDIR"] = folder
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None  # type: ignore[attr-defined]


def confined(order: Order, parent: int) -> tuple[str, ...]:
    """Give up the rights that the order says; return by which means.

    Raises MachineError where they cannot be given up.

    Before the run has begun there is no folder to write to: such a worker only says what the flows are.
    """
    write = (str(order.work),) if order.work.is_dir() else ()
    limits = order.limits
    if write:
        _keep_temporary_files(write[0])
    rights = Confinement(
        order.reads, write, limits.memory, order.sandbox, order.network, programs=order.programs
    )
    return enter(rights, parent=parent)
