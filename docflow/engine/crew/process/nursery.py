"""The nursery: a small process without threads that has imported everything once and forks workers from it.

It also makes the states of corpus steps, which workers of the next stage then share, and it is the parent
of all workers: only a parent can kill by number without ever hitting a stranger. When the command ends,
however it ends, the nursery kills all workers with their groups, and ends.
"""

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from attrs import define, field

from docflow.engine.components import Components
from docflow.engine.crew.process import kernel, ties, worker
from docflow.engine.crew.process.channel import Channel
from docflow.engine.crew.process.exits import BROKEN
from docflow.engine.crew.process.warm import components_for, warmed
from docflow.engine.crew.sandbox import roots
from docflow.engine.halt import Halt
from docflow.engine.work.bench import Bench
from docflow.engine.work.job import ReduceJob
from docflow.engine.work.order import Order
from docflow.engine.work.wire import told

__all__ = ["main"]


def main(descriptor: int) -> NoReturn:
    """Serve the command at the other end of the descriptor until it is gone."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ties.adopt()
    os.set_inheritable(descriptor, False)
    channel = Channel(socket.socket(fileno=descriptor))
    try:
        first = channel.receive()
        if first is not None:
            order = Order.from_json(first["order"])
            ties.die_with(parent)  # a plugin may hang at its import
            components = components_for(order)
            warmed(components, order.plan)
            roots.found()
            ties.die_with(None)
            _Nursery(channel, order, components, parent).serve()
    except BaseException as error:  # noqa: BLE001 - told to the command, which ends the run
        with suppress(OSError):
            channel.send({"is": "failed", "error": told(error)})
    finally:
        os._exit(0)


def _rung_by_children() -> int:
    """Return a descriptor that can be read when a child ended."""
    bell, rope = os.pipe()
    os.set_blocking(bell, False)
    os.set_blocking(rope, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(rope, warn_on_full_buffer=False)
    return bell


@define
class _Nursery:
    """What the nursery knows: its workers by seat, and the states that they inherit."""

    channel: Channel
    order: Order
    components: Components
    parent: int
    pids: dict[int, int] = field(factory=dict)
    states: dict[tuple[int, int], Any] = field(factory=dict)
    bell: int = field(factory=_rung_by_children)

    def serve(self) -> None:
        """Answer the command and reap workers until the command is gone."""
        bell = self.bell
        os.chdir(_folder(self.order.bases.flow))
        self.channel.send({"is": "ready"})
        poll = select.poll()
        poll.register(self.channel, select.POLLIN)
        poll.register(bell, select.POLLIN)
        while not self.channel.ended:
            poll.poll()
            with suppress(BlockingIOError):
                os.read(bell, 4096)
            for message in self.channel.read():
                self._obey(message)
            self._reap()
        self._end()

    def _obey(self, message: Any) -> None:
        if message["do"] == "fork":
            self._fork(message["seat"])
        elif message["do"] == "kill":
            pid = self.pids.get(message["seat"])
            if pid is not None:
                kernel.kill_group(pid)
        elif message["do"] == "reduce":
            self._reduce(message["job"])

    def _fork(self, seat: int) -> None:
        files = tuple(self.channel.files.popleft() for _ in range(worker.FILES))
        gc.freeze()  # workers write to no page only because of a collection
        own = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                self._let_go(bell=signal.set_wakeup_fd(-1))
                worker.work(self.order, self.components, self.states, files, own)
            finally:
                os._exit(BROKEN)
        for descriptor in files:
            os.close(descriptor)
        self.pids[seat] = pid
        self._tell({"is": "forked", "seat": seat, "pid": pid})

    def _let_go(self, bell: int) -> None:
        """Close, in a new worker, what belongs to the nursery; `bell` is the end that children ring."""
        for descriptor in (bell, self.bell, *self.channel.files):
            os.close(descriptor)
        self.channel.close()

    def _reduce(self, job: ReduceJob) -> None:
        """Make a state; earlier ones are not needed any more."""
        self.states.clear()
        ties.die_with(self.parent)  # who calls components for a long time cannot hear that the command ended
        try:
            Bench(self.order, self.components, states=self.states).reduce(job)
            answer: dict[str, Any] = {"is": "reduced"}
        except Halt as halt:
            answer = {"is": "failed", "error": told(halt.error)}
        except BaseException as error:  # noqa: BLE001 - told to the command, which ends the run
            answer = {"is": "failed", "error": told(error)}
        ties.die_with(None)
        self._tell(answer)

    def _reap(self) -> None:
        """Tell of workers that ended; what they started in their group ends with them."""
        for seat, pid in tuple(self.pids.items()):
            try:
                ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                ended = None
            if ended is None:
                continue
            kernel.kill_group(pid)  # before it is reaped: until then the number is its own
            _, status = os.waitpid(pid, 0)
            del self.pids[seat]
            self._tell({"is": "died", "seat": seat, "status": os.waitstatus_to_exitcode(status)})
        _reap_orphans(self.pids)

    def _tell(self, message: Any) -> None:
        with suppress(OSError):  # the command is gone: the loop ends
            self.channel.send(message)

    def _end(self) -> None:
        """Kill everything that came from here, also what left its group."""
        for pid in self.pids.values():
            kernel.kill_group(pid)
        for pid in self.pids.values():
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        for _ in range(100):
            left = kernel.children()
            if not left:
                return
            for pid in left:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def _reap_orphans(pids: dict[int, int]) -> None:
    """Take what workers left behind and what ended since; it is nobody's business."""
    known = {*pids.values()}
    for pid in kernel.children():
        if pid not in known:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


def _folder(wanted: Path) -> Path:
    return wanted if wanted.is_dir() else Path(sys.prefix)
