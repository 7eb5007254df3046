"""`include "file.flow" as x`: reading the files that a flow file includes, and nothing else."""

import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
from attrs import field

from docflow.errors import Diagnostic, Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.syntax.parse import parse
from docflow.plan.quote import quote

__all__ = ["Included", "Read", "alias_of", "project_of", "read_include", "read_utf8"]

Read = Callable[[Path], str]
"""How the text of an include is read: raises what reading a file raises."""

_MARKS = (".git", "pyproject.toml")


def read_utf8(path: Path) -> str:
    """Return the text of a file; raises OSError or UnicodeDecodeError."""
    return path.read_text("utf-8")


@attrs.frozen
class Included:
    """An included file: its tree, its folder, its findings, and `way`: the files that lead to it.

    `read` reads what it includes in turn.
    """

    program: tree.Program
    folder: Path | None
    diagnostics: tuple[Diagnostic, ...]
    way: tuple[Path, ...] = field(repr=False)
    read: Read = field(default=read_utf8, repr=False)


def in_project(folder: Path) -> bool:
    """Whether a folder has the mark of a project."""
    return any((folder / mark).exists() for mark in _MARKS)


def project_of(folder: Path) -> Path:
    """Return the project's folder: the nearest one, upwards, with a `.git` or a `pyproject.toml`.

    Without any it is the folder of the flow file itself.
    """
    start = folder.resolve()
    for candidate in (start, *start.parents):
        if in_project(candidate):
            return candidate
    return start


def alias_of(item: tree.Include) -> str | None:
    """Return the name of an include: the one after `as`, else the stem of the file if it can be a name."""
    stem = posixpath.basename(item.path.value).removesuffix(".flow")
    return item.alias or (stem if stem.isidentifier() else None)


def read_include(item: tree.Include, file: Included, findings: Findings) -> Included | None:
    """Read and parse one include of a file; None, with a finding (DF0205), when it may not be.

    The file's `way` are the resolved files from the main one to it.
    """
    folder, way = file.folder, file.way
    if folder is None:
        return _refuse(item, "a flow that is not in a file cannot include one", findings)
    written = item.path.value
    path = (folder / written).resolve()
    project = project_of(way[0].parent if way else folder)
    if Path(written).is_absolute() or not path.is_relative_to(project):
        help_ = "an include stands in the folder of the project; copy the file into it"
        return _refuse(item, f"the include {quote(written)} is outside the project's folder", findings, help_)
    if path in way:
        circle = " -> ".join(p.name for p in (*way[way.index(path) :], path))
        help_ = "take one of them away; what both need goes into a third file"
        return _refuse(item, f"the include goes in a circle: {circle}", findings, help_)
    try:
        text = file.read(path)
    except FileNotFoundError:
        return _missing(item, path, written, findings)
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(item, f"the include {quote(written)} cannot be read: {_plain(error)}", findings)
    shown = posixpath.normpath(posixpath.join(posixpath.dirname(item.span.file), written))
    parsed = parse(text, shown)
    return Included(parsed.program, path.parent, parsed.diagnostics, (*way, path), file.read)


def _refuse(
    item: tree.Include, message: str, findings: Findings, help_: str | None = None
) -> Included | None:
    findings.add("DF0205", message, item.path.span, help=help_)
    return None


def _missing(item: tree.Include, path: Path, written: str, findings: Findings) -> Included | None:
    near = nearest(path.name, _flows(path.parent))
    meant = quote(posixpath.join(posixpath.dirname(written), near)) if near else ""
    findings.add(
        "DF0205",
        f"there is no file {quote(written)} to include",
        item.path.span,
        help=f"did you mean {meant}?" if near else "the path is relative to the folder of this file",
        fix=Fix(f"write {meant}", item.path.span, meant) if near else None,
    )
    return None


def _flows(folder: Path) -> Iterator[str]:
    try:
        yield from (p.name for p in folder.iterdir() if p.suffix == ".flow")
    except OSError:
        return


def _plain(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return (error.strerror or "it is no readable file").lower()
