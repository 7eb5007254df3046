"""Which document is in hand: the worker writes it down, so that its supervisor knows when the worker dies.

The slots are shared memory (an mmap of a small file) in worker processes and ordinary memory else. In an
ordinary attempt at a part only the number of the item is written, which costs a store a document. A *careful*
attempt, which follows a death, also numbers every step that runs under the item (its mark), does without
batches, and hands out the losses of earlier attempts: the step that took a worker down raises `Died`.
"""

import struct
from collections.abc import Callable, Iterable

from attrs import define, field

from docflow.engine.halt import Halt
from docflow.errors import RunError
from docflow.value import frozen

__all__ = [
    "BETWEEN",
    "BYTES",
    "FINISHING",
    "IDLE",
    "ITEM",
    "MARK",
    "PASSED",
    "READING",
    "SIZE",
    "STARTING",
    "WORKING",
    "Died",
    "Enough",
    "Exhausted",
    "Hand",
    "InHand",
    "Loss",
    "in_hand",
]

SIZE = 512
IDLE, STARTING, READING, WORKING, FINISHING = range(5)
"""Phases: no part; components open; the reader is asked for the next item; steps run; files are closed."""
PHASE, ITEM, MARK, PASSED, BYTES, LENGTH = range(6)
"""BYTES are those of the part's input that were read; PASSED those of them that no document waits for."""
BETWEEN = 1 << 32
"""The mark of what is done between documents: a file is opened or hashed, the next member looked for."""
_NUMBERS = 8
_TEXT = _NUMBERS * 8
_LONGEST = SIZE - _TEXT


@frozen
class Loss:
    """A place where workers died: item and mark in the part, what it was, and what the document is told.

    `phase` is READING (the reader died at the item) or WORKING. `reason` is `crash`, `limit:time`,
    `limit:memory` or `contract`; `message` is a plain sentence.
    """

    item: int
    mark: int
    phase: int
    reason: str
    message: str


class Died(Exception):  # noqa: N818 - it is no error of this process
    """Stands for the death of a worker at this step, in the attempt after it; `on error` applies."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Exhausted(Halt):
    """The memory of this worker is used up: the attempt ends here, and a fresh worker makes the next one."""

    def __init__(self) -> None:
        super().__init__(RunError("the memory of the worker is used up"))


class Enough(Halt):
    """This attempt ends before the next document: a fresh worker does the rest of the part."""

    def __init__(self) -> None:
        super().__init__(RunError("internal mistake: a part ended early and nobody took it"))


@frozen
class InHand:
    """What a worker was doing: phase, item, mark, and in a careful attempt the id of the step."""

    phase: int
    item: int
    mark: int
    step: str
    passed: int
    read: int


def _nothing() -> None:
    """Check nothing."""


@define
class Hand:
    """What a worker has in hand; `slots` are 512 bytes that a supervisor may read at any time.

    `supervised` says that a fresh worker can be had, so running out of memory ends the attempt. `check`
    is called after each step of a careful attempt and ends the worker when the step has tampered with it;
    `probe` is called with each step before it, and raises Died when a child crashes of it.
    A careful attempt may be for the items from `first` up to `until` only, 0 for all that are left.
    """

    memory: memoryview = field(factory=lambda: memoryview(bytearray(SIZE)))
    supervised: bool = False
    careful: bool = False
    check: Callable[[], None] = _nothing
    probe: Callable[[Callable[[], object]], None] | None = None
    first: int = field(default=0, init=False)
    until: int = field(default=0, init=False)
    slots: memoryview = field(init=False)
    _losses: dict[tuple[int, int], Loss] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.slots = self.memory[:_TEXT].cast("Q")

    def begin(
        self, losses: Iterable[Loss] = (), *, careful: bool = False, first: int = 0, until: int = 0
    ) -> None:
        """Begin an attempt at a part."""
        self.careful, self.first, self.until = careful, first, until
        self._losses = {(loss.item, loss.mark): loss for loss in losses}
        slots = self.slots
        slots[PHASE], slots[ITEM], slots[MARK] = STARTING, 0, 0
        slots[PASSED] = slots[BYTES] = 0

    def phase(self, phase: int) -> None:
        """Say what is done now."""
        self.slots[PHASE] = phase

    def turn(self, item: int) -> bool:
        """Say which item comes; return whether it is of this attempt. Raises Enough where that ends."""
        if item == self.until and item:
            raise Enough
        self.slots[ITEM], self.slots[MARK] = item, 0
        return item >= self.first

    def reading(self, item: int, step: str, mark: int = 0) -> None:
        """Say in a careful attempt that the reader is asked for an item.

        Raises Died where it died before, Enough where the attempt ends.
        """
        self.turn(item)
        self.slots[MARK] = mark
        self._write(step)
        self.slots[PHASE] = READING
        self._raise_lost(item, mark)

    def between(self, item: int, step: str) -> None:
        """Say in a careful attempt what comes before an item and is not the reader's; raises as `reading`."""
        if self.careful:
            self.reading(item, step, BETWEEN)

    def mark(self, step: str) -> None:
        """Say in a careful attempt that a step begins; raises Died where a worker died before."""
        slots = self.slots
        slots[MARK] += 1
        self._write(step)
        slots[PHASE] = WORKING
        self._raise_lost(slots[ITEM], slots[MARK])

    def opening(self, title: str) -> None:
        """Say which component is opened."""
        self._write(title)

    def _write(self, step: str) -> None:
        data = step.encode("utf-8", "replace")[:_LONGEST]
        self.memory[_TEXT : _TEXT + len(data)] = data
        self.slots[LENGTH] = len(data)

    def _raise_lost(self, item: int, mark: int) -> None:
        loss = self._losses.get((item, mark))
        if loss is not None:
            raise Died(loss.reason, loss.message)


def in_hand(memory: memoryview) -> InHand:
    """Return what the slots say."""
    numbers = struct.unpack_from(f"={_NUMBERS}Q", memory)
    length = min(numbers[LENGTH], _LONGEST)
    step = bytes(memory[_TEXT : _TEXT + length]).decode("utf-8", "replace")
    return InHand(numbers[PHASE], numbers[ITEM], numbers[MARK], step, numbers[PASSED], numbers[BYTES])
