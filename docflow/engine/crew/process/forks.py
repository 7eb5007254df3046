"""Children that a component forks: one that comes back to our code must not go on as a second worker.

In the child, everything that belongs to the worker is cut off at once: the files of the part lead
nowhere, so does the connection, and the memory of the hand is not there (`worker.work`), so it dies when it
begins the next document. In a careful attempt it is caught right behind the step.
"""

import fcntl
import mmap
import os
import signal
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from attrs import define, field

from docflow.engine.crew.process import kernel

__all__ = ["Forks"]

MOST_FILES = 1024
PATIENCE = 0.5
"""Seconds that a forked child has to come back: it either does so at once or never."""


@define
class Forks:
    """What was forked in this worker; `flag` is shared with the children.

    `connection` are the descriptors by which the command could be reached.
    """

    work: Path
    connection: tuple[int, ...]
    own: int = field(factory=os.getpid)
    flag: mmap.mmap = field(factory=lambda: mmap.mmap(-1, mmap.PAGESIZE))
    nowhere: int = field(factory=lambda: os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC))
    count: int = 0
    known: frozenset[int] = frozenset()

    @classmethod
    def watched(cls, work: Path, connection: tuple[int, ...]) -> "Forks":
        """Return the forks of this process, which are watched from now on."""
        forks = cls(work, connection)
        os.register_at_fork(after_in_child=forks.cut_off, after_in_parent=forks.counted)
        return forks

    def begin(self) -> None:
        """Forget what was forked before."""
        self.count, self.known = 0, frozenset(kernel.children())
        self.flag[0] = 0

    def counted(self) -> None:
        """Count a child."""
        self.count += 1

    def cut_off(self) -> None:
        """Take from this new child what belongs to the worker."""
        if os.getppid() != self.own:  # the child of a child
            return
        for number in self.connection:
            os.dup2(self.nowhere, number)
        try:
            ours = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - names only
        except OSError:  # confined: the entry of a child is none of those that may be read
            ours = [number for number in range(3, MOST_FILES) if _is_written(number)]
        else:
            ours = [number for number in ours if self._is_ours(number)]
        for number in ours:
            with suppress(OSError):
                os.dup2(self.nowhere, number)

    def _is_ours(self, number: int) -> bool:
        try:
            target = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115
        except OSError:
            return False
        return target.startswith(f"{self.work}/")

    def came_back(self) -> str:
        """Return what is to be said when a child came back from a step; the child itself ends here."""
        if os.getpid() != self.own:
            if sys.exc_info()[0] is None:  # what raises in a child only ends it
                self.flag[0] = 1
            os._exit(0)
        if self.count and self._returned():
            return "forked a process that came back from the step as a second one"
        return ""

    def _returned(self) -> bool:
        """Wait shortly for children that are new; they come back, end, or have work of their own."""
        self.count, until = 0, time.monotonic() + PATIENCE
        new = {*kernel.children()} - self.known
        self.known |= new
        while True:
            ended = {pid: _ended(pid) for pid in new}
            if self.flag[0] or any(status == -signal.SIGSEGV for status in ended.values()):
                return True
            if all(status is not None for status in ended.values()) or time.monotonic() > until:
                return bool(self.flag[0])
            time.sleep(0.005)


def _is_written(number: int) -> bool:
    """Whether a descriptor is a file that is being written; a confined worker writes its part only."""
    try:
        writes = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
        return writes and stat.S_ISREG(os.fstat(number).st_mode)
    except OSError:
        return False


def _ended(pid: int) -> int | None:
    """Return how a child ended (a signal: negative), None while it runs; leaves it to be reaped."""
    try:
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    if found is None:
        return None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
