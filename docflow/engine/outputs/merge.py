"""Parts -> the finished file of a sink, still in staging: prologue, parts in source order, epilogue."""

import shutil
from pathlib import Path
from typing import Any

from docflow.engine.outputs.target import Target
from docflow.io import disk
from docflow.io.codecs import open_write

__all__ = ["merged"]

CHUNK = 1024 * 1024


def merged(target: Target, exporter: Any, staging: Path) -> Path:
    """Return the finished file; compressed parts are joined as they are (members, frames).

    The first piece is not copied, so a run of one part writes its bytes once. Raises OSError.
    """
    parts = sorted(path for path in staging.iterdir() if path.name.isdigit())
    head = _piece(target, exporter.prologue(), staging / "head", empty=not parts)
    tail = _piece(target, exporter.epilogue(), staging / "tail", empty=False)
    pieces = [*head, *parts, *tail]
    whole = staging / "whole"
    disk.replace(pieces[0], whole)
    if len(pieces) > 1:
        with whole.open("ab") as out:
            for piece in pieces[1:]:
                with piece.open("rb") as part:
                    shutil.copyfileobj(part, out, CHUNK)
                disk.remove(piece)
    return whole


def _piece(target: Target, data: bytes, path: Path, *, empty: bool) -> tuple[Path, ...]:
    """Write a piece of its own; with `empty` also for no bytes, since a .gz of nothing has a header."""
    if not data and not empty:
        return ()
    with open_write(path, target.codec) as file:
        file.write(data)
    return (path,)
