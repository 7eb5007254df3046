"""The end of a run: finished files get their names, `run.json` last of all."""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import attrs
import msgspec
from attrs import frozen

from docflow.engine.flow import Kept, Ready, Site
from docflow.engine.outputs.folder import brought, place
from docflow.engine.outputs.merge import EMPTY, HEAD, TAIL, Segment, merged
from docflow.engine.outputs.target import Target
from docflow.engine.state.piece import QUARANTINE, sink_name
from docflow.engine.state.room import Room
from docflow.engine.work.job import EndsJob
from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.atomic import commit, commit_all
from docflow.io.escape import safe
from docflow.io.names import encode
from docflow.plan.ir import Plan
from docflow.plan.json import to_json
from docflow.plan.report import Output, Report

__all__ = ["QUARANTINE", "RUN", "Finished", "finish", "give_names", "write_run"]

FORMAT = 1
_HALFWAY = "outputs were getting their names: each file is whole, but some may be new and some old; run again"
FILES, RUN = "files", "run.json"


@frozen
class Finished:
    """A sink's output, whole but still in staging (`file` is None for a folder of files)."""

    target: Target
    file: Path | None
    output: Output


def finish(target: Target, made: Ready, site: Site) -> Finished:
    """Join the pieces of a sink; raises OSError."""
    found = [(kept.folder, piece) for kept in _all(made) if (piece := kept.piece(sink_name(target.number)))]
    documents = sum(piece.documents for _, piece in found)
    if target.layout == "folder":
        size = sum(piece.size for _, piece in found)
        return Finished(target, None, Output(target.shown, documents, size, 0))
    whole = site.room.staging_for(target.path) / f"whole-{target.number:04}"
    segments = [Segment(folder / piece.name, 0, piece.size) for folder, piece in found]
    size, digest = merged(whole, _with_ends(segments, target, made, site))
    return Finished(target, whole, Output(target.shown, documents, size, 1, digest))


def _all(made: Ready) -> Iterator[Kept]:
    for stage in made.kept:
        yield from stage


def _with_ends(segments: list[Segment], target: Target, made: Ready, site: Site) -> list[Segment]:
    """Put the head and the tail of a file around its pieces."""
    job = EndsJob(made.number, target.number, f"ends-{target.number:04}")
    ((_, done),) = site.crew.run([job])
    ends = {piece.name: Segment(site.work / job.folder / piece.name, 0, piece.size) for piece in done.pieces}
    joined = [ends[HEAD]] if HEAD in ends else []
    joined += segments
    joined += [ends[TAIL]] if TAIL in ends else []
    return joined or ([ends[EMPTY]] if EMPTY in ends else [])


def give_names(all_finished: Sequence[Finished], flows: Sequence[Ready], room: Room) -> dict[int, Output]:
    """Commit outputs with the lists of their files, then the quarantine; return the outputs by target number.

    Raises MachineError; what was renamed before is whole, and `run.json` is still the old one.
    """
    with _halfway():
        return _give_names(all_finished, flows, room)


@contextmanager
def _halfway() -> Iterator[None]:
    """Say of a failure of the disk that some outputs may be new already: here no other sentence is true."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        where = f" (`{safe(str(error.filename))}`)" if error.filename else ""
        said = "the disk is full" if full else (error.strerror or str(error))
        raise MachineError(f"the run stopped: {said}{where}; {_HALFWAY}") from error
    except MachineError as error:
        raise MachineError(f"{error}; {_HALFWAY}") from error


def _give_names(all_finished: Sequence[Finished], flows: Sequence[Ready], room: Room) -> dict[int, Output]:
    outputs = {each.target.number: each.output for each in all_finished}
    commit_all([(each.file, each.target.path) for each in all_finished if each.file is not None])
    for each in all_finished:
        if each.file is None:
            target, number = each.target, each.target.number
            made = next(flow for flow in flows if target in flow.targets)
            folders = [kept.folder for kept in _all(made) if kept.piece(sink_name(number))]
            staging = room.staging_for(target.path) / sink_name(number)
            disk.make_folder(staging)
            count = place(target, brought(folders, number, staging), staging, _list_of(room, target.path))
            outputs[number] = attrs.evolve(each.output, files=count)
    _commit_quarantine(room, flows)
    return outputs


def _list_of(room: Room, folder: Path) -> Path:
    """Return where the list of the files of an output folder stands; a moved folder keeps its list."""
    return room.folder / FILES / f"{encode(os.path.relpath(folder, room.folder))}.txt"


def _put(room: Room, name: str, pieces: Iterable[bytes]) -> None:
    with disk.open_new(room.staging / name) as file:
        for piece in pieces:
            file.write(piece)
    commit(room.staging / name, room.folder / name)


def _commit_quarantine(room: Room, flows: Sequence[Ready]) -> None:
    found = [
        Segment(kept.folder / QUARANTINE, 0, piece.size)
        for made in flows
        for kept in _all(made)
        if (piece := kept.piece(QUARANTINE))
    ]
    if not found:
        disk.remove(room.folder / QUARANTINE)
        return
    merged(room.staging / QUARANTINE, found)
    commit(room.staging / QUARANTINE, room.folder / QUARANTINE)


def write_run(room: Room, plan: Plan, report: Report, flows: Sequence[Ready]) -> None:
    """Write `run.json`, the mark of a finished run: what was run, on what, and what came out."""
    record: dict[str, Any] = {"format": FORMAT, "docflow": _version(), "plan_digest": report.plan_digest}
    record["report"] = attrs.asdict(report)
    record["inputs"] = []
    record["plan"] = to_json(plan)
    head, gap, tail = msgspec.json.encode(record, order="sorted").partition(_INPUTS)
    _put(room, RUN, (head, gap[:-1], *_inputs(flows), gap[-1:], tail, b"\n"))


_INPUTS = b'"inputs":[]'
"""Keys are sorted and what comes before holds no list, so the first place is the one of the record itself."""


def _inputs(flows: Sequence[Ready]) -> Iterator[bytes]:
    """Yield the inputs as the elements of a list, one by one: a run may have very many."""
    comma = b""
    for made in flows:
        for source in made.sources:
            for file in source.files:
                fact = {"bytes": file.size, "flow": made.plan.name, "mtime_ns": file.time, "path": file.shown}
                yield comma + msgspec.json.encode(fact)
                comma = b","


def _version() -> str:
    try:
        return version("docflow-core")
    except PackageNotFoundError:
        return ""
