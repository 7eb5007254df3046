"""Landlock: the kernel lets this process read and write below the given folders, and nowhere else.

It holds what Python cannot hold, such as `open` called by ctypes or by a C library. Nothing may be executed,
no TCP port connected or bound (ABI 4, Linux 6.7), no signal sent out and no abstract socket reached (ABI 6).
It is the thread that is confined, and what it starts later: call it before there are threads. Costs 0.5 ms
once, for 15 roots.

Numbers are those of `linux/landlock.h`; the system calls are the same on all architectures but alpha.
"""

import ctypes
import os
import stat
from collections.abc import Iterable

from docflow.engine.crew.sandbox.libc import call

__all__ = ["abi", "confine"]

CREATE, ADD_RULE, RESTRICT = 444, 445, 446
ASK_VERSION = 1
BELOW = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
HANDLED_SINCE = {1: (1 << 13) - 1, 2: REFER, 3: TRUNCATE, 5: IOCTL}
TCP, TCP_SINCE = 0b11, 4
SCOPES, SCOPES_SINCE = 0b11, 6

OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
READING = READ_FILE | READ_DIR
WRITING = READING | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
"""No links, pipes, sockets or devices are made: a part is files in folders."""
DEVICE = READ_FILE | WRITE_FILE | TRUNCATE


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Below(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def abi() -> int:
    """Return the version of Landlock that this kernel has; 0 for none, or where it is switched off."""
    try:
        return call(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    except OSError:
        return 0


def confine(
    read: Iterable[str],
    write: Iterable[str],
    devices: Iterable[str],
    execute: Iterable[str] = (),
    *,
    network: bool,
    version: int,
) -> None:
    """Confine this thread for good; no_new_privs must be on.

    A path to read that is not there is left out. Raises OSError for a path to write that is not there, and
    when the kernel refuses.
    """
    handled = sum(rights for since, rights in HANDLED_SINCE.items() if since <= version)
    rules = _rules(handled, version, network=network)
    try:
        for path in read:
            _allow(rules, path, READING & handled, must=False)
        for path in execute:
            _allow(rules, path, (READING | EXECUTE) & handled, must=False)
        for path in devices:
            _allow(rules, path, DEVICE & handled, must=False)
        for path in write:
            _allow(rules, path, WRITING & handled, must=True)
        call(RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _rules(handled: int, version: int, *, network: bool) -> int:
    """Return the handle of a new set of rules, with the fields that this version of the kernel knows."""
    net = TCP if version >= TCP_SINCE and not network else 0
    rules = _Rules(handled, net, SCOPES if version >= SCOPES_SINCE else 0)
    size = 24 if version >= SCOPES_SINCE else 16 if version >= TCP_SINCE else 8
    return call(CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))


def _allow(rules: int, path: str, rights: int, *, must: bool) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        if must:
            raise
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= OF_FILES
        below = _Below(rights, place)
        call(ADD_RULE, ctypes.c_int(rules), ctypes.c_int(BELOW), ctypes.byref(below), ctypes.c_uint32(0))
    finally:
        os.close(place)
