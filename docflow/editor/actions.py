"""What can be done about a finding: its fix, all fixes at once, or a comment that allows it."""

from collections.abc import Iterator
from functools import partial

from attrs import frozen

from docflow.editor.analysis import Analysis, analyse
from docflow.editor.change import Change, between
from docflow.errors import Diagnostic
from docflow.lang.check.includes import Read, read_utf8
from docflow.lang.fixing import mend

__all__ = ["Action", "actions", "fix_all"]


@frozen
class Action:
    """A change that an editor offers; `finding` is what it is about, None for all of them."""

    title: str
    changes: tuple[Change, ...]
    finding: Diagnostic | None = None
    preferred: bool = False


def actions(analysis: Analysis, start: int, end: int) -> Iterator[Action]:
    """Yield what can be done about the findings that touch a range: fixes first."""
    touched = [d for d in analysis.diagnostics if _touches(d, analysis.file, start, end)]
    for finding in touched:
        if finding.fix is not None and finding.fix.span.file == analysis.file:
            span = finding.fix.span
            change = Change(span.start, span.end, finding.fix.replacement)
            yield Action(finding.fix.title, (change,), finding, preferred=True)
    for finding in touched:
        if (finding.code, finding.span) in analysis.warnings and not finding.code.startswith("DF071"):
            yield from _allow(finding, analysis)


def _touches(finding: Diagnostic, file: str, start: int, end: int) -> bool:
    span = finding.span
    return span.file == file and span.start <= end and start <= span.end


def _allow(finding: Diagnostic, analysis: Analysis) -> Iterator[Action]:
    text = analysis.text
    start = text.rfind("\n", 0, finding.span.start) + 1
    if any(token.span.start < start < token.span.end for token in analysis.tokens):
        return  # the line begins inside a text, where a comment would be a part of it
    line = text[start : finding.span.start]
    indent = line[: len(line) - len(line.lstrip(" \t\ufeff"))]
    end = "\r\n" if text[start:].partition("\n")[0].endswith("\r") else "\n"
    comment = f"{indent}# docflow: allow {finding.code} because ...{end}"
    yield Action(
        f"allow {finding.code} here: a comment with the reason", (Change(start, start, comment),), finding
    )


def fix_all(analysis: Analysis, read: Read = read_utf8) -> Action | None:
    """Return all fixes of a file as one change, None when there are none."""
    if not any(d.fix is not None and d.fix.span.file == analysis.file for d in analysis.diagnostics):
        return None
    check = partial(_check, analysis, read)
    done = mend(analysis.text, check, analysis.file)
    number = len(done.applied)
    title = f"fix all that can be fixed ({number} finding{'s' * (number != 1)})"
    return Action(title, between(analysis.text, done.text)) if done.text != analysis.text else None


def _check(analysis: Analysis, read: Read, text: str) -> tuple[Diagnostic, ...]:
    catalog = analysis.module.plugins.catalog
    return analyse(text, analysis.file, catalog, folder=analysis.folder, read=read).diagnostics
