"""Reading a part: every record becomes a document that goes on, or an entry of the quarantine.

The rule for an input that breaks off (a cut .gz, a damaged stream, a disk error, a reader that raises):
what was read before the break stays, the rest of that file is one entry with its place, and the next
file is read.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from docflow.engine.desk import Desk, Pointer, Spot, explain
from docflow.engine.hand import ITEM, Died
from docflow.engine.inputs.outside import OUTSIDE, is_outside
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart
from docflow.engine.inputs.readers import FileReaders, PluginSource
from docflow.engine.steps.piece import Push
from docflow.engine.values import is_sound, kind_of
from docflow.io.codecs import StreamError, open_read
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plugin.kinds import FileInfo, Rejected

__all__ = ["read_files", "read_plugin"]


def read_files(part: FilePart, readers: FileReaders, push: Push, desk: Desk) -> None:
    """Read the files of a part, in order."""
    for file in part.files:
        seen = desk.tally.main.seen
        _read_file(file, readers, push, desk)
        if desk.tally.main.seen == seen:
            desk.tally.notes.append(f"nothing was read from {safe(file.found.display)}: it holds no document")


def _read_file(file: InputFile, readers: FileReaders, push: Push, desk: Desk) -> None:
    found = file.found
    where = Pointer(file.shown)
    if is_outside(file):
        said = "the file is a link that leads out of the root of this run; it was not read"
        desk.reject(where, readers.spot, OUTSIDE, said)
        return
    reader = readers.choose(found.name)
    info = FileInfo(found.display, found.stem, found.name, readers.max_doc)
    try:
        stream = open_read(found.path)
    except OSError as error:
        desk.reject(where, readers.spot, "unreadable", f"cannot open the file: {error.strerror or error}")
        return
    try:
        _drain(partial(reader.read, stream, info), readers, where, push, desk)
        _unchanged(file, desk)
    finally:
        with suppress(OSError):  # nothing is lost by a file that was only read
            stream.close()


def _unchanged(file: InputFile, desk: Desk) -> None:
    try:
        status = file.found.path.stat()
        same = (status.st_size, status.st_mtime_ns) == (file.size, file.time)
    except OSError:
        same = False
    if not same:
        desk.tally.notes.append(f"{safe(file.found.display)} changed while the run read it; run again")


def read_plugin(part: PluginPart, source: PluginSource, push: Push, desk: Desk) -> None:
    """Read one part of a component that brings its own documents."""
    seen = desk.tally.main.seen
    where = Pointer(part.part.key)
    _drain(partial(source.component.read, part.part), source, where, push, desk)
    if desk.tally.main.seen == seen:
        desk.tally.notes.append(f"nothing was read from {safe(part.part.key)}: it holds no document")


def _drain(
    read: Callable[[], Iterable[Any]],
    source: FileReaders | PluginSource,
    where: Pointer,
    push: Push,
    desk: Desk,
) -> None:
    """Push every document on; `next` by hand, so that an error of a reader is told from one of a step."""
    lane, signals, passing = desk.tally.main, desk.signals, desk.passing
    spot, max_doc = source.spot, source.max_doc
    try:
        iterator: Iterator[Any] = iter(read())
    except passing:
        raise
    except BaseException as error:  # noqa: BLE001 - of the reader
        _broke(error, 0, where, spot, desk)
        return
    count, hand, slots = 0, desk.hand, desk.hand.slots
    following = iterator.__next__
    while True:
        slots[ITEM] = lane.seen
        try:
            if hand.careful:
                hand.reading(lane.seen, spot.id)
            item = following()
        except StopIteration:
            return
        except passing:
            raise
        except BaseException as error:  # noqa: BLE001 - of the reader
            _broke(error, count, where, spot, desk)
            return
        count += 1
        if signals.pending:
            signals.obey()
        if is_sound(item) and len(item.text) <= max_doc:
            lane.seen += 1
            push(item)
        else:
            _odd(item, spot, max_doc, where, desk)


def _broke(error: BaseException, count: int, where: Pointer, spot: Spot, desk: Desk) -> None:
    offset, reason, said = None, "reader", f"{spot.title}: {explain(error, desk.mask)}"
    if isinstance(error, StreamError):
        offset, reason, said = error.offset, "damaged", error.message
        reason = "truncated" if "cut short" in said else reason
    elif isinstance(error, Died):
        reason = error.reason
    elif isinstance(error, OSError):
        reason, said = "unreadable", f"cannot read on: {error.strerror or explain(error)}"
    after = f", after {count} {'record' if count == 1 else 'records'} of this file"
    desk.reject(Pointer(where.path, offset=offset), spot, reason, said + after)


def _odd(item: Any, spot: Spot, max_doc: int, where: Pointer, desk: Desk) -> None:
    """Quarantine what is no sound document."""
    if isinstance(item, Rejected):
        place = Pointer(where.path, item.line, item.offset, item.length, item.raw)
        desk.reject(place, spot, item.reason, safe(desk.mask(item.message), 500))
    elif not isinstance(item, Document):
        desk.reject(where, spot, "reader", f"{spot.title} gave {kind_of(item)} instead of a document")
    elif is_sound(item):
        size = len(item.text)
        said = f"the document `{safe(item.id)}` has {size} characters; `max_doc` allows {max_doc} bytes"
        desk.reject(where, spot, "limit:max_doc", said)
    else:
        desk.reject(
            where,
            spot,
            "reader",
            f"{spot.title} gave a document whose id, text, source or fields are of a wrong type",
        )
