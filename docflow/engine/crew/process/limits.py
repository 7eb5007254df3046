"""The limits of a worker, watched from outside: time for one document, memory, time to start and to finish.

Time counts in ticks of the parent: while the parent itself does not run (a suspended laptop, Ctrl-Z), no
document grows older.
"""

from attrs import define, field

from docflow.engine.crew.process import kernel
from docflow.engine.crew.process.seat import Seat
from docflow.engine.crew.process.verdict import MEMORY, TIME
from docflow.engine.hand import READING, STARTING, WORKING
from docflow.engine.limits import Limits

__all__ = ["START", "TICK", "Gauge"]

TICK = 0.1
LONGEST_TICK = 0.3
START, WHOLE = 120.0, 600.0
"""Seconds to open the components or begin a part; to finish its files, or for a job without documents."""
LEAST_MEMORY = 64 << 20
"""A worker may use at least that much above what it began with, whatever the limit: it could not run else."""


@define
class Gauge:
    """Says of each worker, tick by tick, for which cause it is to be ended; `base` are their first sizes."""

    limits: Limits
    base: dict[int, int] = field(factory=dict)

    def over(self, seat: Seat, passed: float) -> str:
        """Return the cause for which a worker is to be ended now, "" for none; `passed` are seconds."""
        if seat.pid and self._too_large(seat):
            return MEMORY
        if seat.ready and not seat.tasks:
            return ""
        return TIME if self._too_long(seat, passed) else ""

    def grown(self, seat: Seat) -> bool:
        """Return whether a worker is better replaced by a fresh one, before it meets its limit."""
        now, base = kernel.resident(seat.pid), self.base.get(seat.id, 0)
        return now > max(self.limits.memory / 2, base + LEAST_MEMORY / 2)

    def _too_large(self, seat: Seat) -> bool:
        before = seat.hand
        now = kernel.resident(seat.pid)
        base = self.base.setdefault(seat.id, now)
        after = seat.hand
        same = (before.phase, before.item, before.mark) == (after.phase, after.item, after.mark)
        return same and now > max(self.limits.memory, base + LEAST_MEMORY)

    def _too_long(self, seat: Seat, passed: float) -> bool:
        hand = seat.hand
        at_document = seat.ready and hand.phase in (READING, WORKING)
        now = (seat.answers, hand.item, READING if at_document else hand.phase, hand.passed)
        if now != seat.aged:
            seat.aged, seat.age = now, 0.0
            return False
        seat.age += min(passed, LONGEST_TICK)
        return seat.age > self._allowed(at_document, seat.ready, hand.phase)

    def _allowed(self, at_document: bool, ready: bool, phase: int) -> float:
        if at_document:
            return self.limits.time
        return START if not ready or phase == STARTING else WHOLE
