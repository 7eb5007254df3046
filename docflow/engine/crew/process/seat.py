"""What the parent holds of one worker: the connection, the memory of its hand, what it prints, its jobs."""

import mmap
import os
import tempfile
from collections import deque

from attrs import define, field

from docflow.engine.crew.process.channel import Channel, pair
from docflow.engine.crew.process.task import Task
from docflow.engine.hand import SIZE, InHand, in_hand

__all__ = ["Seat", "made"]


@define(eq=False)
class Seat:
    """One worker. `id` is never used twice, `number` is the one that people see, from 1.

    `ending` is the cause for which it is being ended ("" while it works), `place` what it had in hand when
    that was decided, `final` when it was gone.
    `last` says that it gets no further jobs. `age` is for how many seconds of ours it has had `aged` in hand.
    """

    id: int
    number: int
    channel: Channel
    prints: int
    memory: mmap.mmap
    pid: int = 0
    ready: bool = False
    tasks: deque[Task] = field(factory=deque)
    ending: str = ""
    place: InHand | None = None
    final: InHand | None = None
    last: bool = False
    said: str = ""
    answers: int = 0
    age: float = 0.0
    aged: tuple[int, ...] = (0, 0, 0)
    line: bytearray = field(factory=bytearray)

    @property
    def hand(self) -> InHand:
        """What it has in hand now; once it is gone, what it had: an answer may be read after its end."""
        if self.final is not None:
            return self.final
        with memoryview(self.memory) as view:
            return in_hand(view)

    @property
    def open(self) -> bool:
        """Whether it takes jobs."""
        return not self.ending and not self.last

    @property
    def careful(self) -> bool:
        """Whether it has a job that is done carefully, to which no other is added."""
        return any(task.careful for task in self.tasks)

    def give(self, task: Task) -> None:
        """Hand out a job."""
        self.tasks.append(task)
        self.channel.post(task.attempt())
        self.channel.flush()

    def close(self) -> None:
        """Let go of everything."""
        self.channel.close()
        os.close(self.prints)
        self.memory.close()


def made(id_: int, number: int) -> tuple[Seat, tuple[int, int, int]]:
    """Return a seat and the descriptors for its worker, to be closed once they are sent. Raises OSError."""
    ours, theirs = pair()
    prints, printer = os.pipe()
    os.set_blocking(prints, False)
    shared = _memory()
    seat = Seat(id_, number, Channel(ours), prints, mmap.mmap(shared, SIZE))
    return seat, (theirs.detach(), printer, shared)


def _memory() -> int:
    """Return a descriptor of memory that two processes can share."""
    if hasattr(os, "memfd_create"):
        shared = os.memfd_create("docflow-hand", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    else:
        with tempfile.TemporaryFile() as file:
            shared = os.dup(file.fileno())
    os.ftruncate(shared, SIZE)
    return shared
