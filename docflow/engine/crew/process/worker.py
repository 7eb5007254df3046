"""A worker: forked from the nursery, it does one job after the other until its command is gone.

It has four files: nothing at 0, what it prints at 1 and 2, its end of the connection, and the memory in
which it says what it has in hand.
"""

import fcntl
import gc
import mmap
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from attrs import evolve

from docflow.engine.components import Components
from docflow.engine.crew.process import taint
from docflow.engine.crew.process.channel import Channel
from docflow.engine.crew.process.confine import confined
from docflow.engine.crew.process.exits import EXHAUSTED, TAMPERED
from docflow.engine.crew.process.probe import LEAST_LOSSES, Probe
from docflow.engine.crew.process.vault import Vault
from docflow.engine.halt import Halt
from docflow.engine.hand import IDLE, SIZE, STARTING, Exhausted, Hand
from docflow.engine.work.bench import Bench
from docflow.engine.work.job import Job, PartJob
from docflow.engine.work.order import Order
from docflow.engine.work.wire import told

__all__ = ["FILES", "work"]

FILES = 3
"""The descriptors that a worker is given: connection, what it prints, memory of its hand."""
_FUTURE_WRITE = 0x10
"""F_SEAL_FUTURE_WRITE of linux/fcntl.h, which Python has no name for."""
_DEAF = ("SIGINT", "SIGHUP", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGXFSZ")


def work(
    order: Order,
    components: Components,
    states: Mapping[tuple[int, int], Any],
    files: tuple[int, ...],
    parent: int,
) -> NoReturn:
    """Do jobs until there are no more; never returns."""
    os.setsid()
    _hear_nothing()
    connection, prints, shared = files
    memory = mmap.mmap(shared, SIZE)
    _seal(shared)
    _hold_files(prints, shared)
    channel = Channel(socket.socket(fileno=connection))
    hand = Hand(memoryview(memory), supervised=True)
    hand.phase(STARTING)
    bench = Bench(order, evolve(components, opening=hand.opening), hand, states=dict(states))
    try:
        layers = confined(order, parent)
        facts = bench.facts()
    except BaseException as error:  # noqa: BLE001 - told to the command, which ends the run
        channel.send(_failed(error))
        os._exit(0)
    hand.phase(IDLE)
    _prepare_for_forks(memory)
    vault = Vault(channel.fileno())
    vault.shut()
    original = taint.Original(order.work, vault)
    hand.check = lambda: _leave_if(original.changed(), channel, original)
    probe = Probe(hand, memory, original.forks)
    vault.open()
    channel.send({"is": "ready", "facts": facts, "layers": layers})
    _serve(bench, channel, hand, original, probe)


def _serve(bench: Bench, channel: Channel, hand: Hand, original: taint.Original, probe: Probe) -> NoReturn:
    own, vault = os.getpid(), original.vault
    while (job := channel.receive()) is not None:
        vault.shut()
        original.begin(job.folder if isinstance(job, PartJob) else "")
        rotten = isinstance(job, PartJob) and len(job.losses) >= LEAST_LOSSES
        hand.probe = probe.run if rotten else None
        answer = _answer(bench, job)
        if os.getpid() != own:
            os._exit(0)
        changed = original.changed()
        if not hand.careful:  # else each step was looked at: nobody can be named who would do it again
            _leave_if(changed, channel, original)
        vault.open()
        hand.phase(IDLE)
        channel.send({**answer, "left": bool(changed) or original.hoarded()})
    os._exit(0)


def _answer(bench: Bench, job: Job) -> dict[str, Any]:
    try:
        return {"is": "done", "done": bench.do(job)}
    except (Exhausted, MemoryError):
        os._exit(EXHAUSTED)
    except BaseException as error:  # noqa: BLE001 - told to the command, which ends the run
        return _failed(error)


def _failed(error: BaseException) -> dict[str, Any]:
    return {"is": "failed", "error": told(error.error if isinstance(error, Halt) else error)}


def _leave_if(change: str, channel: Channel, original: taint.Original) -> None:
    """End this process when something in it is not as it was."""
    if change:
        original.restore_names()
        with suppress(OSError):
            original.vault.force()
            channel.send({"is": "tampered", "what": change})
        os._exit(TAMPERED)


def _seal(shared: int) -> None:
    """Have the memory of the hand change through our own map alone, not through any descriptor (Linux)."""
    if hasattr(fcntl, "F_ADD_SEALS"):
        with suppress(OSError):  # memory of another kind, or an older kernel
            fcntl.fcntl(shared, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | _FUTURE_WRITE)


def _hear_nothing() -> None:
    """Ignore signals that stop a run or that a component's clock sends; all others as in a new process."""
    for number in signal.valid_signals():
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    for name in _DEAF:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _hold_files(prints: int, shared: int) -> None:
    """Have what is printed go to the command, line by line."""
    os.dup2(prints, 1)
    os.dup2(prints, 2)
    os.close(prints)
    os.close(shared)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    gc.enable()


def _prepare_for_forks(memory: mmap.mmap) -> None:
    """See that a child that a component forks never goes on as a worker: it has no memory to say so.

    A child that comes back to our loop dies at once (Linux).
    """
    if hasattr(mmap, "MADV_DONTFORK"):
        memory.madvise(mmap.MADV_DONTFORK)
