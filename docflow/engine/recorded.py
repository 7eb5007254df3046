"""A corpus step that tells a recorder of its documents: once each, with what the second pass made of them."""

from array import array

from attrs import define, field

from docflow.engine.barrier import Corpus
from docflow.engine.desk import Desk
from docflow.engine.steps.record import Recorder, watched_call
from docflow.model import Document

__all__ = ["WatchedCorpus"]


@define
class WatchedCorpus(Corpus):
    """Remembers, document by document, which one that was fed it came of."""

    recorder: Recorder = field(factory=Recorder, kw_only=True)
    _roots: "array[int]" = field(factory=lambda: array("Q"), init=False)
    _strands: dict[int, tuple[int, ...]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self._told = self.recorder.cut
        self._applied = watched_call(self._applied, self.step, self.desk, self.recorder)

    def push(self, doc: Document) -> None:
        """Sketch a document; it has its visit in the second pass, or here when its sketch failed."""
        index, desk = self._index, self.desk
        visit = self.recorder.enter(self.step, doc, copy=_is_copy(desk))
        super().push(doc)
        if self._index > index:
            self._roots.append(self.recorder.root)
            if self.recorder.strand:
                self._strands[index] = self.recorder.strand
            if visit is not None and visit.fates:
                visit.after.append(visit.before)
            elif visit is not None:
                self.recorder.forget(visit)

    def _turn(self, index: int) -> None:
        super()._turn(index)
        self.recorder.root = self._roots[index]
        self.recorder.strand = self._strands.get(index, ())


def _is_copy(desk: Desk) -> bool:
    return desk.lane is desk.tally.copies
