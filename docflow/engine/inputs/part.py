"""Parts: the unit of work and of resume. A part is data; any process can read it."""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from attrs import evolve, frozen

from docflow.engine.inputs.span import Span, line_ends
from docflow.io.archives.kinds import kind_of
from docflow.io.globs import Found
from docflow.plugin.kinds import Part

__all__ = ["FilePart", "InputFile", "PluginPart", "SpillPart", "WorkPart", "counted", "cut"]

PART_BYTES = 8_000_000
"""Large enough that the folder, files and fsync of a part cost little; two workers share 20 MB well."""
PART_FILES, MOST_FILES = 256, 1024
"""Small files share a part, 256 on average: a part costs a file per sink, more than a small document."""


@frozen
class InputFile:
    """A file to read, as it was when the run began; `time` is its time of change in nanoseconds.

    `folder` is the folder that was searched, as the flow writes it, with a slash at its end. A run holds one
    of these for each of its files (about 0.5 kB with its name), so they are kept small.
    """

    found: Found
    folder: str
    size: int
    time: int
    device: int
    inode: int

    @property
    def shown(self) -> str:
        """The path as the flow (or the caller, for what came by `--set`) writes it."""
        return f"{self.folder}{self.found.display}"

    @property
    def identity(self) -> tuple[int, int]:
        """What tells it from every other file, whatever its names: device and inode."""
        return self.device, self.inode


@frozen
class FilePart:
    """Neighbouring files of one source, or one large one, or with a `span` a range of one."""

    number: int
    source: int
    files: tuple[InputFile, ...]
    span: Span | None = None


@frozen
class PluginPart:
    """A part of a component of the kind `source`."""

    number: int
    source: int
    part: Part


@frozen
class SpillPart:
    """The documents that a part of an earlier flow, or of an earlier stage, left."""

    number: int
    source: int
    path: Path


WorkPart = FilePart | PluginPart | SpillPart


def cut(
    files: tuple[InputFile, ...], source: int, first: int, by_lines: Callable[[InputFile], bool]
) -> Iterator[FilePart]:
    """Cut the files of a source into parts, in order; `first` is the number of the first part.

    A large file that `by_lines` allows is cut at ends of lines into ranges (whose line numbers are not known
    yet, see `counted`). Small files share a part, which ends where a file's name says so: a file more or less
    moves no cut but those around it, so a later run finds the other parts again. Where the cuts are
    depends on the files only, so outputs are the same for any number of workers. Raises OSError.
    """
    number, group, size = first, list[InputFile](), 0
    for file in files:
        large = file.size > PART_BYTES
        if group and (large or size + file.size > PART_BYTES or len(group) >= MOST_FILES):
            yield FilePart(number, source, tuple(group))
            number, group, size = number + 1, [], 0
        if large and kind_of(file.found.name) is None and by_lines(file):
            for span in _spans(file):
                yield FilePart(number, source, (file,), span)
                number += 1
            continue
        group.append(file)
        size += file.size
        if large or _ends_part(file):
            yield FilePart(number, source, tuple(group))
            number, group, size = number + 1, [], 0
    if group:
        yield FilePart(number, source, tuple(group))


def _ends_part(file: InputFile) -> bool:
    return zlib.crc32(os.fsencode(file.found.tail)) % PART_FILES == 0


def _spans(file: InputFile) -> Iterator[Span]:
    start = 0
    try:
        for end in (*line_ends(file.found.path, file.size, PART_BYTES), file.size):
            if end > start:
                yield Span(start, end, 0)
                start = end
    except OSError:  # it went meanwhile: reading the rest says so
        yield Span(start, file.size, 0)


def counted(parts: Iterable[WorkPart], count: Callable[[Path, int, int], int]) -> Iterator[WorkPart]:
    """Give ranges the number of their first line, which is that of the range before plus its lines."""
    line, before = 1, None
    for part in parts:
        if not isinstance(part, FilePart) or part.span is None:
            yield part
            continue
        file, span = part.files[0], part.span
        if before is not None and before.end == span.start:
            with suppress(OSError):  # reading it says so
                line += count(file.found.path, before.start, before.end)
        else:
            line = 1
        before = span
        yield evolve(part, span=Span(span.start, span.end, line))
