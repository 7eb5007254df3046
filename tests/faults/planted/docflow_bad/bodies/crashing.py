"""Ways in which a process ends at once."""

import ctypes
import os
import signal
import sys
from typing import Any


def os_exit_0(text: str) -> Any:
    os._exit(0)


def os_exit_1(text: str) -> Any:
    os._exit(1)


def segfault(text: str) -> Any:
    ctypes.string_at(1)


def abort(text: str) -> Any:
    os.abort()


def kills_itself(text: str) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def terminates_itself(text: str) -> Any:
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()


def kills_its_group(text: str) -> Any:
    """As `kill 0` of a shell script does."""
    os.killpg(0, signal.SIGKILL)


def interrupts_its_group(text: str) -> Any:
    os.killpg(0, signal.SIGINT)
    signal.pause()


def c_recursion(text: str) -> Any:
    """Use up the stack of C: each comparison sorts again."""
    sys.setrecursionlimit(10_000_000)
    compare_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    libc = ctypes.CDLL(None)
    values = (ctypes.c_int * 2)(2, 1)

    @compare_type
    def compare(one: int, two: int) -> int:
        libc.qsort(values, 2, 4, compare)
        return 0

    libc.qsort(values, 2, 4, compare)
    return text


def spoils_the_heap(text: str) -> Any:
    """Write over memory that is not ours until the process dies of it."""
    libc = ctypes.CDLL(None)
    libc.memset(ctypes.c_void_p(id(text)), 0x41, 64 * 1024 * 1024)
    return text


BODIES = (
    os_exit_0,
    os_exit_1,
    segfault,
    abort,
    kills_itself,
    terminates_itself,
    kills_its_group,
    interrupts_its_group,
    c_recursion,
    spoils_the_heap,
)
