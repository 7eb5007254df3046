"""A recorder that writes what it saw down, document by document, so that memory holds one at a time."""

import heapq
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field

from docflow.engine.compare.passage import Passage, passage_of
from docflow.engine.memory import Arrival
from docflow.engine.state.spill import Spill, frames
from docflow.engine.steps.record import Recorder, Visit
from docflow.model import Document
from docflow.plan.ir import Step

__all__ = ["Journal"]


@define
class Journal(Recorder):
    """Writes passages into files, one for each stage of the flow: in each, documents come in source order."""

    folder: Path = field(default=Path(), kw_only=True)
    _arrivals: list[Arrival] = field(factory=list, init=False)
    _read: Document | None = field(default=None, init=False)
    _at: int = field(default=0, init=False)
    _last: int = field(default=0, init=False)
    _files: list[Spill] = field(factory=list, init=False)

    def enter(self, step: Step, doc: Document, *, copy: bool) -> Visit | None:
        """Begin a visit; what was seen of the document before is written down."""
        self._turn()
        return super().enter(step, doc, copy=copy)

    def arrive(self, arrival: Arrival) -> None:
        """Note that the document in hand came to a sink or the end."""
        self._turn()
        self._arrivals.append(arrival)

    def done(self, read: Document) -> None:
        """Note that a document as it was read has gone as far as it can in the first stage."""
        self._turn()
        self._read = read
        self._write()

    def close(self) -> None:
        """Write down what is left."""
        self._write()
        for file in self._files:
            file.close()

    def passages(self) -> Iterator[Passage]:
        """Yield the documents in source order, each with what all stages did to it."""
        made: Passage | None = None
        streams = [map(Passage.unpacked, frames(file.path)) for file in self._files]
        for each in heapq.merge(*streams, key=lambda passage: passage.root):
            if made is not None and made.root == each.root:
                made.add(each)
                continue
            if made is not None:
                yield made
            made = each
        if made is not None:
            yield made

    def _turn(self) -> None:
        if self.root != self._at:
            self._write()
            self._at = self.root

    def _write(self) -> None:
        if not (self.visits or self._arrivals or self._read):
            return
        visits, arrivals = self.take(), self._arrivals
        passage = passage_of(self._at, self._read, visits, arrivals)
        self._arrivals, self._read = [], None
        if not self._files or self._at < self._last:
            self._files.append(Spill(self.folder / f"{len(self._files)}.passages"))
        self._last = self._at
        self._files[-1].add(passage.packed())
