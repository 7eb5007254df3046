"""The files of sinks: pieces joined in source order, without ever being on the disk twice for long.

A piece that was joined is taken from the folder of its part as soon as the ledger knows where it is now; so a
kill at any moment costs time, never space or bytes.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from attrs import define, evolve, field

from docflow.engine.outputs.merge import EMPTY, HEAD, TAIL, Joiner, Segment
from docflow.engine.outputs.target import Target
from docflow.engine.resume.row import Place
from docflow.engine.resume.where import PARTS, WHOLE, Record, Where
from docflow.engine.site import Kept, Ready, Site
from docflow.engine.state.piece import Piece
from docflow.engine.work.job import EndsJob
from docflow.io import disk
from docflow.plan.report import Output

__all__ = ["Finished", "ends_of", "grown_name", "joined", "pieces_of", "settle"]

BATCH = 16_000_000
"""Bytes that may stand on the disk twice while they are joined."""
Found = list[tuple[Kept, Piece]]
Joined = list[tuple[Kept, Piece, int]]


@define
class Finished:
    """A sink's output, whole but not yet under its name: `file` is None for a folder, and where it is there.

    `record` is what the ledger is to say of it; `left` are pieces whose new places wait for its name.
    """

    target: Target
    output: Output
    file: Path | None = None
    record: Record | None = None
    left: Joined = field(factory=list)
    same: bool = False


def pieces_of(target: Target, made: Ready) -> Found:
    """Return the pieces of a sink in source order, with their parts."""
    return [(kept, piece) for kept in made.parts() if (piece := kept.sink(target.number))]


def joined(target: Target, made: Ready, site: Site) -> Finished:
    """Return the finished file of a sink, or the one that is there if it has these pieces. Raises OSError."""
    found, where = pieces_of(target, made), site.past.where
    documents = sum(piece.documents for _, piece in found)
    ends, final = site.cooks[made.plan.name].ends(), where.name_of(target.path)
    record = where.record(final)
    if record is not None and _same(record, found, ends, final) and where.is_intact(final, record):
        output = Output(target.shown, documents, record.size, 1, record.digest)
        return Finished(target, output, record=record, same=True)
    return _join(target, made, site, found)


def _same(record: Record, found: Found, ends: str, final: bytes) -> bool:
    """Whether an output consists of just these pieces, in this order, with these ends."""
    if not all(kept.reused for kept, _ in found) or _end(found, record.whole, final, record.head) < 0:
        return False
    return bool(ends) and record.recipe == ends and record.pieces == len(found)


def _end(found: Found, whole: str, final: bytes, start: int) -> int:
    """Return where pieces end that follow each other in one file from `start`, -1 where they do not."""
    for kept, piece in found:
        place = kept.row.places.get(piece.name)
        if place is None or (place.whole, place.final, place.start) != (whole, final, start):
            return -1
        start += piece.size
    return start


def grown_name(target: Target, site: Site) -> str:
    """Return how the file is called into which the parts of a run write an output themselves."""
    return f"grown-{target.number:04}-{site.token}"


def _grown(
    target: Target, site: Site, found: Found, ends: dict[str, Segment], recipe: str
) -> Finished | None:
    """Return the file that parts have written themselves, if it holds just these pieces and needs no more."""
    name, final = grown_name(target, site), site.past.where.name_of(target.path)
    path, size = site.room.folder / WHOLE / name, _end(found, name, final, 0)
    if not found or {HEAD, TAIL} & ends.keys() or size < 0 or path.stat().st_size != size:
        return None
    digest, documents = found[-1][1].digest, sum(piece.documents for _, piece in found)
    record = Record(name, digest, size, documents, 0, recipe, 1, len(found))
    return Finished(target, Output(target.shown, documents, size, 1, digest), path, record)


def _join(target: Target, made: Ready, site: Site, found: Found) -> Finished:
    """Join pieces, with what stands before and after them."""
    ends, recipe = ends_of(target, made, site), site.cooks[made.plan.name].ends()
    if grown := _grown(target, site, found, ends, recipe):
        return grown
    name = f"whole-{target.number:04}-{site.token}"
    staging = site.room.staging_for(target.path)
    here = staging == site.room.staging
    out = Joiner(site.room.folder / WHOLE / name if here else staging / name)
    keep = partial(settle, target=target, name=name, site=site) if here else None
    head, waiting, digest = _fill(out, found, ends, site.past.where, keep)
    documents = sum(piece.documents for _, piece in found)
    record = Record(name, digest, out.size, documents, head, recipe, 1, len(found))
    output = Output(target.shown, documents, out.size, 1, digest)
    return Finished(target, output, out.path, record, waiting)


def _fill(
    out: Joiner, found: Found, ends: dict[str, Segment], where: Where, keep: Callable[[Joined], None] | None
) -> tuple[int, Joined, str]:
    """Fill a file; return the size of its head, the pieces whose places are not written down, its sha256.

    `keep` writes places down, None where that must wait for the file's name. When the disk fails, a file that
    holds nothing but copies goes: it may be what fills the disk.
    """
    waiting: Joined = []
    settled = head = 0
    try:
        if HEAD in ends:
            out.add(ends[HEAD])
            head = out.size
        for kept, piece in found:
            start = out.add(where.segment(kept.row, piece))
            waiting.append((kept, evolve(piece, digest=piece.digest and out.digest()), start))
            if keep and out.size - settled > BATCH:
                out.sync()
                settled = out.size
                keep(waiting)
                waiting = []
        if TAIL in ends:
            out.add(ends[TAIL])
        if not found and not {HEAD, TAIL} & ends.keys() and EMPTY in ends:
            out.add(ends[EMPTY])
        out.sync()
    except OSError:
        if not settled:
            disk.remove(out.path)
        raise
    finally:
        digest = out.close()
    if keep:
        keep(waiting)
        waiting = []
    return head, waiting, digest


def ends_of(target: Target, made: Ready, site: Site) -> dict[str, Segment]:
    """Return what stands before and after the documents of a sink, and what a file of nothing holds."""
    job = EndsJob(made.number, target.number, f"ends-{target.number:04}-{site.token}")
    ((_, done),) = site.crew.run([job])
    return {piece.name: Segment(site.work / job.folder / piece.name, 0, piece.size) for piece in done.pieces}


def settle(found: Joined, target: Target, name: str, site: Site) -> None:
    """Write down where pieces are now, and remove them where they were."""
    past = site.past
    final = past.where.name_of(target.path)
    for kept, piece, start in found:
        places = {**kept.row.places, piece.name: Place(name, final, start)}
        pieces = tuple(piece if each.name == piece.name else each for each in kept.row.pieces)
        kept.row = evolve(kept.row, places=places, pieces=pieces)
        past.write(kept.want.key, kept.row)
    past.store.keep()
    for kept, piece, _ in found:
        if kept.row.recipe:
            disk.remove(site.room.folder / PARTS / kept.row.folder / piece.name)
