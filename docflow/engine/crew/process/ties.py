"""Ties between processes that the kernel holds, whatever becomes of either; Linux only."""

import ctypes
import os
import signal

from docflow.engine.crew.process.kernel import LINUX

__all__ = ["adopt", "die_with"]

_SET_DEATH_SIGNAL, _SET_SUBREAPER = 1, 36


def die_with(parent: int | None) -> None:
    """Have the kernel kill this process when `parent` ends; None: no longer. Linux only."""
    if LINUX:
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, 0 if parent is None else signal.SIGKILL, 0, 0, 0)
        if parent is not None and os.getppid() != parent:
            os._exit(1)


def adopt() -> None:
    """Become the parent of what our workers leave behind, so that it can be ended. Linux only."""
    if LINUX:
        ctypes.CDLL(None).prctl(_SET_SUBREAPER, 1, 0, 0, 0)
