"""Cleaners that declare `batch=N`: texts are gathered and cleaned together.

Only between the top steps of a stage, where all documents pass: inside a branch, waiting would let other
documents overtake. A batch that fails is done again one by one, so that only the guilty document pays.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import define, field

from docflow.engine.desk import Desk, Spot
from docflow.engine.ledger import Lane
from docflow.engine.steps.guard import ENDS, guard
from docflow.engine.steps.piece import Call, Push
from docflow.engine.steps.text import cleaning, exact_text
from docflow.model import Document

__all__ = ["Batch", "one_by_one"]

Many = Callable[[Sequence[str]], Any]
MOST_CHARS = 4_000_000
"""A batch is done early when its texts are that long, so that memory does not depend on the documents."""


def one_by_one(clean_many: Many) -> Callable[[str], str]:
    """Return a batch cleaner as one for a single text."""

    def clean(text: str) -> str:
        cleaned: str = exact_text(clean_many([text])[0])
        return cleaned

    return clean


@define
class Batch:
    """The documents that wait for one batch step, and what comes after it."""

    clean_many: Many
    size: int
    spot: Spot
    desk: Desk
    then: Push
    waiting: list[tuple[Document, Lane]] = field(factory=list)
    chars: int = 0
    single: Call = field(init=False)

    def __attrs_post_init__(self) -> None:
        attempt = cleaning(one_by_one(self.clean_many), self.spot.id, self.desk)
        self.single = guard(attempt, self.spot, self.desk, ENDS, restore=False)

    def push(self, doc: Document) -> None:
        """Take a document; the batch is done when it is full."""
        self.waiting.append((doc, self.desk.lane))
        self.chars += len(doc.text)
        if len(self.waiting) >= self.size or self.chars > MOST_CHARS:
            self.flush()

    def flush(self) -> None:
        """Clean what waits and push it on, in order."""
        waiting, self.waiting, self.chars = self.waiting, [], 0
        if not waiting:
            return
        cleaned = self._together([doc.text for doc, _ in waiting])
        lane = self.desk.lane
        for number, (doc, own) in enumerate(waiting):
            self.desk.lane = own
            done = self._take(doc, cleaned[number]) if cleaned is not None else self.single(doc)
            if done is not None:
                self.then(done)
        self.desk.lane = lane

    def _together(self, texts: list[str]) -> list[str] | None:
        try:
            cleaned = [exact_text(text) for text in self.clean_many(texts)]
        except self.desk.passing:
            raise
        except BaseException:  # noqa: BLE001 - done again one by one, which finds the guilty document
            return None
        return cleaned if len(cleaned) == len(texts) else None

    def _take(self, doc: Document, text: str) -> Document:
        if text != doc.text:
            self.desk.tally.change(self.spot.id, doc.text, text)
            doc.text = text
        return doc
