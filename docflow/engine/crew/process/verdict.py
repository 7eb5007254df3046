"""What the death of a worker means for the part that it had in hand: a policy without any process in it.

The ordinary attempt gives no exact place (batches), so a part is done again carefully. A careful attempt
that dies at a document's step by its own doing (a fault, an exit, memory, tampering) has found the guilty
one. What may have come from outside, as a kill does, must hit the same document in three careful attempts;
a time limit must be missed twice at the same document. So a kill from outside costs time, never a document.
"""

import signal
from collections.abc import Sequence

from docflow.engine.hand import READING, WORKING, Loss
from docflow.value import frozen

__all__ = [
    "CONTRACT",
    "CRASH",
    "KILL",
    "LOST",
    "MEMORY",
    "TIME",
    "Broken",
    "Death",
    "Guilty",
    "Retry",
    "cause_of",
    "died",
    "ended",
    "verdict",
]

CRASH, KILL, TIME, MEMORY, CONTRACT, LOST = "crash", "kill", "time", "memory", "contract", "lost"
"""Causes. KILL may have come from outside; LOST is the end of the nursery, which is no worker's fault."""
REASONS = {CRASH: "crash", KILL: "crash", TIME: "limit:time", MEMORY: "limit:memory", CONTRACT: "contract"}
MOST_WITHOUT_PLACE, MOST_DEATHS, MOST_KILLS = 3, 12, 3
_OUTSIDE = frozenset({"SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGPWR"})


@frozen
class Death:
    """How one attempt at a part ended: cause, a sentence without numbers of processes, and the place."""

    cause: str
    said: str
    careful: bool
    phase: int
    item: int
    mark: int
    step: str = ""

    @property
    def at_document(self) -> bool:
        """Whether a document was in hand."""
        return self.phase in (READING, WORKING)


@frozen
class Retry:
    """Do the part again; `careful` from the first death on."""

    careful: bool = True


@frozen
class Guilty:
    """Do the part again carefully, without this step for this document."""

    loss: Loss


@frozen
class Broken:
    """The part cannot be done: nobody knows which document to leave out."""

    said: str


def cause_of(status: int) -> str:
    """Return the cause of an end that nobody in the crew brought about; negative: a signal."""
    return KILL if status < 0 and _name(-status) in _OUTSIDE else CRASH


def ended(status: int) -> str:
    """Return how a process ended, as the end of a sentence."""
    return (
        f"was ended by signal {-status} ({_name(-status)})"
        if status < 0
        else f"ended with exit code {status}"
    )


def died(status: int) -> str:
    """Return what a document is told whose step ended the worker."""
    return f"the worker process {ended(status)}"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def verdict(history: Sequence[Death], losses: Sequence[Loss]) -> Retry | Guilty | Broken:
    """Judge the last death of a part; `history` are its deaths since the last loss, `losses` all losses."""
    last = history[-1]
    real = [death for death in history if death.cause != LOST]
    if last.cause == LOST:
        return Retry(careful=bool(losses) or bool(real))
    if not last.careful:
        return Retry()
    if not last.at_document:
        placeless = sum(death.careful and not death.at_document for death in real)
        return Broken(last.said) if placeless >= MOST_WITHOUT_PLACE else Retry()
    if any((loss.item, loss.mark, loss.phase) == (last.item, last.mark, last.phase) for loss in losses):
        return Broken(last.said)
    if _is_guilty(last, real[:-1]):
        return Guilty(Loss(last.item, last.mark, last.phase, REASONS[last.cause], last.said))
    return Broken(last.said) if len(real) >= MOST_DEATHS else Retry()


def _is_guilty(last: Death, earlier: Sequence[Death]) -> bool:
    if last.cause in (CRASH, MEMORY, CONTRACT):
        return True
    same = [death for death in earlier if death.at_document and death.item == last.item]
    if last.cause == TIME:
        return any(death.cause == TIME for death in same)
    return sum(death.careful for death in same) >= MOST_KILLS - 1
