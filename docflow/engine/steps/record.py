"""The way of single documents: what each step was given, what it made of it, which rule took what.

For traces, comparisons and the coverage of tests. Nothing of it runs in an ordinary run: a maker without a
recorder makes the same functions as before. With one, steps are made one by one (no joined line rules, no
batches, which change no result), so that each has a before and an after of its own.
"""

from collections.abc import Callable
from typing import Any

from attrs import define, field, frozen

from docflow.engine.desk import Desk, Spot
from docflow.engine.halt import Halt
from docflow.engine.steps.piece import Call, Many, One, Piece, Push
from docflow.engine.values import copy_document
from docflow.model import Document
from docflow.plan.ir import Step

__all__ = ["Cut", "Fate", "Recorder", "Visit", "WatchedDesk", "watched", "watched_call"]


@frozen
class Cut:
    """What a line rule took: characters `start` to `end` of the text as it came to the step."""

    rule: str
    start: int
    end: int


@frozen
class Fate:
    """What became of a document beside going on: drop, quarantine, skip (after an error), warn, fail, retry.

    `reason` is the reason code or text, `message` the sentence where there is one; `error` says that it
    came of an error and not of the flow's own words.
    """

    action: str
    reason: str
    message: str = ""
    error: bool = False


@define
class Visit:
    """One document at one step.

    `root` counts the documents that were fed, from 1: pieces and copies carry the number of the one that
    they were made of. `after` is what came out (none for a sink and for a document that ended; several for a
    splitter). The steps of a branch have visits of their own, which follow that of the branch.
    `strand` tells pieces apart: what came out of a step that may give several, as its n-th, has the strand
    of its visit and n, from 0.
    """

    step: Any
    root: int
    copy: bool
    before: Document
    after: list[Document] = field(factory=list)
    cuts: list[Cut] = field(factory=list)
    fates: list[Fate] = field(factory=list)
    strand: tuple[int, ...] = ()


@define
class Recorder:
    """Collects visits in the order in which documents came to steps; `take` empties it.

    While `off`, nothing is kept; with `aim`, only the documents for which it is true when they are fed
    (`aimed` are their numbers). `root` is the number of the document that is on its way, `fed` how many came
    so far.
    """

    visits: list[Visit] = field(factory=list)
    off: bool = False
    root: int = 0
    fed: int = 0
    strand: tuple[int, ...] = ()
    aim: Callable[[Document], bool] | None = None
    aimed: set[int] = field(factory=set)
    _open: dict[str, Visit] = field(factory=dict)

    def take(self) -> list[Visit]:
        """Return what was collected since the last call."""
        taken, self.visits = self.visits, []
        return taken

    @property
    def listens(self) -> bool:
        """Whether the document that is on its way is recorded."""
        return not self.off and (self.aim is None or self.root in self.aimed)

    def begin(self, doc: Document) -> None:
        """Take the next document that is fed."""
        self.fed += 1
        self.root, self.strand = self.fed, ()
        if self.aim is not None and self.aim(doc):
            self.aimed.add(self.root)

    def enter(self, step: Step, doc: Document, *, copy: bool) -> Visit | None:
        """Begin a visit."""
        if not self.listens:
            return None
        visit = Visit(step, self.root, copy, copy_document(doc), strand=self.strand)
        self.visits.append(visit)
        self._open[step.id] = visit  # type: ignore[union-attr] # containers are never recorded
        return visit

    def forget(self, visit: Visit) -> None:
        """Take back the visit that began last: its step comes to the document again."""
        if self.visits and self.visits[-1] is visit:
            self.visits.pop()

    def cut(self, step: str, rule: str, start: int, end: int) -> None:
        """Note a removal of a line rule."""
        if self.listens and step in self._open:
            self._open[step].cuts.append(Cut(rule, start, end))

    def fate(self, step: str, fate: Fate) -> None:
        """Note what became of the document that is in a step."""
        if self.listens and step in self._open:
            if fate.action == "retry":
                self._open[step].cuts.clear()
            self._open[step].fates.append(fate)


@define
class WatchedDesk(Desk):
    """A desk that tells a recorder what it counts."""

    recorder: Recorder = field(factory=Recorder, kw_only=True)

    def drop(self, step: str, reason: str) -> None:
        """Count and note a document that a step dropped."""
        self.recorder.fate(step, Fate("drop", self.mask(reason)))
        super().drop(step, reason)

    def quarantine(self, doc: Document, spot: Spot, reason: str, message: str, *, error: bool) -> None:
        """Keep and note a document in quarantine."""
        fate = Fate("quarantine", self.mask(reason), self.mask(message), error)
        self.recorder.fate(spot.id, fate)
        super().quarantine(doc, spot, reason, message, error=error)

    def skip(self, step: str, message: str) -> None:
        """Count and note a document that went past a step because of its error."""
        self.recorder.fate(step, Fate("skip", "error", self.mask(message), error=True))
        super().skip(step, message)

    def retry(self, step: str, message: str) -> None:
        """Note that a step failed and is tried again."""
        self.recorder.fate(step, Fate("retry", "error", self.mask(message), error=True))

    def warn(self, doc: Document, spot: Spot, reason: str) -> None:
        """Count and note a warning."""
        self.recorder.fate(spot.id, Fate("warn", self.mask(reason)))
        super().warn(doc, spot, reason)

    def fail(self, doc: Document, spot: Spot, message: str) -> Halt:
        """Note that a document stopped the flow."""
        self.recorder.fate(spot.id, Fate("fail", "fail", self.mask(message)))
        return super().fail(doc, spot, message)


def watched(piece: Piece, step: Step, desk: Desk, recorder: Recorder) -> Piece:
    """Return a piece that records each document that comes to it."""
    if isinstance(piece, One):
        return One((watched_call(piece.call() if piece.calls else _same, step, desk, recorder),))
    return Many(lambda then: _many(piece.into, step, desk, recorder, then))


def _same(doc: Document) -> Document:
    return doc


def watched_call(call: Call, step: Step, desk: Desk, recorder: Recorder) -> Call:
    """Return a call that records each document that comes to it."""

    def run(doc: Document) -> Document | None:
        visit = recorder.enter(step, doc, copy=desk.lane is desk.tally.copies)
        made = call(doc)
        if visit is not None and made is not None:
            visit.after.append(copy_document(made))
        return made

    return run


def _many(into: Callable[[Push], Push], step: Step, desk: Desk, recorder: Recorder, then: Push) -> Push:
    visits: list[Visit | None] = []

    def out(doc: Document) -> None:
        visit = visits[-1]
        if visit is None:
            then(doc)
            return
        visit.after.append(copy_document(doc))
        before = recorder.strand
        recorder.strand = (*before, len(visit.after) - 1)
        then(doc)
        recorder.strand = before

    push = into(out)

    def run(doc: Document) -> None:
        visits.append(recorder.enter(step, doc, copy=desk.lane is desk.tally.copies))
        try:
            push(doc)
        finally:
            visits.pop()

    return run
