"""Cleaners and removers that declare `batch=N`: texts are gathered and done together.

Only between the top steps of a stage, where all documents pass: inside a branch, waiting would let other
documents overtake. A batch that fails is done again one by one, so that only the guilty document pays.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import define, field, frozen

from docflow.engine.desk import Desk, Spot
from docflow.engine.ledger import Lane
from docflow.engine.steps.guard import ENDS, guard
from docflow.engine.steps.piece import Call, Push
from docflow.model import Document

__all__ = ["Batch", "Way", "one_by_one"]

MOST_CHARS = 4_000_000
"""A batch is done early when its texts are that long, so that memory does not depend on the documents."""


@frozen
class Way:
    """How a kind does a batch: `ask` for many texts, see that an answer `fits` its text, `put` it to work.

    `fits` gives the answer as it is used, and raises BrokenContract.
    """

    ask: Callable[[Sequence[str]], Any]
    fits: Callable[[str, Any], Any]
    put: Callable[[Document, Any], Document]

    def single(self, doc: Document) -> Document:
        """Do one document."""
        return self.put(doc, self.fits(doc.text, one_by_one(self.ask)(doc.text)))


def one_by_one(ask: Callable[[Sequence[str]], Any]) -> Callable[[str], Any]:
    """Return a question for many texts as one for a single text."""
    return lambda text: ask([text])[0]


@define
class Batch:
    """The documents that wait for one batch step, and what comes after it."""

    way: Way
    size: int
    spot: Spot
    desk: Desk
    then: Push
    waiting: list[tuple[Document, Lane]] = field(factory=list)
    chars: int = 0
    single: Call = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.single = guard(self.way.single, self.spot, self.desk, ENDS, restore=False)

    def push(self, doc: Document) -> None:
        """Take a document; the batch is done when it is full."""
        self.waiting.append((doc, self.desk.lane))
        self.chars += len(doc.text)
        if len(self.waiting) >= self.size or self.chars > MOST_CHARS:
            self.flush()

    def flush(self) -> None:
        """Do what waits and push it on, in order."""
        waiting, self.waiting, self.chars = self.waiting, [], 0
        if not waiting:
            return
        answers = self._together([doc.text for doc, _ in waiting])
        lane = self.desk.lane
        for number, (doc, own) in enumerate(waiting):
            self.desk.lane = own
            done = self.way.put(doc, answers[number]) if answers is not None else self.single(doc)
            if done is not None:
                self.then(done)
        self.desk.lane = lane

    def _together(self, texts: list[str]) -> list[Any] | None:
        try:
            found = [*self.way.ask(texts)]
            return [*map(self.way.fits, texts, found)] if len(found) == len(texts) else None
        except self.desk.passing:
            raise
        except BaseException:  # noqa: BLE001 - done again one by one, which finds the guilty document
            return None
