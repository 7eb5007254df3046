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
    """What became of a document beside going on: drop, quarantine, skip (after an error), warn or fail.

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
    """

    step: Any
    root: int
    copy: bool
    before: Document
    after: list[Document] = field(factory=list)
    cuts: list[Cut] = field(factory=list)
    fates: list[Fate] = field(factory=list)


@define
class Recorder:
    """Collects visits in the order in which documents came to steps; `take` empties it.

    While `off`, nothing is kept. `root` is the number of the document that is on its way,
    `fed` how many came so far.
    """

    visits: list[Visit] = field(factory=list)
    off: bool = False
    root: int = 0
    fed: int = 0
    _open: dict[str, Visit] = field(factory=dict)

    def take(self) -> list[Visit]:
        """Return what was collected since the last call."""
        taken, self.visits = self.visits, []
        return taken

    def begin(self) -> None:
        """Take the next document that is fed."""
        self.fed += 1
        self.root = self.fed

    def enter(self, step: Step, doc: Document, *, copy: bool) -> Visit | None:
        """Begin a visit."""
        if self.off:
            return None
        visit = Visit(step, self.root, copy, copy_document(doc))
        self.visits.append(visit)
        self._open[step.id] = visit  # type: ignore[union-attr] # containers are never recorded
        return visit

    def forget(self, visit: Visit) -> None:
        """Take back the visit that began last: its step comes to the document again."""
        if self.visits and self.visits[-1] is visit:
            self.visits.pop()

    def cut(self, step: str, rule: str, start: int, end: int) -> None:
        """Note a removal of a line rule."""
        if not self.off and step in self._open:
            self._open[step].cuts.append(Cut(rule, start, end))

    def fate(self, step: str, fate: Fate) -> None:
        """Note what became of the document that is in a step."""
        if not self.off and step in self._open:
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
        if visits[-1] is not None:
            visits[-1].after.append(copy_document(doc))
        then(doc)

    push = into(out)

    def run(doc: Document) -> None:
        visits.append(recorder.enter(step, doc, copy=desk.lane is desk.tally.copies))
        try:
            push(doc)
        finally:
            visits.pop()

    return run
