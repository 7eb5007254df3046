"""A network of its own for a worker, with nothing in it: also UDP and raw packets go nowhere.

Root gets one by itself. Other users need a user namespace with it, which hardened systems forbid (Ubuntu
24.04 does); it is then left out, and `syscalls` keeps sockets away. Costs 0.7 ms.
"""

import ctypes
import os

from docflow.engine.crew.sandbox.libc import loaded

__all__ = ["leave"]

NEW_NET, NEW_USER = 0x40000000, 0x10000000


def leave() -> bool:
    """Leave the network of this machine for good; return whether the kernel let us.

    Root takes no user namespace, since files of other users could not be read in one.
    """
    flags = NEW_NET if os.geteuid() == 0 else NEW_NET | NEW_USER
    return bool(loaded().unshare(ctypes.c_int(flags)) == 0)
