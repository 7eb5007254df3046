"""The flows that a command line names: files, folders with all flows in them, standard input."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from docflow.errors import RefusedError

__all__ = ["flow_files", "read_raw", "read_standard_input"]


def flow_files(names: tuple[str, ...]) -> list[Path]:
    """Return the files, those of a folder sorted; hidden folders are left out, each file stands once.

    Raises RefusedError for a folder without any flow and for an empty name, which would be the folder
    where the command runs. A file need not be there.
    """
    found: dict[str, Path] = {}
    for name in names:
        if not name:
            raise RefusedError("the name of a file is empty; write `.` for this folder")
        path = Path(name)
        inside = list(_inside(path)) if path.is_dir() else [path]
        if not inside:
            raise RefusedError(f"the folder `{name}` holds no flow file")
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _inside(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if name.endswith(".flow"))


def read_raw(path: Path) -> str:
    """Return the text of a flow file with its line ends and byte order mark as they are.

    Raises RefusedError when the file is not there or is not UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise RefusedError(f"there is no flow file `{path}`") from None
    except UnicodeDecodeError as error:
        raise RefusedError(f"the flow file `{path}` is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise RefusedError(f"the flow file `{path}` cannot be read: {error.strerror}") from None


def read_standard_input() -> str:
    """Return what comes from standard input, as `read_raw`; raises RefusedError when it is not UTF-8 text."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(f"what comes from standard input is not UTF-8 text (byte {error.start})") from None
