"""Diagnostics as text for people, with the source line and a caret, and as data for programs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from attrs import define

from docflow.errors import Diagnostic, Fix, Span
from docflow.io.escape import safe
from docflow.report.columns import Line, fit
from docflow.report.table import count, table
from docflow.value import frozen

__all__ = ["as_json", "by_code", "counts", "render", "summary"]

LONG = 20
"""With more findings than this, a table says how often each code was found."""
TOP = 12
"""The most codes that such a table names."""

_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "line": "\x1b[1;34m", "bold": "\x1b[1m"}
_MOST = 8
"""The most lines of a fix that are shown on each side."""
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
    names = list(dict.fromkeys(safe(each.span.file, None) for each in diagnostics))
    where = names[0] if len(names) == 1 else f"{len(names)} files"
    return f"{counts(diagnostics)} in {where}"


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the sums, as in "3 errors, 1 warning"."""
    errors = sum(each.severity == "error" for each in diagnostics)
    told = ((errors, "error"), (len(diagnostics) - errors, "warning"))
    return ", ".join(count(number, word) for number, word in told if number)


def by_code(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return the lines of a table of codes, the most frequent first; none for a list that is read anyway."""
    number = Counter((each.code, each.severity) for each in diagnostics)
    if number.total() <= LONG:
        return []
    rows = sorted(number.items(), key=lambda row: (-row[1], row[0]))
    titles: Mapping[str, str] = import_module("docflow.lang.pages").codes()  # 57 files, for long lists only
    shown = [(times, f"{severity}[{code}]", titles.get(code, "")) for (code, severity), times in rows[:TOP]]
    more = [f"  and {count(len(rows) - TOP, 'other code')}"] if len(rows) > TOP else []
    return [*table(shown), *more]


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


def changed_lines(text: str, fix: Fix) -> tuple[int, list[str], list[str]]:
    """Return the number of the first line that a fix changes, the lines before and those after."""
    start = text.rfind("\n", 0, fix.span.start) + 1
    end = text.find("\n", fix.span.end)
    end = len(text) if end < 0 else end
    old = text[start:end].split("\n")
    new = (text[start : fix.span.start] + fix.replacement + text[fix.span.end : end]).split("\n")
    number = fix.span.line
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    while old and new and old[0] == new[0]:
        del old[0], new[0]
        number += 1
    return number, old, new


@define(eq=False, repr=False)
class _Page:
    sources: Mapping[str, str]
    color: bool
    width: int

    def show(self, finding: Diagnostic) -> str:
        """Return one finding, with an empty line after it."""
        marks = [_Mark(finding.span, "^", ""), *(_Mark(each.span, "-", each.text) for each in finding.labels)]
        last = finding.fix.span.end_line if finding.fix else 1
        margin = len(str(max(last, *(mark.span.line for mark in marks))))
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
        """The lines that a fix changes, before and after."""
        lines = [self._note(margin, f"fix: {safe(fix.title, None)}")]
        text = self.sources.get(fix.span.file)
        if text is None:
            return lines
        first, old, new = changed_lines(text, fix)
        place = fix.span.column - 1
        for sign, part, tint in (("-", old, _REMOVED), ("+", new, _ADDED)):
            for number, line in enumerate(part[:_MOST], first):
                shown = fit(line.rstrip("\r"), self.width - margin - 3, [place]).text
                lines.append(self._tinted(f"{number:>{margin}} {sign} {shown}".rstrip(), tint))
            if len(part) > _MOST:
                more = count(len(part) - _MOST, "more line")
                lines.append(self._tinted(f"{' ' * margin} {sign} ... {more}", tint))
        return lines

    def _tinted(self, line: str, tint: str) -> str:
        return f"{tint}{line}{_OFF}" if self.color else line

    def _rail(self, margin: int) -> str:
        return self._paint(f"{' ' * margin} |", "line")

    def _paint(self, text: str, name: str) -> str:
        return f"{_COLORS[name]}{text}{_OFF}" if self.color else text
