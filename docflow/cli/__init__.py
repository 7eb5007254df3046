"""The command line: one file per verb, loaded when the verb is called.

This module is all that runs before the first import of weight, so that Ctrl-C finds a handler from the
start: a start takes some 50 ms, and its imports would end in a traceback.
"""

import importlib
import os
import signal
import sys

TYPE_CHECKING = False  # as in docflow/__init__.py
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import Any

__all__ = ["main"]

INTERRUPTED = 130


def main(argv: "Sequence[str] | None" = None) -> None:
    """Run the command line with `argv` (None: that of the process) and exit; the entry point `docflow`."""
    try:
        _load().main(argv)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _load() -> "Any":
    """Import the command line; Ctrl-C ends the process on the spot meanwhile, as there is nothing to tidy.

    An exception would not do: Python prints and drops those that reach its import locks.
    """
    try:
        before = signal.signal(signal.SIGINT, _leave)
    except ValueError:  # not in the main thread, where no signal arrives
        return importlib.import_module("docflow.cli.group")
    try:
        if before is not signal.default_int_handler:  # ignored under nohup, or somebody's own
            signal.signal(signal.SIGINT, before)
        return importlib.import_module("docflow.cli.group")
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001 - as `signal` calls it
    os._exit(INTERRUPTED)
