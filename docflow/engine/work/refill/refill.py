"""The work of a replay on one part, as a worker does it: run what is missing, put it where it belongs."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from attrs import define, evolve, field

from docflow.engine.barrier import Corpus
from docflow.engine.desk import Desk
from docflow.engine.hand import FINISHING, ITEM, WORKING
from docflow.engine.inputs.part import WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.stage import Stage
from docflow.engine.state.holes import Hole, holes
from docflow.engine.state.piece import HOLES, Piece
from docflow.engine.state.quarantine import Store
from docflow.engine.steps.maker import Maker
from docflow.engine.steps.piece import Push
from docflow.engine.work.made import Made, end_of, read_part
from docflow.engine.work.refill.entries import Numbers, splice_entries
from docflow.engine.work.refill.part import ReplayPart
from docflow.engine.work.refill.rest import rest_of
from docflow.engine.work.refill.shifts import Insert, Shifts
from docflow.engine.work.refill.sift import Way, sift
from docflow.engine.work.refill.splice import Folders, splice
from docflow.errors import RunError
from docflow.io import disk
from docflow.model import Document

__all__ = ["refill"]

_AHEAD = 1 << 32
"""Items of a replay begin here, so that none is one of the records that are read again."""


@define
class _Refill:
    """One part being refilled. `begun` and `ended` are the places of the files around each entry's results.

    `entries` are the numbers of the new entries around them, `items` their items; `more` is what `sift` gave.
    """

    made: Made
    stage: Stage
    part: ReplayPart
    store: Store
    old: tuple[Hole, ...]
    begun: dict[int, tuple[int, ...]] = field(factory=dict)
    ended: dict[int, tuple[int, ...]] = field(factory=dict)
    entries: dict[int, tuple[int, int]] = field(factory=dict)
    items: list[int] = field(factory=list)
    more: dict[int, int] = field(factory=dict)
    flushes: list[Callable[[], None]] = field(factory=list)

    def places(self) -> tuple[int, ...]:
        """Return where the document in hand would stand, as `Stage.places` does for a part."""
        for flush in self.flushes:
            flush()
        return tuple(file.place() for file in self.stage.files)

    def around(self, entry: int, item: int, go: Callable[[], None]) -> None:
        """Run what belongs to an entry, as that item, and note where its results stand."""
        desk, hole = self.made.desk, self.old[entry]
        desk.signals.obey()
        self.begun.setdefault(entry, self.places())
        first = self.entries.get(entry, (self.store.count, 0))[0]
        desk.lane = desk.tally.copies if hole.copy else desk.tally.main
        go()
        desk.lane = desk.tally.main
        self.ended[entry] = self.places()
        self.entries[entry] = first, self.store.count
        self.items += [item] * (self.store.count - len(self.items))


def refill(
    made: Made, stage: Stage, part: ReplayPart, folder: Path, store: Store
) -> tuple[Tally, tuple[Piece, ...]]:
    """Do the entries of a part again; the files of the whole part are made in `folder`.

    The tally is what changes: it is to be added to that of the part. Raises RunError where a step is gone or
    the records are others.
    """
    fresh = folder / "fresh"
    disk.make_folder(fresh)
    work = _Refill(made, stage, part, store, tuple(holes(part.kept / HOLES)), flushes=list(stage.flushes))
    desk, tally = made.desk, Tally()
    desk.begin(tally)
    desk.places = work.places
    store.begin(fresh)
    for file in stage.files:
        file.begin(fresh, part.number)
    try:
        desk.hand.phase(WORKING)
        _documents(work)
        _records(work)
        desk.hand.phase(FINISHING)
        pieces = tuple(piece for file in stage.files for piece in file.finish())
    except BaseException:
        for file in stage.files:
            with suppress(Exception):  # the first error is the one to tell
                file.abandon()
        raise
    store.close()
    for number in part.entries:
        _uncount(tally, work.old[number])
    made_files = _spliced(work, Folders(part.kept, fresh, folder), pieces)
    disk.remove_tree(fresh)
    return tally, made_files


def _uncount(tally: Tally, hole: Hole) -> None:
    """Take an entry out of the counters of its part."""
    lane = tally.copies if hole.copy else tally.main
    lane.quarantined -= 1
    tally.count(tally.quarantined, hole.step, hole.reason, -1)
    tally.errors -= hole.error
    lane.seen -= hole.document is None


def _documents(work: _Refill) -> None:
    slots = work.made.desk.hand.slots
    for entry in work.part.entries:
        hole = work.old[entry]
        if hole.document is not None:
            slots[ITEM] = _AHEAD + entry
            work.around(entry, hole.item, partial(_onwards(work, hole), hole.document))


def _records(work: _Refill) -> None:
    """Do again what a reader rejected."""
    wanted = [entry for entry in work.part.entries if work.old[entry].document is None]
    if not wanted:
        return
    made, tally = work.made, work.made.desk.tally

    def push(doc: Document) -> None:
        tally.main.seen += 1
        tally.read[work.part.source] += 1
        work.stage.push(doc)

    def read(desk: Desk, part: WorkPart, take: Push) -> None:
        read_part(evolve(made, desk=desk), part, take)

    work.more = sift(work.part, work.old, Way(read, made.desk, push, work.around))


def _onwards(work: _Refill, hole: Hole) -> Push:
    """Return what takes a document on from the step of its entry; raises RunError when the step is gone."""
    stage = work.stage
    if stage.head is not None and hole.step == stage.head.spot.id:
        return partial(_second, stage.head, work.part.number, hole.item, stage.push)
    if stage.tail is not None and hole.step == stage.tail.spot.id:
        return stage.tail.push
    key = (stage.number, hole.step)
    if key not in work.made.rests:
        work.made.rests[key] = _compiled(work, hole.step)
    push, flushes = work.made.rests[key]
    work.flushes += [each for each in flushes if each not in work.flushes]
    return push


def _second(head: Corpus, part: int, index: int, then: Push, doc: Document) -> None:
    stays = head.again(part, index, doc)
    if stays is not None:
        then(stays)


def _compiled(work: _Refill, step: str) -> tuple[Push, list[Callable[[], None]]]:
    made, stage = work.made, work.stage
    rest = rest_of(made.betweens[stage.number].steps, step)
    if rest is None:
        raise RunError(f"the flow has no step `{step}` here any more; run it again instead of a replay")
    writers = {writer.spot.id: writer.add for writer in made.writers}
    old = made.maker
    maker = Maker(old.table, old.components, old.desk, old.callables, lambda sink, _: writers[sink.id])
    then = stage.tail.push if stage.tail is not None else end_of(made)
    push = maker.stage(rest.steps, then if not rest.tee else _stray(made.desk, rest.tee))
    return push, maker.flushes


def _stray(desk: Desk, tee: str) -> Push:
    return lambda _: desk.drop(tee, "the copy reached the end of its tee")


def _spliced(work: _Refill, folders: Folders, new: tuple[Piece, ...]) -> tuple[Piece, ...]:
    shifts, counts = list[Shifts](), Counter[str]()
    for piece in (*work.part.pieces, *new):
        counts[piece.name] += piece.documents
    pieces: tuple[Piece, ...] = ()
    for number, file in enumerate(work.stage.files):
        shifts.append(Shifts(_inserts(work, number)))
        pieces += splice(file, folders, shifts[-1], counts)
    numbers = Numbers(work.entries, work.begun, work.items, work.more)
    entries = splice_entries(work.old, numbers, shifts, folders)
    return pieces + entries


def _inserts(work: _Refill, file: int) -> Sequence[Insert]:
    chosen = work.part.entries
    return [Insert(work.old[n].places[file], n, work.begun[n][file], work.ended[n][file]) for n in chosen]
