"""Finding the files of a source; no match is an error that says what is there instead."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from docflow.engine.bases import Bases
from docflow.engine.inputs.outside import outside, outside_of
from docflow.engine.inputs.part import InputFile
from docflow.errors import InputError, RefusedError
from docflow.io.escape import safe
from docflow.io.globs import Found, expand, fixed_part, is_glob, nearest
from docflow.io.paths import written_path
from docflow.model import Place
from docflow.plan.ir import Call

__all__ = ["Pattern", "find", "patterns_of"]


@frozen
class Pattern:
    """A path or glob of a source, with the folder that it is relative to."""

    text: str
    base: Path


def patterns_of(call: Call, bases: Bases) -> tuple[Pattern, ...]:
    """Return the paths and globs of a reader's call."""
    value = dict(call.options).get("path")
    places: Sequence[Any] = value if isinstance(value, (list, tuple)) else (value,)
    found = []
    for place in places:
        if isinstance(place, Place):
            found.append(Pattern(str(written_path(place.path)), bases.folder(place)))
        elif isinstance(place, str):
            found.append(Pattern(str(written_path(place)), bases.flow))
        else:
            raise RefusedError(f"`{call.component}` needs a path, a glob or a list of them")
    return tuple(found)


def find(pattern: Pattern, bases: Bases) -> tuple[InputFile, ...]:
    """Return the files of a pattern, sorted.

    Of files that lead out of the root (see `outside`) nothing is looked at. Raises RefusedError for a pattern
    that is not inside, InputError when nothing matches, with what exists nearest to it.
    """
    _inside(pattern, bases)
    matches = expand(pattern.text, pattern.base)
    folder = _shown(Path(matches[0].root), pattern) if matches else ""
    leaves = outside_of(bases.root) if bases.root is not None else lambda _: False
    files = tuple(outside(found, folder) if leaves(found) else _facts(found, folder) for found in matches)
    if not files:
        raise InputError(f"no input matches `{safe(pattern.text)}`: {_instead(pattern)}")
    return files


def _inside(pattern: Pattern, bases: Bases) -> None:
    """Refuse a pattern that begins outside of the root, or goes up behind a wildcard."""
    if bases.root is None:
        return
    head, wild = fixed_part(pattern.text)
    bases.inside(pattern.base / head, pattern.text)
    if os.path.lexists(pattern.base / pattern.text):
        bases.inside(pattern.base / pattern.text, pattern.text)
    if ".." in wild:
        raise RefusedError(
            f"`{safe(pattern.text)}` goes up (`..`) behind a wildcard, which `--root` does not allow;"
            " write the folder in front of it"
        )


def _shown(folder: Path, pattern: Pattern) -> str:
    """Return a folder as a prefix of the paths in it, as the flow (or the caller) writes them.

    So entries of the quarantine, and what is made of them, are the same from every folder of the caller.
    """
    below = os.fspath(folder).removeprefix(f"{os.fspath(pattern.base).rstrip('/')}/")
    shown = "" if folder == pattern.base else f"{below.rstrip('/')}/"
    return shown if shown.isascii() else os.fsencode(shown).decode("utf-8", "backslashreplace")


def _facts(found: Found, folder: str) -> InputFile:
    try:
        status = os.stat(f"{found.root}/{found.tail}")  # noqa: PTH116 - a Path for each costs twice the time
    except OSError:
        return InputFile(found, folder, 0, 0, 0, 0)  # gone meanwhile: reading it says so
    return InputFile(found, folder, status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino)


def _instead(pattern: Pattern) -> str:
    said = nearest(pattern.text, pattern.base)
    folder = pattern.base / fixed_part(pattern.text)[0]
    if not is_glob(pattern.text) or not folder.is_dir():
        return said
    count = sum(1 for entry in folder.iterdir() if entry.is_file())
    return f"{said} (it holds {count} {'file' if count == 1 else 'files'})"
