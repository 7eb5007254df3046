"""What can go wrong, as values: spans, diagnostics and the error classes that carry them.

The lowest floor of the house: everything may import it; it imports nothing of docflow but `value`.
"""

from collections.abc import Mapping
from typing import Literal

import attrs
from attrs import field

from docflow.value import frozen

__all__ = [
    "Diagnostic",
    "DocflowError",
    "Fix",
    "FlowError",
    "InputError",
    "Interrupted",
    "Label",
    "MachineError",
    "PluginError",
    "RefusedError",
    "RunError",
    "Severity",
    "Span",
]

Severity = Literal["error", "warning"]


@frozen
class Span:
    """A range of characters in a flow file; lines and columns count from 1, columns in characters."""

    file: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: "Span") -> "Span":
        """Return the span from the start of this one to the end of `other` (same file)."""
        return Span(
            self.file, self.start, other.end, self.line, self.column, other.end_line, other.end_column
        )


@frozen
class Label:
    """A second place that a diagnostic points at, such as the bracket that was opened."""

    span: Span
    text: str


@frozen
class Fix:
    """A replacement that mends a finding: `span` becomes `replacement`."""

    title: str
    span: Span
    replacement: str


@frozen
class Diagnostic:
    """One finding about a flow: a code that is never reused, a place and one plain sentence."""

    code: str
    message: str
    span: Span
    help: str | None = None
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    severity: Severity = "error"


class DocflowError(Exception):
    """Base of every error that docflow raises for its users; `exit_code` is for the command line."""

    exit_code = 2


class FlowError(DocflowError):
    """A flow is wrong: carries all findings of all files, and the texts that they point into.

    `sources` maps the display name of a file (`Span.file`) to its text.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, str]) -> None:
        self.diagnostics = diagnostics
        self.sources = dict(sources)
        super().__init__(self._summary())

    def _summary(self) -> str:
        lines = [
            f"{d.span.file}:{d.span.line}:{d.span.column}: {d.code} {d.message}" for d in self.diagnostics
        ]
        return "\n".join(lines)


class RefusedError(DocflowError):
    """The request was refused before anything was run or written (exit 2)."""


@attrs.frozen(eq=False)
class PluginError(DocflowError):
    """A plugin is missing, broken or against the contract; names who ships it."""

    message: str
    namespace: str = ""
    distribution: str = ""
    version: str = ""
    entry_point: str = ""
    code: str = field(default="DF0506")

    def __str__(self) -> str:
        who = f"{self.distribution} {self.version}".strip()
        origin = f" [plugin {self.namespace!r}" + (f", {who}" if who else "") if self.namespace else ""
        if origin and self.entry_point:
            origin += f", {self.entry_point}"
        return self.message + (origin + "]" if origin else "")


class RunError(DocflowError):
    """A run stopped (exit 4): `document` and `step` name the place where they are known."""

    exit_code = 4

    def __init__(self, message: str, *, document: str | None = None, step: str | None = None) -> None:
        super().__init__(message)
        self.document = document
        self.step = step


class InputError(RunError):
    """No input matched, or the input is not there (exit 6)."""

    exit_code = 6


class MachineError(RunError):
    """The environment failed: disk full, output locked, input lost (exit 5)."""

    exit_code = 5


class Interrupted(DocflowError):  # noqa: N818 - a signal, not a mistake; the name is in the glossary
    """The run was interrupted by SIGINT (130) or SIGTERM (143).

    Outputs are all as they were before, or, with `complete`, all new: the signal came when they were
    getting their names, or later, and was obeyed afterwards. `progress` says how much a next run needs not do
    again ("41 of 300 parts are done").
    """

    def __init__(self, signal_number: int, *, complete: bool = False, progress: str = "") -> None:
        self.exit_code = 128 + signal_number
        self.complete = complete
        said = "interrupted; nothing was written under a final name"
        if complete:
            said = "interrupted, but the run was done: all outputs are complete"
        elif progress:
            said += f"; {progress}; run the same command again to go on"
        super().__init__(said)
