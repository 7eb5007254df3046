"""Snapshots of tests: what came out, as a text file beside the flow that people read and accept."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.beside import snapshot_folder
from docflow.io.snapshots import obsolete, snapshot_file
from docflow.model import Document

__all__ = ["obsolete_snapshots", "remove_snapshot", "shown", "snapshot_file", "write_snapshot"]


def shown(documents: Iterable[Document]) -> str:
    """Return documents as a snapshot holds them: a line with the id, the fields by name, the text."""
    return "".join(_document(doc) for doc in documents)


def _document(doc: Document) -> str:
    fields = "".join(f"{name}: {_value(doc.fields[name])}\n" for name in sorted(doc.fields))
    return f"=== {doc.id}\n{fields}\n{doc.text}\n"


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_special)


def _special(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def write_snapshot(path: Path, text: str) -> None:
    """Write an accepted snapshot; raises MachineError."""
    try:
        disk.make_folder(path.parent)
        with disk.open_new(path) as file:
            file.write(text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise MachineError(f"cannot write the snapshot `{path}`: {error.strerror or error}") from error


def obsolete_snapshots(folder: Path, flow_file: str, names: Iterable[str]) -> list[Path]:
    """Return the snapshots of a flow file, in order, that no test of it claims; other files are none of ours.

    `names` are all that its tests claim. Raises MachineError when the folder cannot be read.
    """
    try:
        return obsolete(folder, flow_file, names)
    except OSError as error:
        place = snapshot_folder(folder, flow_file)
        raise MachineError(f"cannot read the snapshots in `{place}`: {error.strerror or error}") from error


def remove_snapshot(path: Path) -> None:
    """Remove a snapshot, and its folder when that is empty then; raises MachineError."""
    try:
        disk.remove(path)
    except OSError as error:
        raise MachineError(f"cannot remove the snapshot `{path}`: {error.strerror or error}") from error
    with suppress(OSError):
        path.parent.rmdir()
