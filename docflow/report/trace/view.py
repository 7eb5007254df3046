"""What of a trace is shown: the piece that was asked for, and no flood of white space or of changed lines."""

from collections.abc import Iterator, Sequence

from docflow.plan.trace import End, Trace, TracedFlow, TracedStep
from docflow.report.trace.lines import Fold, Line, folded, lines_of, white
from docflow.report.trace.phrases import whitespace
from docflow.value import frozen

__all__ = ["Changes", "Note", "View", "changes_of", "ends_of", "is_there", "steps_of"]

FEW = 3
"""So many lines that changed in white space only are shown; of more only their number."""
MOST_CHANGED, MOST_GONE = 12, 200


@frozen
class View:
    """What to show. `piece` are the numbers of the piece to follow, from 1, at each splitter (default: 1)."""

    piece: tuple[int, ...] = ()
    full: bool = False
    context: int = 1
    width: int = 100


@frozen
class Note:
    """A sentence in the place of changed lines that are not shown, but are in a full view."""

    text: str


@frozen
class Changes:
    """The changed text of a step: all its lines, and what is shown of them."""

    lines: tuple[Line, ...]
    shown: tuple[Line | Fold | Note, ...]


def steps_of(flow: TracedFlow, view: View) -> Iterator[TracedStep]:
    """Yield the steps on the way of the piece that is followed."""
    return (step for step in flow.steps if _on_way(step.strand, view))


def ends_of(flow: TracedFlow, view: View) -> Iterator[End]:
    """Yield the ends of the piece that is followed, and of its copies."""
    return (end for end in flow.ends if _on_way(end.strand, view))


def is_there(trace: Trace, view: View) -> bool:
    """Return whether the trace has the piece that was asked for."""
    made = [piece.strand for flow in trace.flows for step in flow.steps for piece in step.pieces]
    numbers = list(view.piece)
    while numbers and numbers[-1] == 1:
        numbers.pop()  # the first is there also where a splitter made one document only, which is not listed
    return not numbers or any(len(each) >= len(numbers) and _on_way(each, view) for each in made)


def _on_way(strand: tuple[int, ...], view: View) -> bool:
    """A strand repeats a number where a splitter stands in a branch, so the last number given goes on."""
    wanted = [number - 1 for number in view.piece] or [0]
    wanted += [wanted[-1] if len(view.piece) else 0] * (len(strand) - len(wanted))
    return all(one == two for one, two in zip(strand, wanted, strict=False))


def changes_of(step: TracedStep, view: View) -> Changes:
    """Return the changed text of a step as lines, and what of it is shown."""
    lines = lines_of(step) if step.runs else []
    if view.full:
        return Changes(tuple(lines), tuple(folded(lines, view.context)))
    hidden = white(lines)
    quiet = hidden.gone + hidden.new + hidden.changed > FEW
    kept = list(_kept(lines, without_white=quiet))
    shown: list[Line | Fold | Note] = list(folded(kept, view.context))
    if all(isinstance(part, Fold) for part in shown):
        shown = []
    notes = [f"{'also ' if shown else ''}{whitespace(hidden)}"] if quiet else []
    over = sum(line.kind != "same" and not (quiet and line.white) for line in lines) - _count(kept)
    notes += [f"{over:,} more changed lines"] if over else []
    return Changes(tuple(lines), (*shown, *map(Note, notes)))


def _count(lines: Sequence[Line]) -> int:
    return sum(line.kind != "same" for line in lines)


def _kept(lines: Sequence[Line], *, without_white: bool) -> Iterator[Line]:
    """Yield the lines, those that are not to be shown as if they had not changed."""
    changed = whole = 0
    for line in lines:
        changed += line.kind == "changed" and not line.white
        whole += line.kind in ("gone", "new") and not line.white
        hide = line.kind != "same" and (
            (without_white and line.white)
            or (line.kind == "changed" and not line.white and changed > MOST_CHANGED)
            or (line.kind in ("gone", "new") and not line.white and whole > MOST_GONE)
        )
        yield Line("same", line.number, line.runs) if hide else line
