"""Corpus steps: a first pass that sketches and spills every document, a second that applies the state.

Memory holds what `reduce` makes of the sketches and nothing else; documents and sketches wait on the disk.
A document's position is its part times 2**32 plus its place in the part: a number that grows in source
order whoever works on which part. On the disk is the place alone, since a part may get another number.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import define, field

from docflow.engine.components import Components, title
from docflow.engine.desk import BrokenContract, Desk, Spot
from docflow.engine.state.piece import Piece
from docflow.engine.state.shelf import DiskShelf, Shelf
from docflow.engine.state.spill import COPY, PAST, pack, unpack, unspilled
from docflow.engine.steps.cuts import checked_cuts, take_out
from docflow.engine.steps.guard import ENDS, Ends, guard
from docflow.engine.steps.lines import Told
from docflow.engine.steps.piece import Call
from docflow.engine.values import is_sound, kind_of
from docflow.model import Document
from docflow.plan.ir import ApplyStep
from docflow.plugin.kinds import Drop, Removal

__all__ = ["Corpus", "corpus", "position"]

Frames = tuple[bytes, bytes | None]


def position(part: int, index: int) -> int:
    """Return the place of a document in source order."""
    return (part << 32) | index


@define
class Corpus:
    """One corpus step at work: `push` in the first pass, `reduce` between, `apply` in the second."""

    step: ApplyStep
    spot: Spot
    opened: Any
    desk: Desk
    shelf: Shelf
    state: Any = field(default=None, init=False)
    _told: Told | None = field(default=None, init=False)
    _part: int = field(default=0, init=False)
    _index: int = field(default=0, init=False)
    _observe: Any = field(init=False)
    _applied: Call = field(init=False)

    def __attrs_post_init__(self) -> None:
        ends: Ends[Frames | None] = Ends(self._past, None)
        self._observe = guard(self._frames, self.spot, self.desk, ends)
        self._applied = guard(self._apply, self.spot, self.desk, ENDS)

    def begin(self, folder: Path, part: int) -> None:
        """Spill what follows as this part, into this folder."""
        self._part, self._index = part, 0
        self.shelf.begin(folder)

    def push(self, doc: Document) -> None:
        """Sketch a document and spill both."""
        made: Frames | None = self._observe(doc)
        if made is not None:
            self.shelf.add(*made)
            self._index += 1

    def finish(self) -> tuple[Piece, ...]:
        """Close the part and return its files."""
        self.shelf.close()
        return self.shelf.pieces() if isinstance(self.shelf, DiskShelf) else ()

    def place(self) -> int:
        """Return how many documents were spilled."""
        return self._index

    def abandon(self) -> None:
        """Close the part as it is."""
        self.shelf.close()

    def reduce(self, components: Components, sketches: Iterable[tuple[int, Iterator[bytes]]]) -> Any:
        """Make and return the state of all sketches, given by part; raises RunError when it fails."""

        def each() -> Iterator[tuple[int, Any]]:
            for part, found in sketches:
                for frame in found:
                    index, sketch = unpack(frame)
                    yield position(part, index), sketch

        self.state = components.started(self.step.call, self.step.id, lambda: self.opened.reduce(each()))
        return self.state

    def second(self, part: int, documents: Iterator[bytes]) -> Iterator[Document]:
        """Apply the state to the documents of a part and yield those that stay, each in its lane."""
        lanes = self.desk.tally.main, self.desk.tally.copies
        self._part = part
        hand = self.desk.hand
        for index, (marks, doc) in enumerate(map(unspilled, documents)):
            self.desk.signals.obey()
            if not hand.turn(index):
                continue
            self.desk.lane = lanes[1 if marks & COPY else 0]
            self._turn(index)
            stays = doc if marks & PAST else self._applied(doc)
            if stays is not None:
                yield stays
        self.desk.lane = lanes[0]

    def again(self, part: int, index: int, doc: Document) -> Document | None:
        """Apply the state to one document of the second pass, as `second` does."""
        self._part = part
        self._turn(index)
        stays: Document | None = self._applied(doc)
        return stays

    def _turn(self, index: int) -> None:
        """Begin with the document of that index, in the second pass."""
        self._index = index

    def _marks(self) -> int:
        return COPY if self.desk.lane is self.desk.tally.copies else 0

    def _frames(self, doc: Document) -> Frames:
        sketch = self.opened.observe(doc)
        return _packed(doc, self._marks()), pack((self._index, sketch))

    def _past(self, doc: Document) -> Frames | None:
        try:
            return _packed(doc, self._marks() | PAST), None
        except TypeError as error:
            self.desk.quarantine(doc, self.spot, "error", str(error), error=True)
            return None

    def _apply(self, doc: Document) -> Document | None:
        text = doc.text
        made = self.opened.apply(doc, position(self._part, self._index), self.state)
        if isinstance(made, Drop):
            self.desk.drop(self.spot.id, str(made.reason))
            return None
        if isinstance(made, Removal):
            doc.text = text  # what the cuts are of, whatever the component did to it
            return take_out(doc, checked_cuts(text, made.cuts), self.spot.id, self.desk, self._told)
        if not is_sound(made):
            raise BrokenContract(
                f"returned {kind_of(made)} instead of a sound document, Drop(reason) or Removal(cuts)"
            )
        if made.text != text:
            self.desk.tally.change(self.spot.id, text, made.text)
        kept: Document = made
        return kept


def _packed(doc: Document, marks: int) -> bytes:
    return pack((marks, doc.id, doc.text, doc.source, doc.fields))


def corpus(
    step: ApplyStep, components: Components, desk: Desk, shelf: Shelf, make: Callable[..., Corpus] = Corpus
) -> Corpus:
    """Build the corpus step of a barrier; `make` may be a kind of Corpus that tells of its documents."""
    spot = Spot(step.id, title(step.call), step.at, step.on_error)
    return make(step, spot, components.opened(step.call, step.id), desk, shelf)
