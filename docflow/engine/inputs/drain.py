"""Reading a part: its files, each by its reader, archives member by member."""

from functools import partial
from pathlib import Path

from docflow.engine.desk import Desk, Pointer
from docflow.engine.hand import Died
from docflow.engine.inputs.archive import read_members
from docflow.engine.inputs.counting import Counting
from docflow.engine.inputs.follow import follow
from docflow.engine.inputs.hashing import Hashed, open_hashed
from docflow.engine.inputs.outside import OUTSIDE, is_outside
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart
from docflow.engine.inputs.readers import FileReaders, Intake, PluginSource
from docflow.engine.inputs.span import Span
from docflow.engine.steps.piece import Push
from docflow.io.archives.kinds import kind_of
from docflow.io.codecs import codec_of, inflated
from docflow.io.escape import safe
from docflow.plugin.kinds import FileInfo
from docflow.value import evolve

__all__ = ["read_files", "read_plugin"]


def read_files(part: FilePart, readers: FileReaders, push: Push, desk: Desk) -> None:
    """Read the files of a part, in order, or the range of a file that it is.

    Leaves the sha256 of each in `desk.inputs` (of one that could not be read: ""), and `desk.unsteady` where
    reading it another time may give something else.
    """
    intake = Intake(readers, push, desk)
    for file in part.files:
        seen = desk.tally.main.seen
        desk.inputs.append(_read_file(file, part.span, intake))
        if part.span is None and desk.tally.main.seen == seen:
            desk.tally.notes.append(f"nothing was read from {safe(file.found.display)}: it holds no document")


def _read_file(file: InputFile, span: Span | None, intake: Intake) -> str:
    """Read a file and return its sha256.

    Where workers died between its documents, as in the headers of an archive, the rest of it is one entry.
    """
    try:
        return _read_through(file, span, intake)
    except Died as died:
        intake.desk.unsteady = True
        said = f"{died.message}, while the file was opened or searched for its next document"
        intake.desk.reject(Pointer(file.shown), intake.readers.spot, died.reason, said, rest=True)
        return ""


def _read_through(file: InputFile, span: Span | None, intake: Intake) -> str:
    where = Pointer(file.shown)
    intake.between()
    if is_outside(file):
        said = "the file is a link that leads out of the root of this run; it was not read"
        intake.reject(where, OUTSIDE, said)
        return ""
    path = file.found.path
    try:
        raw = open_hashed(path, intake.desk.hand, span)
    except OSError as error:
        intake.desk.unsteady = True
        intake.reject(where, "unreadable", f"cannot open the file: {error.strerror or error}")
        return ""
    try:
        digest = _read_open(raw, file, span, intake)
    finally:
        raw.release()
    _unchanged(file, path, where, intake)
    return digest


def _read_open(raw: Hashed, file: InputFile, span: Span | None, intake: Intake) -> str:
    found, readers, limits = file.found, intake.readers, intake.readers.limits
    name = found.name
    kind = kind_of(name)
    if kind is not None and not readers.claims(name):
        first = kind.format == "zip"
        digest = _hashed(raw, intake) if first else ""
        read_members(file, kind, raw, intake)
        return digest if first else _hashed(raw, intake)
    info = FileInfo(found.display, found.stem, name, readers.max_doc, nesting=limits.nesting)
    if span is not None:
        info = evolve(info, line=span.line, offset=span.start)
    codec, hand = codec_of(name), intake.desk.hand
    counting = Counting(raw) if span is not None and not codec and not hand.supervised else None
    stream = counting or inflated(raw, codec, limits.ratio)
    read = partial(readers.choose(name).read, stream, info)
    follow(read, readers, Pointer(file.shown), intake.push, intake.desk)
    if counting:  # where parts run side by side, the next one did not wait for this
        intake.desk.lines = counting.lines(raw.size)
    return _hashed(raw, intake)


def _hashed(raw: Hashed, intake: Intake) -> str:
    """Return the sha256 of an input; "" where it cannot be read, which its reader was told."""
    intake.between()
    try:
        return raw.digest()
    except OSError:
        intake.desk.unsteady = True
        return ""


def _unchanged(file: InputFile, path: Path, where: Pointer, intake: Intake) -> None:
    """Tell of a file that is not what it was when the run began."""
    then = (file.size, file.time, file.device, file.inode)
    try:
        now = path.stat()
        same = (now.st_size, now.st_mtime_ns, now.st_dev, now.st_ino) == then
        said = (
            "the file changed while the run read it, so what was read may be neither the old nor the new one"
        )
    except OSError:
        same, said = False, "the file was removed while the run read it"
    if not same:
        intake.desk.unsteady = True
        intake.reject(where, "changed", f"{said}; run again when it is at rest")


def read_plugin(part: PluginPart, source: PluginSource, push: Push, desk: Desk) -> None:
    """Read one part of a component that brings its own documents."""
    seen = desk.tally.main.seen
    follow(partial(source.component.read, part.part), source, Pointer(part.part.key), push, desk)
    if desk.tally.main.seen == seen:
        desk.tally.notes.append(f"nothing was read from {safe(part.part.key)}: it holds no document")
