"""The other files of a project that may name what a file declares."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from docflow.editor.analysis import Analysis
from docflow.editor.names.target import Target
from docflow.lang.check.includes import project_of
from docflow.lsp.desk import Desk

__all__ = ["naming"]

MOST = 500
"""The most files that are looked at; a larger project is searched in part."""


async def naming(target: Target, analysis: Analysis, desk: Desk) -> list[Analysis]:
    """Return the analyses of all files that may name a thing: the one at hand first."""
    found = [analysis]
    if analysis.folder is None or not _shared(target):
        return found
    for path in _including(target.file, analysis.folder, desk):
        if path.as_posix() != analysis.file:
            other = await desk.beside(path)
            found += [other] if other is not None else []
    return found


def _shared(target: Target) -> bool:
    return bool(target.file) and (
        target.kind in ("stage", "let") or (target.kind == "param" and bool(target.owner))
    )


def _including(file: str, folder: Path, desk: Desk) -> Iterator[Path]:
    """Yield the file that declares something, and those that may include it."""
    declaring = Path(file)
    if declaring.is_file():
        yield declaring
    opened = (Path(each.file) for each in desk.documents.values() if each.folder is not None)
    stored = islice(sorted(project_of(folder).rglob("*.flow")), MOST)
    for path in dict.fromkeys((*opened, *stored)):
        if path != declaring and declaring.stem in _text(path, desk):
            yield path


def _text(path: Path, desk: Desk) -> str:
    try:
        return desk.read(path)
    except (OSError, UnicodeDecodeError):
        return ""
