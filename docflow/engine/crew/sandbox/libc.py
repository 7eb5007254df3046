"""The C library, for the system calls that Python has no name for."""

import ctypes
import errno
import os
from functools import cache

__all__ = ["call", "loaded", "prctl"]


@cache
def loaded() -> ctypes.CDLL:
    """Return the C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: object) -> int:
    """Make a system call; raises OSError with what the kernel says."""
    function = loaded().syscall
    function.restype = ctypes.c_long
    return _checked(function(ctypes.c_long(number), *arguments))


def prctl(option: int, value: int, pointer: object = 0) -> int:
    """Make the call `prctl` with unused arguments 0; raises OSError."""
    words = (ctypes.c_ulong(value), pointer if pointer else ctypes.c_ulong(0))
    return _checked(loaded().prctl(ctypes.c_int(option), *words, ctypes.c_ulong(0), ctypes.c_ulong(0)))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno() or errno.EINVAL
        raise OSError(number, os.strerror(number))
    return int(result)
