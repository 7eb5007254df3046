"""Seccomp: system calls that no component needs end with "operation not permitted".

No socket is made (so neither UDP, which Landlock does not know, nor a socket in a folder, such as the one of
docker), no program executed, no other process looked into, nothing mounted. Sockets that are open already,
pairs of sockets and pipes work. Costs 0.3 ms once.
"""

import ctypes
import platform
import sys
from itertools import starmap

from docflow.engine.crew.sandbox.libc import prctl

__all__ = ["refuse_calls", "supported"]

SET_SECCOMP, FILTER = 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER_AT, ARCH_AT = 0, 4

X32 = 0x40000000
"""Calls of the x32 ABI carry this bit; they would pass by the numbers below."""
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SOCKET = {"x86_64": 41, "aarch64": 198}
OTHERS = {
    "x86_64": {
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_getfd": 438,
        "execve": 59, "execveat": 322, "mount": 165, "umount2": 166, "pivot_root": 155, "unshare": 272,
        "setns": 308, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "keyctl": 250, "add_key": 248,
        "request_key": 249, "init_module": 175, "finit_module": 313, "kexec_load": 246, "reboot": 169,
        "open_by_handle_at": 304, "io_uring_setup": 425,
    },
    "aarch64": {
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "pidfd_getfd": 438,
        "execve": 221, "execveat": 281, "mount": 40, "umount2": 39, "pivot_root": 41, "unshare": 97,
        "setns": 268, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "keyctl": 219, "add_key": 217,
        "request_key": 218, "init_module": 105, "finit_module": 273, "kexec_load": 104, "reboot": 142,
        "open_by_handle_at": 265, "io_uring_setup": 425,
    },
}  # fmt: skip
"""io_uring is here because it makes sockets without the call `socket`."""


class _Line(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("lines", ctypes.POINTER(_Line)))


def supported() -> bool:
    """Whether the numbers of the calls are known for this machine."""
    return sys.platform == "linux" and sys.maxsize > 2**32 and platform.machine() in ARCHITECTURES


PROGRAMS = ("execve", "execveat")


def refuse_calls(*, network: bool, programs: bool = False) -> None:
    """Refuse the calls from now on, in this process and what it starts; no_new_privs must be on.

    Raises OSError where the kernel has no seccomp.
    """
    machine = platform.machine()
    others = (number for name, number in OTHERS[machine].items() if not (programs and name in PROGRAMS))
    numbers = [*others] + ([] if network else [SOCKET[machine]])
    lines = _lines(ARCHITECTURES[machine], sorted(numbers))
    program = _Program(len(lines), (_Line * len(lines))(*starmap(_Line, lines)))
    prctl(SET_SECCOMP, FILTER, ctypes.byref(program))


def _lines(architecture: int, numbers: list[int]) -> list[tuple[int, int, int, int]]:
    """Return the filter; a jump counts the lines that it leaves out, the last line refuses."""
    count = len(numbers)
    return [
        (LOAD, 0, 0, ARCH_AT),
        (EQUAL, 0, count + 3, architecture),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, count + 1, 0, X32),
        *[(EQUAL, count - at, 0, number) for at, number in enumerate(numbers)],
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
