"""How a worker ended, in words and as a cause, and what is said of it."""

from docflow.engine.crew.process.exits import EXHAUSTED, TAMPERED
from docflow.engine.crew.process.limits import START
from docflow.engine.crew.process.seat import Seat
from docflow.engine.crew.process.task import Task
from docflow.engine.crew.process.verdict import (
    CONTRACT,
    LOST,
    MEMORY,
    TIME,
    Broken,
    Death,
    Guilty,
    Retry,
    cause_of,
    died,
    ended,
)
from docflow.engine.hand import FINISHING, IDLE, STARTING, InHand
from docflow.engine.limits import Limits
from docflow.engine.watch import WorkerLost
from docflow.engine.work.job import PartJob
from docflow.errors import RunError
from docflow.io.escape import safe

__all__ = ["death_of", "giving_up", "lost", "not_started"]

NOTHING = InHand(IDLE, 0, 0, "", 0, 0)
_AT = {
    IDLE: "while it began or ended a job",
    STARTING: "when a part began",
    FINISHING: "when the files of a part were finished",
}


def death_of(seat: Seat, status: int | None, task: Task, limits: Limits) -> Death:
    """Return how a worker with a job in hand ended; status None: with the nursery."""
    cause, said = _cause(seat, status, limits)
    place = seat.final or NOTHING
    if cause in (TIME, MEMORY) and seat.place is not None and _where(seat.place) != _where(place):
        cause = LOST  # it went on before the signal came: nobody can say at what it died
    return Death(cause, said, task.careful, place.phase, place.item, place.mark, place.step)


def not_started(seat: Seat, status: int, limits: Limits) -> str:
    """Return a sentence about a worker that ended before it could do anything."""
    what = (seat.final or NOTHING).step or "a component"
    if seat.ending == TIME:
        return f"a worker took longer than {START:g} s to open {what}"
    if seat.ending == MEMORY or status == EXHAUSTED:
        return f"a worker needed more memory than the limit of {_size(limits.memory)} to open {what}"
    return f"a worker {ended(status)} while {what} was opened"


def _cause(seat: Seat, status: int | None, limits: Limits) -> tuple[str, str]:
    if status is None:
        return LOST, "ended with the process that all workers come from"
    if seat.ending == TIME:
        return TIME, f"it took longer than the limit of {limits.time:g} s"
    if seat.ending == MEMORY or status == EXHAUSTED:
        return MEMORY, f"it needed more memory than the limit of {_size(limits.memory)}"
    if status == TAMPERED:
        what = safe(seat.said) if seat.said else "closed files that are not its own"
        return CONTRACT, f"it {what}, which no component may do"
    return cause_of(status), died(status)


def _where(hand: InHand) -> tuple[int, int, int]:
    return hand.phase, hand.item, hand.mark


def _size(count: int) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20)):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count / 1_000_000:g} MB"


def lost(seat: Seat, task: Task, death: Death, judged: Retry | Guilty | Broken) -> WorkerLost:
    """Return what watchers are told of a death."""
    document = ""
    if death.at_document and isinstance(task.job, PartJob):
        document = f"no. {death.item + 1} of part {task.job.part.number + 1}"
    does = "the part is done again"
    if isinstance(judged, Guilty):
        does = "the part is done again without this step for this document"
    elif isinstance(judged, Broken):
        does = "the run stops"
    step = death.step if death.careful and death.at_document else ""
    return WorkerLost(seat.number, document, step, f"{death.said}; {does}")


def giving_up(task: Task, death: Death) -> RunError:
    """Return the error for a job that cannot be done."""
    step = death.step if "`" in death.step else f"`{death.step}`"  # a title has quotes
    where = _AT.get(death.phase, f"at the step {safe(step)}")
    part = f" (part {task.job.part.number + 1})" if isinstance(task.job, PartJob) else ""
    return RunError(
        f"a worker died again and again {where}{part}: {death.said}; "
        "no document is to blame alone, so the run stops",
        step=death.step or None,
    )
