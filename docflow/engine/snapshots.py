"""Snapshots of tests: what came out, as a text file beside the flow that people read and accept."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.names import encode
from docflow.model import Document

__all__ = ["shown", "snapshot_file", "write_snapshot"]


def snapshot_file(folder: Path, flow_file: str, name: str) -> Path:
    """Return the file of a snapshot: `<stem of the flow>.snapshots/<name>.txt` in the flow's folder."""
    return folder / f"{Path(flow_file).stem}.snapshots" / f"{encode(name)}.txt"


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
            file.write(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise MachineError(f"cannot write the snapshot `{path}`: {error.strerror or error}") from error
