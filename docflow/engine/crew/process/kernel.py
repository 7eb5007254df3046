"""What is asked of the kernel about processes; each answer is None or 0 where it knows none."""

import errno
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["LINUX", "children", "count_files", "count_threads", "kill_group", "resident"]

LINUX = sys.platform == "linux"
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def children() -> tuple[int, ...]:
    """Return the children of this process, ended ones too. Linux only, () elsewhere."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return tuple(found)


def kill_group(leader: int) -> None:
    """Kill a group by its leader, a child of ours that is not reaped yet."""
    for kill in (os.killpg, os.kill):  # it may not lead a group yet
        with suppress(ProcessLookupError, PermissionError):
            kill(leader, signal.SIGKILL)


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has in use, 0 when nobody knows."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def count_files() -> int:
    """Return how many descriptors this process has open, 0 when nobody knows."""
    try:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names only
    except OSError as error:  # none is left to look at them
        return resource.getrlimit(resource.RLIMIT_NOFILE)[0] if error.errno == errno.EMFILE else 0


def count_threads() -> int:
    """Return how many threads this process has, also those that Python does not know; 1 at least."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208
    except OSError:
        return 1
