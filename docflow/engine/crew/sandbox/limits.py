"""Limits of a worker that every Unix has: memory, files, their size, no core files.

There is none for processes: RLIMIT_NPROC counts all processes of the user, whoever started them, so one small
enough to hold would fail on a busy machine.
"""

import mmap
import resource
import signal
import sys
from contextlib import suppress

__all__ = ["limit_files", "limit_memory"]

OPEN_FILES = 1024


def limit_memory(size: int) -> str:
    """Let this process have `size` bytes of memory of its own; return the limit that holds it, "" for none.

    RLIMIT_DATA counts what can be written to (Linux 4.7), so reserved addresses and mapped files are free;
    where it does not hold (other systems, gVisor), RLIMIT_AS counts all addresses. More memory is then a
    MemoryError.
    """
    for name in ("RLIMIT_DATA", "RLIMIT_AS"):
        if _set(name, size) and _holds(size):
            return name
    return ""


def limit_files(largest: int) -> None:
    """Allow 1,024 open files, none above `largest` bytes (an OSError, not a signal), and no core file."""
    with suppress(
        AttributeError, ValueError
    ):  # ValueError: not the main thread; the signal is ignored then, too
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_NOFILE", OPEN_FILES)
    if largest:
        _set("RLIMIT_FSIZE", largest)


def _set(name: str, value: int) -> bool:
    """Lower a limit, the hard one too, so that no component takes it back."""
    number = getattr(resource, name, None)
    if number is None:
        return False
    _, hard = resource.getrlimit(number)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(number, (value, value))
    except (OSError, ValueError):
        return False
    return True


def _holds(size: int) -> bool:
    """Ask for more than the limit; nothing is touched, so nothing is used if it does not hold."""
    if sys.platform == "win32":
        return False
    try:
        mmap.mmap(-1, size + mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except (OSError, MemoryError, OverflowError, ValueError):
        return True
    return False
