"""Entering the confinement: once in each worker, after the fork and before the first document.

Costs 3 ms for each worker (0.5 ms Landlock, 0.7 ms its own network, 0.3 ms seccomp, 0.3 ms the first call
by ctypes), nothing for a document; opening a file costs 0.7 us more. What the interpreter needs is found in
10 ms; a nursery calls `roots.found()` before it forks, so that its workers do not.
"""

import sys
from pathlib import Path

from docflow.engine.crew.sandbox import landlock, limits, network, privileges, roots, syscalls
from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.errors import MachineError
from docflow.io.escape import safe
from docflow.value import frozen

__all__ = ["Confinement", "Kernel", "enter", "here", "lacking", "refuse_here", "refuse_lacking"]


@frozen
class Kernel:
    """What the kernel below us has: `landlock` is the version of its ABI, 0 for none."""

    linux: bool
    landlock: int
    seccomp: bool


def here() -> Kernel:
    """Return what the kernel of this machine has."""
    linux = sys.platform == "linux"
    return Kernel(linux, landlock.abi() if linux else 0, linux and syscalls.supported())


def lacking(confinement: Confinement, kernel: Kernel) -> tuple[str, ...]:
    """Return what `--sandbox=require` would miss on that kernel, each as a phrase; () when all is there."""
    missing = []
    if not kernel.landlock:
        missing.append("Landlock, which holds a worker to its files (Linux 5.13 or later, switched on)")
    if not kernel.seccomp and not confinement.network:
        missing.append("seccomp, which keeps sockets away (Linux on x86_64 or aarch64)")
    return tuple(missing)


def refuse_here(confinement: Confinement) -> None:
    """Refuse on this machine, as `refuse_lacking`; a parent calls it before it starts workers."""
    refuse_lacking(confinement, here())


def refuse_lacking(confinement: Confinement, kernel: Kernel) -> None:
    """Refuse a run that requires what the kernel has not.

    Raises MachineError that names what is missing, for the mode `require` only.
    """
    if confinement.mode == "require" and (missing := lacking(confinement, kernel)):
        raise MachineError(_refusal(missing))


def enter(
    confinement: Confinement, *, parent: int | None = None, kernel: Kernel | None = None
) -> tuple[str, ...]:
    """Confine this process for good and return the layers that are really on, such as `landlock:7`.

    `parent` is the process that should be our parent; without it we end. Call it with all files open that
    the worker keeps (pipes, logs), and before it starts a thread.

    Raises MachineError in the mode `require` when a layer is missing, and in every mode when a folder to
    write to is not there.
    """
    kernel = kernel or here()
    refuse_lacking(confinement, kernel)
    on: list[str] = []
    if kernel.linux and confinement.mode != "off":
        on += _rights(confinement, kernel)
    if kernel.linux:
        privileges.die_with_parent(parent)
        on.append("parent")
    if confinement.memory and (name := limits.limit_memory(confinement.memory)):
        on.append("memory:" + name.removeprefix("RLIMIT_").lower())
    limits.limit_files(confinement.largest)
    on.append("files")
    if kernel.linux and confinement.mode != "off":
        on += _calls(confinement, kernel)
        _judge(confinement, on)
    return tuple(on)


def _rights(confinement: Confinement, kernel: Kernel) -> list[str]:
    """Give away rights in the order that works: a namespace while we may, then no_new_privs, Landlock."""
    on = []
    needed = roots.own()
    if not confinement.network and network.leave():
        on.append("network")
    if privileges.drop_capabilities():
        on.append("capabilities")
    privileges.no_new_rights()
    on.append("no_new_privs")
    if kernel.landlock and _landlock(confinement, needed, kernel.landlock):
        on.append(f"landlock:{kernel.landlock}")
    privileges.not_dumpable()
    return [*on, "dumpable"]


def _landlock(confinement: Confinement, needed: tuple[str, ...], version: int) -> bool:
    """Return whether Landlock is on; `auto` goes on where the kernel refuses (16 of them in one another)."""
    must = confinement.mode == "require"
    if must and len([*Path("/proc/self/task").iterdir()]) > 1:
        raise MachineError("a component started a thread too early; `--sandbox=require` cannot hold it")
    missing = next((path for path in confinement.write if not Path(path).is_dir()), None)
    if missing is not None:
        raise MachineError(f"a worker cannot be confined: there is no folder `{safe(missing)}` to write to")
    try:
        landlock.confine(
            (*needed, *confinement.read),
            confinement.write,
            roots.DEVICES,
            (*needed, *roots.PROGRAMS) if confinement.programs else (),
            network=confinement.network,
            version=version,
        )
    except OSError as error:
        if must:
            raise MachineError(f"a worker cannot be confined: {error.strerror or error}") from error
        return False
    return True


def _calls(confinement: Confinement, kernel: Kernel) -> list[str]:
    if not kernel.seccomp:
        return []
    try:
        syscalls.refuse_calls(network=confinement.network, programs=confinement.programs)
    except OSError:
        return []
    return ["seccomp"]


def _judge(confinement: Confinement, on: list[str]) -> None:
    """Refuse, with `require`, what only showed when it was tried."""
    if confinement.mode != "require":
        return
    missing = [] if confinement.network or {"seccomp", "network"} & {*on} else ["a way to keep sockets away"]
    if confinement.memory and not any(each.startswith("memory:") for each in on):
        missing.append("a limit of memory that holds")
    if missing:
        raise MachineError(_refusal(tuple(missing)))


def _refusal(missing: tuple[str, ...]) -> str:
    return (
        f"`--sandbox=require`: this machine lacks {' and '.join(missing)};"
        " run on another one, or with `--sandbox=auto` when you trust the flow, its plugins and its documents"
    )
