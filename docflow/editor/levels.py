"""The findings that matter in a project, and what is wrong with the table that says so."""

from collections.abc import Mapping
from pathlib import Path

from docflow.errors import Diagnostic, FlowError
from docflow.settings import settings_for
from docflow.value import evolve

__all__ = ["levelled"]


def levelled(
    found: tuple[Diagnostic, ...], folder: Path | None
) -> tuple[tuple[Diagnostic, ...], Mapping[str, str]]:
    """Return findings as `[tool.docflow]` of the project wants them.

    A mistake in that table is a finding of pyproject.toml, whose text comes too; the others stay as they are.
    """
    if folder is None:
        return found, {}
    try:
        return settings_for(folder).levelled(found), {}
    except FlowError as error:
        files = {name: Path(name).resolve().as_posix() for name in error.sources}
        wrong = tuple(_at(each, files) for each in error.diagnostics)
        return (*found, *wrong), {files[name]: text for name, text in error.sources.items()}


def _at(found: Diagnostic, files: Mapping[str, str]) -> Diagnostic:
    return evolve(found, span=evolve(found.span, file=files.get(found.span.file, found.span.file)), labels=())
