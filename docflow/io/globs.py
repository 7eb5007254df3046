"""Finding input files: a file, a folder or a glob becomes a sorted list, the same on every machine.

Rules: `*`, `?` and `[...]` match inside one part of a path, `**` any number of folders. Names that begin
with a dot are found only by a part that begins with a dot itself, so a run never reads its own `.docflow`.
A linked file is read; a linked folder is entered only where the pattern has a part for it, never by `**` or
the walk of a folder, so a link in a circle does no harm and no file is read twice. Order: by code points
of the display path, as `LC_ALL=C sort` does.
"""

import difflib
import fnmatch
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from docflow.errors import MachineError
from docflow.io.escape import safe
from docflow.io.suffixes import stem_of
from docflow.late import late

__all__ = ["Found", "expand", "fixed_part", "is_glob", "nearest"]

_WILD = late(r"[*?\[]")


@frozen
class Found:
    """An input file: `tail` below the folder `root` that was searched.

    Kept small, since a run holds one for each of its files: paths and names are made when asked for, and
    `root` is one string for all files of a pattern.
    """

    root: str
    tail: str

    @property
    def path(self) -> Path:
        """The absolute path."""
        return Path(self.root, self.tail)

    @property
    def display(self) -> str:
        r"""The path below the folder, as ordinary text: bytes that are no UTF-8 show as `\xff`."""
        tail = self.tail
        return tail if tail.isascii() else os.fsencode(tail).decode("utf-8", "backslashreplace")

    @property
    def stem(self) -> str:
        """`display` without the suffixes of format and compression."""
        return stem_of(self.display)

    @property
    def name(self) -> str:
        """The last part of `display`."""
        return self.display.rpartition("/")[2]


def is_glob(pattern: str) -> bool:
    """Return whether a path holds a wildcard."""
    return _WILD.search(pattern) is not None


def fixed_part(pattern: str) -> tuple[str, tuple[str, ...]]:
    """Return the part before the first wildcard, and the parts of the path from there on."""
    parts = pattern.split("/")
    at = next((i for i, part in enumerate(parts) if is_glob(part)), len(parts))
    head = "/".join(parts[:at])
    return (head or "/" if pattern.startswith("/") else head), tuple(p for p in parts[at:] if p)


def expand(pattern: str, base: Path) -> tuple[Found, ...]:
    """Return the files that `pattern` (relative to the folder `base`) names, sorted; () when there are none.

    A file is itself (also one whose name holds wildcard characters), a folder all files below it.
    Raises MachineError for a folder that cannot be read: its files must not be missed in silence.
    """
    exact = (base / pattern).absolute()
    if os.path.isfile(exact):  # noqa: PTH113 - see _one
        return (Found(str(exact.parent), exact.name),)
    head, parts = fixed_part(pattern)
    root = (base / head).absolute()
    if os.path.isdir(exact):  # noqa: PTH112
        root, parts = exact, ("**",)
    if not parts or not os.path.isdir(root):  # noqa: PTH112
        return ()
    folder = str(root)
    return tuple(Found(folder, path) for path in sorted({*_match(folder, "", parts)}))


def _match(folder: str, prefix: str, parts: tuple[str, ...]) -> Iterator[str]:
    """Yield the relative paths of the files below `folder` that the parts match."""
    part, rest = parts[0], parts[1:]
    if part == "**":
        for below, shown in _folders(folder, prefix):
            yield from _match(below, shown, rest or ("*",))
    elif not is_glob(part):
        yield from _one(f"{folder}/{part}", f"{prefix}{part}", rest)
    else:
        matches = re.compile(fnmatch.translate(part)).match
        hidden = part.startswith(".")
        for entry in _entries(folder):
            if matches(entry.name) and entry.name.startswith(".") == hidden:
                yield from _entry(entry, prefix + entry.name, rest)


def _entry(entry: "os.DirEntry[str]", shown: str, rest: tuple[str, ...]) -> Iterator[str]:
    if rest:
        yield from _one(entry.path, shown, rest)
    elif entry.is_file():
        yield shown


def _one(path: str, shown: str, rest: tuple[str, ...]) -> Iterator[str]:
    if not rest:
        if os.path.isfile(path):  # noqa: PTH113 - false, not an error, for any path that cannot be looked at
            yield shown
    elif os.path.isdir(path):  # noqa: PTH112
        yield from _match(path, f"{shown}/", rest)


def _folders(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield a folder and all below it that are neither hidden nor links; a stack, as trees may be deep."""
    todo = [(folder, prefix)]
    while todo:
        path, shown = todo.pop()
        yield path, shown
        todo += [
            (entry.path, f"{shown}{entry.name}/")
            for entry in _entries(path)
            if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
        ]


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise MachineError(f"cannot read the folder `{safe(folder)}`: {error.strerror or error}") from error


def nearest(pattern: str, base: Path) -> str:
    """Return a sentence for the message that nothing matched: what exists, and what may have been meant."""
    head, wild = fixed_part(pattern)
    folder, missing = _existing(base, head)
    where = f"`{safe(folder)}`" if folder else f"the folder `{safe(str(base))}`"
    if missing:
        return f"{where} exists, but has no `{safe(missing)}`" + _meant(missing, _names(base / folder))
    if not _names(base / folder):
        return f"{where} exists, but is empty or not a folder"
    files = _names(base / folder) if len(wild) == 1 else []
    return f"{where} exists, but nothing in it matches" + (
        f" `{safe('/'.join(wild))}`" + _other(wild[0], files) if wild else " (hidden files are not read)"
    )


def _existing(base: Path, head: str) -> tuple[str, str]:
    """Return the longest part of the path that exists, and the first name that does not."""
    good = "/" if head.startswith("/") else ""
    for part in (p for p in head.split("/") if p):
        if not os.path.exists(base / good / part):  # noqa: PTH110 - false, too, for a name that is too long
            return good, part
        good = f"{good.rstrip('/')}/{part}" if good else part
    return good, ""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []


def _meant(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean `{safe(close[0])}`?" if close else ""


def _other(part: str, names: list[str]) -> str:
    """Suggest the suffix that most files there have."""
    counts = Counter(name[len(stem_of(name)) :] for name in names if not name.startswith("."))
    counts.pop("", None)
    if not counts:
        return ""
    suffix, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    files = "1 file" if count == 1 else f"{count} files"
    return f"; {files} there end in `{safe(suffix)}`" if not part.endswith(suffix) else ""
