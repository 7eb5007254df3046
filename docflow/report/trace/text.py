"""A trace as text for a terminal: one line a step, and under it what it did."""

from collections.abc import Iterator

from docflow.io.escape import safe
from docflow.plan.trace import Sum, Trace, TracedFlow, TracedStep, sums
from docflow.report.paint import paint
from docflow.report.table import count, table
from docflow.report.trace import phrases
from docflow.report.trace.lines import Fold, Line
from docflow.report.trace.view import Note, View, changes_of, ends_of, steps_of
from docflow.report.words import LONGEST, Style, marked

__all__ = ["render"]

MOST_PIECES = 20
COLUMN = 38
"""Where what is said about a step begins, if its words are not longer."""
NEAR = 80
_SIGNS = {"same": " ", "gone": "-", "new": "+", "changed": "~"}
_COLOURS = {"gone": "red", "new": "green"}
_VERDICTS = {
    "unchanged": "dim",
    "held": "dim",
    "dropped": "red",
    "failed": "red",
    "quarantined": "yellow",
    "skipped": "yellow",
    "written": "green",
}


def render(trace: Trace, view: View | None = None, *, color: bool = False) -> str:
    """Return a trace as text: the steps of each flow, the ends, and what each rule removed."""
    shown = _Text(trace.file, view or View(), color)
    lines: list[str] = []
    for found in trace.rejections:
        lines += ["", *phrases.rejected(found)]
    for note in trace.notes:
        lines += ["", paint("note: ", "yellow", color) + safe(note, 500)]
    for flow in trace.flows:
        lines += ["", *shown.flow(flow)]
    return "\n".join(lines).lstrip("\n") + "\n"


class _Text:
    """Writes the parts of a trace, all in the same way."""

    def __init__(self, file: str, view: View, color: bool) -> None:
        self.file, self.view, self.color = file, view, color

    def flow(self, flow: TracedFlow) -> Iterator[str]:
        doc = flow.given
        name = f"flow {safe(flow.name)} of {safe(self.file)}" if flow.name else safe(self.file)
        yield self._paint(safe(doc.id), "bold") + f" through {name}"
        size = f"{count(len(doc.text), 'character')} in {count(doc.text.count(chr(10)) + 1, 'line')}"
        source = f" from {safe(doc.source)}" if doc.source else ""
        yield self._paint(f"{size}{source}; numbers in front are lines of the flow", "dim")
        yield ""
        path: tuple[str, ...] = ()
        followed: dict[tuple[int, ...], str] = {}
        for step in steps_of(flow, self.view):
            yield from self._branch(path, step)
            path = step.path
            if step.strand in followed:
                yield self._paint(f"      {followed.pop(step.strand)}:", "dim")
            followed |= {p.strand: f"{n}. {safe(p.id)}" for n, p in enumerate(step.pieces, 1)}
            yield from self._step(step)
        yield ""
        yield from self._ends(flow)
        yield from self._sums(flow)

    def _paint(self, text: str, colour: str) -> str:
        return paint(text, colour, self.color)

    def _branch(self, before: tuple[str, ...], step: TracedStep) -> Iterator[str]:
        """Say that the way of a copy begins here; which arm a document took stands at its branch."""
        if step.copy and step.path and step.path != before[: len(step.path)]:
            depth = len(step.path) - 1
            yield " " * 6 + "  " * depth + self._paint(f"{safe(step.path[-1], None)}:", "dim")

    def _step(self, step: TracedStep) -> Iterator[str]:
        changes = changes_of(step, self.view)
        said = phrases.summary(step, changes.lines)
        at = phrases.place(self.file, step.at.file, step.at.line)
        head = f"{at:>4}  {'  ' * len(step.path)}{safe(step.words, 300)}"
        colour = _VERDICTS.get(step.verdict, "")
        head = f"{head:<{COLUMN}}" if said else head
        if step.verdict in ("unchanged", "held"):
            yield self._paint(f"{head}  {said}", "dim")
        else:
            yield f"{self._paint(head, 'bold')}  {self._paint(said, colour) if colour else said}".rstrip()
        inner = " " * 6 + "  " * (len(step.path) + 1)
        yield from (inner + line for line in self._tried(step))
        yield from (inner + line for line in self._fields(step))
        for part in changes.shown:
            if isinstance(part, Line):
                yield from self._line(part, inner)
            else:
                yield inner + self._paint(f"      {_hidden(part)}", "dim")
        yield from (inner + line for line in self._pieces(step))

    def _tried(self, step: TracedStep) -> Iterator[str]:
        several = step.kind in ("when", "route")
        for tried in step.tried:
            why = phrases.reasons(tried)
            if several:
                first = "" if not why else f"  {why[0]}"
                mark = "->" if tried.taken else "  "
                yield self._dim_unless(tried.taken, f"{mark} {safe(tried.words, None)}{first}")
                why = [f"      {each}" for each in why[1:]]
            for each in why:
                yield self._dim_unless(step.verdict not in ("held", "unchanged"), each)

    def _dim_unless(self, bright: bool, text: str) -> str:
        return text if bright else self._paint(text, "dim")

    def _fields(self, step: TracedStep) -> Iterator[str]:
        found = list(phrases.fields(step.fields))
        width = max((len(name) for name, _ in found), default=0)
        for name, said in found:
            yield f"{name:<{width}} = {said}" if name else self._paint(said, "dim")

    def _line(self, line: Line, inner: str) -> Iterator[str]:
        number = "" if line.number is None else f"{line.number:,}"
        limit = None if self.view.full else LONGEST * 5 if line.kind != "same" else self.view.width - 20
        if line.kind == "changed":
            style: Style = "ansi" if self.color else "plain"
            text = marked(line.runs, style, limit=limit, same=None if self.view.full else NEAR)
        elif line.white:
            text = _blank(line)
        else:
            text = safe("".join(run.text for run in line.runs).rstrip("\n"), limit)
        shown = f"{number:>5} {_SIGNS[line.kind]} {text}".rstrip()
        painted = self._paint(shown, _COLOURS.get(line.kind, "")) if line.kind in _COLOURS else shown
        painted = self._paint(shown, "dim") if line.kind == "same" else painted
        rules = ", ".join(safe(rule) for rule in line.rules)
        room = self.view.width - len(inner) - len(shown) - len(rules) - 2
        if rules and room >= 0:
            yield f"{inner}{painted}{' ' * (room + 2)}{self._paint(rules, 'blue')}"
            return
        yield inner + painted
        if rules:
            yield f"{inner}{' ' * (self.view.width - len(inner) - len(rules))}{self._paint(rules, 'blue')}"

    def _pieces(self, step: TracedStep) -> Iterator[str]:
        for number, piece in enumerate(step.pieces[:MOST_PIECES], 1):
            size = f"{count(piece.chars, 'character')} in {count(piece.lines, 'line')}"
            end = f": {piece.end}" + (f" by {piece.where}" if piece.where else "") if piece.end else ""
            yield f"{number:>5}. {safe(piece.id)}, {size}{end}"
        if len(step.pieces) > MOST_PIECES:
            yield self._paint(f"       ... {len(step.pieces) - MOST_PIECES:,} more", "dim")
        if step.pieces:
            yield self._paint("       --piece N follows another one than this", "dim")

    def _ends(self, flow: TracedFlow) -> Iterator[str]:
        for end in ends_of(flow, self.view):
            said = phrases.said_end(end, flow, self.file)
            yield self._paint(said, {"written": "green", "passed": "green"}.get(end.action, "red"))

    def _sums(self, flow: TracedFlow) -> Iterator[str]:
        steps = tuple(step for step in steps_of(flow, self.view) if not step.copy)
        found = list(sums(steps))
        if not found:
            return
        gone, new = sum(row.gone for row in found), sum(row.new for row in found)
        if not any(step.pieces for step in steps):
            given = len(flow.given.text)
            yield f"{given:,} characters - {gone:,} removed + {new:,} added = {given - gone + new:,}"
        yield ""
        heads = ("line", "step", "rule", "times", "removed", "added")
        yield from table([_row(row) for row in found], heads)


def _row(row: Sum) -> tuple[object, ...]:
    return row.line, safe(row.step), safe(row.rule) or "(the step)", row.removals, row.gone, row.new


def _hidden(part: Fold | Note) -> str:
    if isinstance(part, Fold):
        return f"... {count(len(part.lines), 'line')} ..."
    return f"{part.text} (--full shows them)"


def _blank(line: Line) -> str:
    text = "".join(run.text for run in line.runs).rstrip("\n")
    return marked(tuple(run for run in line.runs if run.text != "\n"), "plain") if text else "↵"
