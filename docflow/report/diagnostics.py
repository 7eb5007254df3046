"""Diagnostics as text for people, with the source line and a caret, and as data for programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define

from docflow.errors import Diagnostic, Fix, Span
from docflow.io.escape import safe
from docflow.report.columns import Line, fit
from docflow.report.table import count
from docflow.value import frozen

__all__ = ["as_json", "render", "summary"]

_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "line": "\x1b[1;34m", "bold": "\x1b[1m"}
_ADDED, _REMOVED, _OFF = "\x1b[32m", "\x1b[31m", "\x1b[0m"


def render(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, color: bool = False, width: int = 100
) -> str:
    """Return the findings as text, with a closing line of sums; "" without findings.

    Args:
        diagnostics: the findings, in the order in which they are shown.
        sources: the text of every file that the spans name; a place in a file without text is named only.
        color: whether to use the colours of a terminal.
        width: columns of the terminal; longer source lines are cut around the place.
    """
    found = list(diagnostics)
    if not found:
        return ""
    page = _Page(sources, color, max(width, 40))
    return "\n".join([*(page.show(each) for each in found), summary(found)]) + "\n"


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the closing line, as in "3 errors, 1 warning in news.flow"."""
    errors = sum(each.severity == "error" for each in diagnostics)
    warnings = len(diagnostics) - errors
    counts = [count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    names = list(dict.fromkeys(safe(each.span.file, None) for each in diagnostics))
    where = names[0] if len(names) == 1 else f"{len(names)} files"
    return f"{', '.join(counts)} in {where}"


def as_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Return the findings as data: code, severity, message, place, help, labels and fix."""
    return [
        {
            "code": each.code,
            "severity": each.severity,
            "message": each.message,
            **_place(each.span),
            "help": each.help,
            "labels": [{"text": label.text, **_place(label.span)} for label in each.labels],
            "fix": None
            if each.fix is None
            else {"title": each.fix.title, "replacement": each.fix.replacement, **_place(each.fix.span)},
        }
        for each in diagnostics
    ]


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "start": span.start,
        "end": span.end,
    }


@frozen
class _Mark:
    """A place to underline; the main one with carets, the others with dashes and a text."""

    span: Span
    sign: str
    text: str


@define(eq=False, repr=False)
class _Page:
    sources: Mapping[str, str]
    color: bool
    width: int

    def show(self, finding: Diagnostic) -> str:
        """Return one finding, with an empty line after it."""
        marks = [_Mark(finding.span, "^", ""), *(_Mark(each.span, "-", each.text) for each in finding.labels)]
        margin = len(str(max(mark.span.line for mark in marks)))
        head = self._paint(f"{finding.severity}[{finding.code}]", finding.severity)
        lines = [f"{head}: {self._paint(safe(finding.message, None), 'bold')}"]
        span = finding.span
        place = f"{safe(span.file, None)}:{span.line}:{span.column}"
        lines.append(f"{' ' * margin}{self._paint('-->', 'line')} {place}")
        lines += self._excerpt(marks, margin, finding.severity)
        if finding.help:
            lines.append(self._note(margin, f"help: {safe(finding.help, None)}"))
        if finding.fix:
            lines += self._diff(finding.fix, margin)
        return "\n".join(lines) + "\n"

    def _excerpt(self, marks: list[_Mark], margin: int, severity: str) -> list[str]:
        """The marked lines, file by file: first the file of the finding, each in order of its lines."""
        files = list(dict.fromkeys(mark.span.file for mark in marks))
        lines: list[str] = []
        for file in files:
            here = [mark for mark in marks if mark.span.file == file]
            if file != files[0]:
                place = f"{safe(file, None)}:{here[0].span.line}:{here[0].span.column}"
                lines.append(f"{' ' * margin}{self._paint('-->', 'line')} {place}")
            text = self.sources.get(file)
            if text is not None:
                lines += self._lines(text.split("\n"), here, margin, severity)
        return lines

    def _lines(self, source: list[str], marks: list[_Mark], margin: int, severity: str) -> list[str]:
        lines = [self._rail(margin)]
        last = 0
        for number in sorted({mark.span.line for mark in marks}):
            if last and number > last + 1:
                lines.append(self._paint("...", "line"))
            last = number
            here = sorted((mark for mark in marks if mark.span.line == number), key=lambda m: m.span.column)
            raw = source[number - 1] if number <= len(source) else ""
            line = fit(raw.rstrip("\r"), self.width - margin - 3, [mark.span.column - 1 for mark in here])
            lines.append(f"{self._paint(f'{number:>{margin}} |', 'line')} {line.text}".rstrip())
            lines += [f"{self._rail(margin)} {self._underline(line, mark, severity)}" for mark in here]
        return lines

    def _underline(self, line: Line, mark: _Mark, severity: str) -> str:
        span = mark.span
        start = line.column(span.column - 1)
        end = line.column(span.end_column - 1) if span.end_line == span.line else line.length
        signs = mark.sign * max(end - start, 1)
        name = severity if mark.sign == "^" else "line"
        text = f" {safe(mark.text, None)}" if mark.text else ""
        return " " * start + self._paint(signs + text, name)

    def _note(self, margin: int, text: str) -> str:
        return f"{' ' * margin} {self._paint('=', 'line')} {text}"

    def _diff(self, fix: Fix, margin: int) -> list[str]:
        """The lines that a fix changes, before and after; a fix over several lines is only named."""
        lines = [self._note(margin, f"fix: {safe(fix.title, None)}")]
        text = self.sources.get(fix.span.file)
        if text is None or fix.span.line != fix.span.end_line or "\n" in fix.replacement:
            return lines
        start = text.rfind("\n", 0, fix.span.start) + 1
        end = text.find("\n", fix.span.end)
        old = text[start : len(text) if end < 0 else end].rstrip("\r")
        new = old[: fix.span.start - start] + fix.replacement + old[fix.span.end - start :]
        for sign, line, tint in (("-", old, _REMOVED), ("+", new, _ADDED)):
            shown = fit(line, self.width - margin - 3, [fix.span.column - 1]).text
            changed = f"{fix.span.line:>{margin}} {sign} {shown}".rstrip()
            lines.append(f"{tint}{changed}{_OFF}" if self.color else changed)
        return lines

    def _rail(self, margin: int) -> str:
        return self._paint(f"{' ' * margin} |", "line")

    def _paint(self, text: str, name: str) -> str:
        return f"{_COLORS[name]}{text}{_OFF}" if self.color else text
