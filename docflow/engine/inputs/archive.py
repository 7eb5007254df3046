"""Archives as inputs: every member is a file for its reader; what cannot be read is an entry.

Members are taken as the files of a folder are: hidden ones (a name or folder that begins with a dot, and
`__MACOSX`, which macOS adds) are passed over, and a reader that the flow names takes those with one of its
suffixes. A note counts both. A reader without suffixes takes all, as it takes every file that it is given.
"""

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from functools import partial

from docflow.engine.desk import Pointer
from docflow.engine.inputs.follow import follow
from docflow.engine.inputs.hashing import Hashed
from docflow.engine.inputs.part import InputFile
from docflow.engine.inputs.readers import Intake
from docflow.io.archives.kinds import Kind, kind_of
from docflow.io.archives.member import Fault, Member
from docflow.io.archives.read import read_archive
from docflow.io.escape import safe
from docflow.io.suffixes import stem_of
from docflow.plugin.kinds import FileInfo

__all__ = ["read_members"]


def read_members(file: InputFile, kind: Kind, raw: Hashed, intake: Intake) -> None:
    """Read the members of an archive in their order there; a zip, read by leaps, was hashed before.

    Nothing is written to the disk, so no name in it can lead anywhere.
    """
    left = Counter[str]()
    with closing(_found(kind, raw, intake)) as members:
        for found in members:
            if isinstance(found, Member):
                _read_member(file, found, intake, left)
                continue
            where = Pointer(f"{file.shown}/{found.name}" if found.name else file.shown)
            intake.reject(where, found.reason, safe(found.message, 500))
            if found.reason == "unreadable":
                intake.desk.unsteady = True
    for why, count in left.items():
        files = "1 file was" if count == 1 else f"{count} files were"
        intake.desk.tally.notes.append(f"{files} left out of {safe(file.found.display)}: {why}")


def _found(kind: Kind, raw: Hashed, intake: Intake) -> Generator[Member | Fault, None, None]:
    """Yield what the archive gives; to find the next member may take long, which is no document's time."""
    limits, source = intake.readers.limits, raw
    if kind.format == "zip":
        source = raw.file
        source.seek(0)
    archive = read_archive(source, raw.size, kind, members=limits.members, ratio=limits.ratio)
    with closing(archive) as members:
        while True:
            intake.between()
            raw.passes = True
            found = next(members, None)
            raw.passes = False
            if found is None:
                return
            yield found


def _read_member(file: InputFile, member: Member, intake: Intake, left: Counter[str]) -> None:
    readers, path = intake.readers, f"{file.found.display}/{member.name}"
    where = Pointer(f"{file.shown}/{member.name}")
    name = member.name.rpartition("/")[2]
    if any(part.startswith(".") or part == "__MACOSX" for part in member.name.split("/")):
        left["hidden"] += 1
    elif kind_of(name) is not None and not readers.claims(name):
        said = "an archive inside an archive is not opened; unpack the outer one first"
        intake.reject(where, "unknown format", said)
    elif not readers.takes(name):
        suffixes = ", ".join(readers.suffixes)
        left[f"{readers.spot.title} reads {suffixes} in an archive"] += 1
    else:
        info = FileInfo(path, stem_of(path), name, readers.max_doc, nesting=readers.limits.nesting)
        read = partial(readers.choose(name).read, member.stream, info)
        follow(read, readers, where, intake.push, intake.desk)
