"""Parts: the unit of work and, later, of resume. A part is data; any process could read it."""

from pathlib import Path

from attrs import frozen

from docflow.io.globs import Found
from docflow.plugin.kinds import Part

__all__ = ["FilePart", "InputFile", "PluginPart", "SpillPart", "WorkPart", "cut"]

PART_BYTES = 32_000_000
PART_FILES = 2000
"""Small files share a part: each part costs a file per sink, and that outweighs a small document."""


@frozen
class InputFile:
    """A file to read, as it was when the run began; `time` is its time of change in nanoseconds.

    `folder` is the folder that was searched, as the caller sees it, with a slash at its end. A run holds one
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
        """The path by which the caller finds it again."""
        return f"{self.folder}{self.found.display}"

    @property
    def identity(self) -> tuple[int, int]:
        """What tells it from every other file, whatever its names: device and inode."""
        return self.device, self.inode


@frozen
class FilePart:
    """Neighbouring files of one source, or one large one."""

    number: int
    source: int
    files: tuple[InputFile, ...]


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


def cut(files: tuple[InputFile, ...], source: int, first: int) -> tuple[FilePart, ...]:
    """Cut the files of a source into parts, in order; `first` is the number of the first part.

    Where the cuts are depends on the files only, so outputs are the same for any number of workers.
    """
    parts: list[FilePart] = []
    group: list[InputFile] = []
    size = 0
    for file in files:
        if group and (size + file.size > PART_BYTES or len(group) >= PART_FILES):
            parts.append(FilePart(first + len(parts), source, tuple(group)))
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        parts.append(FilePart(first + len(parts), source, tuple(group)))
    return tuple(parts)
