"""What checking finds: diagnostics, and which names and fields were used on the way."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import accumulate

from attrs import define, field

from docflow.errors import Diagnostic, Fix, Label, Severity, Span
from docflow.value import evolve

__all__ = ["Findings", "settled", "together"]

_FOLLOWING = ("DF0208", "DF0403", "DF0701", "DF0702", "DF0703", "DF0704", "DF0705", "DF0706")
"""What a mistake in how a file is written often brings about, and what is worth nothing beside it."""


def settled(
    syntax: Iterable[Diagnostic], meaning: Iterable[Diagnostic], sources: Mapping[str, str], main: str
) -> tuple[Diagnostic, ...]:
    """Return what a check says of the file `main`: all findings, without those that comments allow.

    `sources` are the texts of the file and its includes, by the name in their spans. The module for
    comments is imported only where one speaks to docflow.
    """
    found = together(syntax, meaning)
    lost = _lines_with_mistakes(syntax, sources.get(main, ""), main)
    if lost:
        found = [d for d in found if not _declared_there(d, lost, sources[main], main)]
    if any("docflow:" in text for text in sources.values()):
        return tuple(import_module("docflow.lang.allow").allowed(found, sources, main))
    return tuple(found)


def _lines_with_mistakes(syntax: Iterable[Diagnostic], text: str, main: str) -> dict[int, str]:
    """Return the lines of a file on which something is written wrongly, by number."""
    numbers = {d.span.line for d in syntax if d.severity == "error" and d.span.file == main}
    lines = text.split("\n") if numbers else []
    return {number: lines[number - 1] for number in numbers if number <= len(lines)}


def _declared_there(found: Diagnostic, lost: Mapping[int, str], text: str, main: str) -> bool:
    """Whether a name is unknown because the line that most likely declares it has a mistake."""
    if found.code not in _UNKNOWN or found.span.file != main or found.span.line in lost:
        return False
    name = text[found.span.start : found.span.end].partition(".")[0]
    if not name.isidentifier() or name in ("doc", "run", "sink"):
        return False
    if found.fix is not None and found.fix.replacement.startswith(f"{name}."):
        return False  # the first name is known, what stands behind its dot is not
    return any(re.search(rf"\b{name}\b", line) for line in lost.values())


_UNKNOWN = ("DF0201", "DF0202", "DF0601")


def together(syntax: Iterable[Diagnostic], meaning: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return all findings by place, without those that only follow from a mistake in how a file is written.

    A repaired text is checked as if it had been written so; what is found at the very place of a repair, or
    because of it, is no second mistake of the author.
    """
    found = [*syntax, *meaning]
    wrong: dict[str, list[Span]] = {}
    for d in found:
        if _is_syntax(d):
            wrong.setdefault(d.span.file, []).append(d.span)
    places = {file: _Places(spans) for file, spans in wrong.items()}
    kept = [d for d in found if _is_syntax(d) or not _follows(d, places.get(d.span.file))]
    return sorted(kept, key=lambda d: (d.span.file, d.span.start))


def _is_syntax(found: Diagnostic) -> bool:
    return found.code.startswith("DF01") and found.severity == "error"


class _Places:
    """The places of the mistakes of a file, sorted: thousands must not be compared one with one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start)
        self.starts = [span.start for span in ordered]
        self.reach = list(accumulate((span.end for span in ordered), max))
        """How far the mistakes up to each one reach."""


def _follows(found: Diagnostic, wrong: _Places | None) -> bool:
    """Whether a finding begins inside of a mistake, or a mistake inside of it, or its kind always follows."""
    if wrong is None:
        return False
    one = found.span
    behind = bisect_right(wrong.starts, one.start)
    inside = behind > 0 and wrong.reach[behind - 1] > one.start
    around = behind < len(wrong.starts) and wrong.starts[behind] < one.end
    return found.code in _FOLLOWING or inside or around


@define(eq=False, repr=False)
class Findings:
    """A growing list of diagnostics; `used` are names of params and lets, `reads` document fields."""

    diagnostics: list[Diagnostic] = field(factory=list)
    used: set[str] = field(factory=set)
    reads: set[str] = field(factory=set)

    def add(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        help: str | None = None,  # noqa: A002 - the name that the diagnostic has
        fix: Fix | None = None,
        labels: tuple[Label, ...] = (),
        severity: Severity = "error",
    ) -> None:
        """Note one finding; the same code at the same place is noted once."""
        if any(d.span.start == span.start and d.code == code and d.span == span for d in self.diagnostics):
            return
        self.diagnostics.append(Diagnostic(code, message, span, help, labels, fix, severity))

    def take(self, other: "Findings", *, quoted: bool = False) -> None:
        """Take over what another one has found; `quoted` when it stands between quotes."""
        for found in other.diagnostics:
            fix = found.fix
            if quoted and fix is not None:
                fix = evolve(fix, replacement=fix.replacement.replace('"', '\\"'))
            at = found.span.start
            if not any(
                d.span.start == at and d.code == found.code and d.span == found.span for d in self.diagnostics
            ):
                self.diagnostics.append(evolve(found, fix=fix))
        self.used |= other.used
        self.reads |= other.reads

    @property
    def failed(self) -> bool:
        """Whether an error (not only warnings) was found."""
        return any(d.severity == "error" for d in self.diagnostics)
