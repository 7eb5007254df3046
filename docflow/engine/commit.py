"""The end of a run: finished files get their names, `run.json` last of all."""

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import attrs
import msgspec
from attrs import frozen

from docflow.engine.joining import Finished, joined, settle
from docflow.engine.outputs.target import Target
from docflow.engine.placing import collected, placed
from docflow.engine.resume.seen import status_of
from docflow.engine.site import Ready, Site
from docflow.engine.state.piece import QUARANTINE
from docflow.engine.state.relocate import places_of, rewritten
from docflow.engine.state.room import Room
from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.atomic import commit, commit_all
from docflow.io.escape import safe
from docflow.plan.ir import Plan
from docflow.plan.json import to_json
from docflow.plan.report import Output, Report

__all__ = ["QUARANTINE", "RUN", "Given", "finish", "give_names", "write_run"]

FORMAT = 1
_HALFWAY = "outputs were getting their names: each file is whole, but some may be new and some old; run again"
RUN = "run.json"


@frozen
class Given:
    """The outputs by target number; `same` says that all of them, and the quarantine, were there already."""

    outputs: Mapping[int, Output]
    same: bool


def finish(target: Target, made: Ready, site: Site) -> Finished:
    """Make a sink's output whole, if it is not there as it should be; raises OSError."""
    make = collected if target.layout == "folder" else joined
    return make(target, made, site)


def give_names(all_finished: Sequence[Finished], flows: Sequence[Ready], site: Site) -> Given:
    """Commit outputs with the lists of their files, then the quarantine; return the outputs by target number.

    The `run.json` of an earlier run goes before the first name changes: no moment has one that is not true of
    what stands beside it. Raises MachineError; what was renamed before is whole.
    """
    with _halfway():
        return _give_names(all_finished, flows, site)


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


def _give_names(all_finished: Sequence[Finished], flows: Sequence[Ready], site: Site) -> Given:
    outputs = {each.target.number: each.output for each in all_finished}
    fresh = [each for each in all_finished if not each.same]
    kept = _quarantine(flows, site)
    if not fresh and kept is None:
        return Given(outputs, same=True)
    disk.remove(site.room.folder / RUN)
    disk.fsync_folder(site.room.folder)
    began = site.past.seen.now()
    commit_all([(each.file, each.target.path) for each in fresh if each.file is not None])
    for each in fresh:
        if each.target.layout == "file":
            _record(each, began, site)
        else:
            made = next(flow for flow in flows if each.target in flow.targets)
            outputs[each.target.number] = placed(each, made, site)
    if kept is not None:
        _commit_quarantine(kept, site.room)
    site.past.store.keep()
    return Given(outputs, same=False)


def _record(finished: Finished, began: int, site: Site) -> None:
    """Write down an output that has its name now."""
    target, past, record = finished.target, site.past, finished.record
    if record is None:
        return
    if finished.left:
        settle(finished.left, target, record.whole, site)
    past.where.write(past.where.name_of(target.path), record)
    past.seen.learn(target.path, None, status_of(target.path), began, record.digest)


def _put(room: Room, name: str, pieces: Iterable[bytes]) -> None:
    with disk.open_new(room.staging / name) as file:
        for piece in pieces:
            file.write(piece)
    commit(room.staging / name, room.folder / name)


def _quarantine(flows: Sequence[Ready], site: Site) -> Path | None:
    """Return the new quarantine in staging, None where the one that is there is the same."""
    staged, final = site.room.staging / QUARANTINE, site.room.folder / QUARANTINE
    count = 0
    with disk.open_new(staged) as out:
        for made in flows:
            places = places_of(made.plan)
            for kept in made.parts():
                if kept.piece(QUARANTINE):
                    for line in rewritten(kept.folder / QUARANTINE, places if kept.reused else {}):
                        out.write(line)
                        count += 1
    if not count:
        return staged if final.exists() else None
    return None if disk.same(str(staged), str(final)) else staged


def _commit_quarantine(staged: Path, room: Room) -> None:
    if staged.stat().st_size:
        commit(staged, room.folder / QUARANTINE)
    else:
        disk.remove(room.folder / QUARANTINE)


def write_run(site: Site, plan: Plan, report: Report, flows: Sequence[Ready], *, same: bool) -> None:
    """Write `run.json`, the mark of a finished run: what was run, on what, and what came out.

    Where `same` outputs stand beside one that says the same (besides when, and how workers were confined), it
    stays.
    """
    record: dict[str, Any] = {"format": FORMAT, "docflow": _version(), "plan_digest": report.plan_digest}
    record["report"] = attrs.asdict(report, filter=lambda field, _: field.name != "unchanged")
    record["inputs"] = []
    record["plan"] = to_json(plan)
    record |= site.again.said(record) if site.again else {}
    stays = record | {"report": record["report"] | {"seconds": 0}}
    record["sandbox"] = site.crew.layers
    said = sha256(msgspec.json.encode(stays, order="sorted")).hexdigest()
    path, past = site.room.folder / RUN, site.past
    if same and path.is_file() and past.store.get(RUN, said.encode()) == past.seen.digest(path):
        return
    head, gap, tail = msgspec.json.encode(record, order="sorted").partition(_INPUTS)
    _put(site.room, RUN, (head, gap[:-1], *_inputs(flows), gap[-1:], tail, b"\n"))
    for key, _ in list(past.store.items(RUN)):
        past.store.drop(RUN, key)
    past.store.put(RUN, said.encode(), past.seen.digest(path))


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
