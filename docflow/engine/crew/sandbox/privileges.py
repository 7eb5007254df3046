"""Rights that a worker gives away: new ones by execution, capabilities of root, being looked into."""

import ctypes
import os
import signal

from docflow.engine.crew.sandbox.libc import loaded, prctl

__all__ = ["die_with_parent", "drop_capabilities", "no_new_rights", "not_dumpable"]

SET_DEATH_SIGNAL, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 4, 38
CAPABILITY_VERSION_3 = 0x20080522
KEPT = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root still reads and writes files of other users, as before;
which of them, Landlock says."""


def no_new_rights() -> None:
    """See that no execution ever gives rights (setuid programs); Landlock and seccomp ask for it."""
    prctl(SET_NO_NEW_PRIVS, 1)


def not_dumpable() -> None:
    """Keep other processes of the user from attaching, and memory with documents out of core files."""
    prctl(SET_DUMPABLE, 0)


def die_with_parent(parent: int | None) -> None:
    """Have the kernel kill this process when its parent ends; `parent` ended already: end now.

    A change of credentials may undo it, so it comes after all others.
    """
    prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def drop_capabilities() -> bool:
    """Give away the capabilities of root but those for files; return whether there was one to give away."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    held = (ctypes.c_uint32 * 6)()
    if loaded().capget(header, held) != 0 or not (held[0] & ~KEPT or held[1] & ~KEPT or held[3] or held[4]):
        return False
    left = (ctypes.c_uint32 * 6)(held[0] & KEPT, held[1] & KEPT, 0, 0, 0, 0)
    return bool(loaded().capset(header, left) == 0)
