"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

The format is that of `@actions/core`: `::error file=...,line=...::message`, with `%`, line breaks and, in
properties, `:` and `,` written as percent codes.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from docflow.errors import Diagnostic
from docflow.io.escape import safe
from docflow.report.places import shown_from

__all__ = ["annotation", "github", "refusal"]

_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def github(diagnostics: Iterable[Diagnostic], folder: Path) -> str:
    """Return one command a finding, a line each; "" without findings. Paths are relative to `folder`."""
    return "".join(_command(each, folder) + "\n" for each in diagnostics)


def refusal(message: str) -> str:
    """Return the command for an error that has no place in a file."""
    return annotation("error", {"title": "docflow"}, message) + "\n"


def annotation(severity: str, marks: Mapping[str, object], text: str) -> str:
    """Return one command without its line end; `marks` are its properties: file, line, col, title.

    The lines of `text` stay lines.
    """
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in marks.items())
    return f"::{severity} {listed}::{'%0A'.join(_data(line) for line in text.splitlines())}"


def _command(found: Diagnostic, folder: Path) -> str:
    span = found.span
    marks: dict[str, object] = {"file": shown_from(folder, span.file), "line": span.line, "col": span.column}
    if span.end_line == span.line:
        marks["endColumn"] = max(span.end_column, span.column)
    marks |= {"endLine": span.end_line, "title": found.code}
    lines = [found.message, *([f"help: {found.help}"] if found.help else ())]
    lines += [f"fix: {found.fix.title}"] if found.fix else []
    return annotation(found.severity, marks, "\n".join(lines))


def _data(text: str) -> str:
    return safe(text, None).translate(_DATA)


def _property(text: str) -> str:
    return safe(text, None).translate(_PROPERTY)
