"""What the functions of one flow share while a part is worked on: counters, quarantine, the stop signal."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field, frozen

from docflow.engine.halt import Halt, Signals
from docflow.engine.hand import ITEM, Died, Hand
from docflow.engine.ledger import Lane, Tally
from docflow.errors import MachineError, RunError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.ir import Outcome, Where

__all__ = ["QUARANTINE", "BrokenContract", "Desk", "Entry", "Pointer", "Spot", "explain"]

QUARANTINE = Outcome("quarantine", "error")
"""What an error does where neither the step nor the flow says anything."""
MOST_MESSAGE = 500
MOST_RAW = 64 * 1024


class BrokenContract(Exception):  # noqa: N818 - the word for it
    """A component returned what its kind does not allow."""


@frozen
class Spot:
    """A step as errors name it: its id, the component, the place in the flow, what an error does."""

    id: str
    title: str
    at: Where
    on_error: Outcome = QUARANTINE


@frozen
class Pointer:
    """A place in an input, for what never became a document; offset and length are decompressed bytes."""

    path: str
    line: int | None = None
    offset: int | None = None
    length: int | None = None
    raw: bytes | None = None


@frozen
class Entry:
    """One entry of the quarantine: a document as it entered a step, or a place in an input.

    From `copy` on it says where the document is missing (see `engine.state.holes`), if anyone wants to know.
    """

    flow: str
    spot: Spot
    reason: str
    message: str
    error: bool
    document: Document | None = None
    pointer: Pointer | None = None
    copy: bool = False
    item: int = 0
    file: int = 0
    rest: bool = False
    places: tuple[int, ...] | None = None

    def record(self) -> dict[str, Any]:
        """Return the entry as the JSON object that the store keeps."""
        at = {"file": self.spot.at.file, "line": self.spot.at.line}
        made: dict[str, Any] = {"flow": self.flow, "step": self.spot.id, "at": at, "reason": self.reason}
        made |= {"message": self.message, "error": self.error}
        if self.document is not None:
            doc = self.document
            made["document"] = {"id": doc.id, "source": doc.source, "text": doc.text, "fields": doc.fields}
        if self.pointer is not None:
            made["pointer"] = _place(self.pointer)
        return made


def _place(pointer: Pointer) -> dict[str, Any]:
    place: dict[str, Any] = {"path": pointer.path, "line": pointer.line}
    place |= {"offset": pointer.offset, "length": pointer.length}
    if pointer.raw is not None:
        place["raw"] = base64.b64encode(pointer.raw[:MOST_RAW]).decode("ascii")
        place["raw_whole"] = len(pointer.raw) <= MOST_RAW
    return place


def explain(error: BaseException, mask: Callable[[str], str] = str) -> str:
    """Return what an exception of a component says, as one bounded line; never raises.

    Secrets are masked before the line is cut: half a secret would be known by no mask.
    """
    name = _name_of(type(error))
    try:
        said = mask(str.__str__(str(error)))
    except BaseException:  # noqa: BLE001 - a component's exception may itself be broken
        said = ""
    if isinstance(error, (BrokenContract, Died)):
        return safe(said, MOST_MESSAGE)
    return safe(f"{name}: {said}" if said else name, MOST_MESSAGE)


_name_of: Callable[[type], str] = type.__dict__["__name__"].__get__
"""The name of a class, whatever its own class makes of `__name__`."""


@contextmanager
def _on_disk(what: str) -> Iterator[None]:
    """Stop the run when the disk fails: that is not the component's, and no `on error` may take it."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise Halt(MachineError(f"cannot write {what}: {why}; earlier outputs are as they were")) from error


def _nowhere() -> None:
    """Say that nobody asks where a document is missing."""


@define
class Desk:
    """The state of one flow at work. `begin` takes the next part; everything else counts into it.

    `passing` are the exceptions that are no document's error: a stop, and Ctrl-C where no signals are held.
    `places` says where in the files of the part the document in hand would stand.
    `hand` says which document is in hand. Readers leave the sha256 of each file of the part in `inputs`,
    `unsteady` when one changed meanwhile, and in `lines` how many a range has, where that was counted.
    """

    flow: str
    store: Callable[[Entry], None]
    mask: Callable[[str], str] = str
    signals: Signals = field(factory=Signals)
    passing: tuple[type[BaseException], ...] = (Halt,)
    places: Callable[[], tuple[int, ...] | None] = _nowhere
    tally: Tally = field(factory=Tally)
    hand: Hand = field(factory=Hand)
    inputs: list[str] = field(factory=list)
    unsteady: bool = False
    lines: int = -1
    lane: Lane = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lane = self.tally.main

    def begin(self, tally: Tally) -> None:
        """Count into this tally from now on."""
        self.tally = tally
        self.lane = tally.main
        self.inputs, self.unsteady, self.lines = [], False, -1

    def drop(self, step: str, reason: str) -> None:
        """Count a document that a step dropped."""
        self.lane.dropped += 1
        self.tally.count(self.tally.dropped, step, safe(self.mask(reason)))

    def quarantine(self, doc: Document, spot: Spot, reason: str, message: str, *, error: bool) -> None:
        """Put a document into the quarantine, as it entered the step."""
        places, item = self._places(), int(self.hand.slots[ITEM])
        copy = self.lane is self.tally.copies
        said = self.mask(reason), self.mask(message)
        self._store(Entry(self.flow, spot, *said, error, doc, copy=copy, item=item, places=places))

    def reject(self, pointer: Pointer, spot: Spot, reason: str, message: str, *, rest: bool = False) -> None:
        """Put a place of an input into the quarantine, with `rest` all from there on; it counts as seen."""
        if self.tally.main.seen < self.hand.first:  # an earlier attempt did
            self.tally.main.seen += 1
            return
        places, item = self._places(), self.tally.main.seen
        self.lane.seen += 1
        said = safe(self.mask(reason)), self.mask(message)
        self._store(
            Entry(
                self.flow,
                spot,
                *said,
                True,
                pointer=pointer,
                item=item,
                file=len(self.inputs),
                rest=rest,
                places=places,
            )
        )

    def _places(self) -> tuple[int, ...] | None:
        """Ask first: what comes before the document in source order may come into the quarantine by that."""
        with _on_disk("an output"):
            return self.places()

    def _store(self, entry: Entry) -> None:
        with _on_disk("the quarantine"):
            self.store(entry)
        self.lane.quarantined += 1
        self.tally.count(self.tally.quarantined, entry.spot.id, safe(entry.reason))
        self.tally.errors += entry.error

    def skip(self, step: str, message: str) -> None:
        """Count a document that went past a step because of its error."""
        self.tally.count(self.tally.skipped, step, self.mask(message))

    def retry(self, step: str, message: str) -> None:
        """Hear that a step failed and is tried again; a run counts only how it ends."""

    def warn(self, doc: Document, spot: Spot, reason: str) -> None:
        """Count a warning about a document."""
        self.tally.warn(spot.id, safe(self.mask(reason)), safe(doc.id))

    def fail(self, doc: Document, spot: Spot, message: str) -> Halt:
        """Return the stop of the run because of a document, to be raised."""
        text = f"{self.mask(message)} (document `{safe(doc.id)}`, step `{spot.id}`, line {spot.at.line})"
        return Halt(RunError(text, document=safe(doc.id), step=spot.id))
