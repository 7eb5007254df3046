"""The end of a run: finished files get their names, `run.json` last of all."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import attrs
import msgspec
from attrs import frozen

from docflow.engine.outputs.folder import place
from docflow.engine.outputs.merge import merged
from docflow.engine.outputs.writer import Writer
from docflow.engine.prepare import Prepared
from docflow.engine.state.quarantine import Store
from docflow.engine.state.room import Room
from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.atomic import commit, commit_all
from docflow.io.digests import sha256_file
from docflow.io.escape import safe
from docflow.io.names import encode
from docflow.plan.ir import Plan
from docflow.plan.json import to_json
from docflow.plan.report import Output, Report

__all__ = ["Finished", "finish", "give_names", "write_run"]

FORMAT = 1
_HALFWAY = "outputs were getting their names: each file is whole, but some may be new and some old; run again"
QUARANTINE, FILES, RUN = "quarantine.jsonl", "files", "run.json"


@frozen
class Finished:
    """A sink's output, whole but still in staging (`file` is None for a folder of files)."""

    writer: Writer
    file: Path | None
    output: Output


def finish(writer: Writer) -> Finished:
    """Join the parts of a sink; raises OSError."""
    target = writer.target
    if target.layout == "folder":
        return Finished(writer, None, Output(target.shown, writer.documents, writer.size, 0))
    whole = merged(target, writer.exporter, writer.staging)
    size = whole.stat().st_size
    return Finished(writer, whole, Output(target.shown, writer.documents, size, 1, sha256_file(whole)))


def give_names(all_finished: Sequence[Finished], room: Room, store: Store) -> dict[int, Output]:
    """Commit outputs with the lists of their files, then the quarantine; return the outputs by target number.

    Raises MachineError; what was renamed before is whole, and `run.json` is still the old one.
    """
    with _halfway():
        return _give_names(all_finished, room, store)


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


def _give_names(all_finished: Sequence[Finished], room: Room, store: Store) -> dict[int, Output]:
    outputs = {each.writer.target.number: each.output for each in all_finished}
    commit_all([(each.file, each.writer.target.path) for each in all_finished if each.file is not None])
    for each in all_finished:
        if each.file is None:
            target = each.writer.target
            count = place(target, each.writer.staging, _list_of(room, target.path))
            outputs[target.number] = attrs.evolve(each.output, files=count)
    _commit_quarantine(room, store)
    return outputs


def _list_of(room: Room, folder: Path) -> Path:
    """Return where the list of the files of an output folder stands; a moved folder keeps its list."""
    return room.folder / FILES / f"{encode(os.path.relpath(folder, room.folder))}.txt"


def _put(room: Room, name: str, pieces: Iterable[bytes]) -> None:
    with disk.open_new(room.staging / name) as file:
        for piece in pieces:
            file.write(piece)
    commit(room.staging / name, room.folder / name)


def _commit_quarantine(room: Room, store: Store) -> None:
    files = store.files()
    if not files:
        disk.remove(room.folder / QUARANTINE)
        return
    whole = room.staging / QUARANTINE
    with disk.open_new(whole) as out:
        for path in files:
            with path.open("rb") as part:
                shutil.copyfileobj(part, out)
    commit(whole, room.folder / QUARANTINE)


def write_run(room: Room, plan: Plan, report: Report, flows: Sequence[Prepared]) -> None:
    """Write `run.json`, the mark of a finished run: what was run, on what, and what came out."""
    record: dict[str, Any] = {"format": FORMAT, "docflow": _version(), "plan_digest": report.plan_digest}
    record["report"] = attrs.asdict(report)
    record["inputs"] = []
    record["plan"] = to_json(plan)
    head, gap, tail = msgspec.json.encode(record, order="sorted").partition(_INPUTS)
    _put(room, RUN, (head, gap[:-1], *_inputs(flows), gap[-1:], tail, b"\n"))


_INPUTS = b'"inputs":[]'
"""Keys are sorted and what comes before holds no list, so the first place is the one of the record itself."""


def _inputs(flows: Sequence[Prepared]) -> Iterator[bytes]:
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
