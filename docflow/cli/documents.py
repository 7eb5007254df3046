"""Findings and refusals as documents for CI services: github, sarif and junit; all else is in `check`.

Imported only when one of them is asked for. A command that is refused prints a whole document, too.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from docflow.errors import Diagnostic, FlowError
from docflow.report.diagnostics import render
from docflow.report.github import github
from docflow.report.github import refusal as github_refusal
from docflow.report.junit import JunitCase, Suite, junit
from docflow.report.sarif import Tool, sarif
from docflow.value import frozen

__all__ = ["FORMATS", "Looked", "findings", "flow_error", "refusal"]

FORMATS = ("github", "sarif", "junit")


class Looked(Protocol):
    """A file that was looked at: what was found, and the texts that the findings point into."""

    @property
    def name(self) -> str:
        """How messages call the file."""

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What was found."""

    @property
    def sources(self) -> Mapping[str, str]:
        """The texts, by the name in the spans."""


@frozen
class _Stopped:
    name: str
    found: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def findings(format_: str, looked: Sequence[Looked], exit_code: int) -> str:
    """Return the document for what was found in some files; "" is one for GitHub without findings."""
    found = list(dict.fromkeys(each for one in looked for each in one.found))
    if format_ == "github":
        return github(found, Path.cwd())
    if format_ == "sarif":
        return sarif([one.name for one in looked], found, _tool(exit_code))
    return junit([_suite(one) for one in looked])


def flow_error(format_: str, error: FlowError) -> str:
    """Return the document for findings that stopped a command."""
    files = dict.fromkeys(each.span.file for each in error.diagnostics)
    looked = [
        _Stopped(file, tuple(each for each in error.diagnostics if each.span.file == file), error.sources)
        for file in files
    ]
    return findings(format_, looked, error.exit_code)


def refusal(format_: str, message: str, exit_code: int) -> str:
    """Return the document for a command that was refused before it looked at anything."""
    if format_ == "github":
        return github_refusal(message)
    if format_ == "sarif":
        return sarif((), (), _tool(exit_code, message))
    case = JunitCase("the command line", "docflow", 0, (message, ""), kind="refused")
    return junit([Suite("docflow", (case,))])


def _tool(exit_code: int, refused: str | None = None) -> Tool:
    return Tool(version("docflow-core"), Path.cwd(), exit_code, refused)


def _suite(looked: Looked) -> Suite:
    """One case a finding; warnings count as skipped, since they fail nothing. A clean file is one case."""
    cases = tuple(_case(each, looked) for each in looked.found)
    return Suite(looked.name, cases or (JunitCase("no findings", looked.name, 0),))


def _case(found: Diagnostic, looked: Looked) -> JunitCase:
    span = found.span
    said = f"{found.code} {found.message}"
    name = f"{span.line}:{span.column} {said}"
    if found.severity == "warning":
        return JunitCase(name, span.file, span.line, skipped=said)
    shown = render([found], looked.sources).rpartition("\n\n")[0]
    return JunitCase(name, span.file, span.line, (said, shown), kind=found.code)
