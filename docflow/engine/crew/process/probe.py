"""Trying a step in a child first, where many documents of a part have crashed already.

Each crash found by the death of a worker costs another run of its part, so a component that crashes at
every document would cost the square of the part. From some losses on, a careful attempt runs each step once
in a forked child: what crashes there is lost at once, in the words in which the parent would say it, and the
attempt goes on. A child costs about 2 ms. Only crashes are believed: what may come from outside, the time
limit and memory stay with the parent, and so do readers (a crash costs them their file, once).
"""

import mmap
import os
from collections.abc import Callable
from typing import Any

from attrs import define

from docflow.engine.crew.process import kernel
from docflow.engine.crew.process.forks import Forks
from docflow.engine.crew.process.verdict import CRASH, cause_of, died
from docflow.engine.hand import MARK, Died, Hand

__all__ = ["LEAST_LOSSES", "Probe"]

LEAST_LOSSES = 3
SURVIVED = 86


@define
class Probe:
    """Runs an attempt in a child and raises Died when the child crashes of it."""

    hand: Hand
    memory: mmap.mmap
    forks: Forks

    def run(self, attempt: Callable[[], Any]) -> None:
        """Try; raises Died. Does nothing in a process with threads, which cannot be forked safely."""
        if kernel.count_threads() > 1 or not hasattr(mmap, "MADV_DOFORK"):
            return
        before = bytes(self.memory)
        status, marks = self._in_child(attempt), self.hand.slots[MARK]
        self.memory[:] = before
        if status is None or status == SURVIVED or marks != self.hand.slots[MARK]:
            return
        if cause_of(status) == CRASH:
            raise Died("crash", died(status))

    def _in_child(self, attempt: Callable[[], Any]) -> int | None:
        """Return how the child ended, None when somebody else reaped it."""
        self.memory.madvise(mmap.MADV_DOFORK)
        pid = os.fork()
        if pid == 0:
            try:
                self.forks.own, self.hand.probe = os.getpid(), None
                os.dup2(self.forks.nowhere, 1)
                os.dup2(self.forks.nowhere, 2)
                attempt()
            finally:
                os._exit(SURVIVED)
        self.memory.madvise(mmap.MADV_DONTFORK)
        self.forks.count -= 1
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            return None
        return os.waitstatus_to_exitcode(status)
