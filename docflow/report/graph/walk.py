"""Walking the steps of a flow: each becomes a node, and the ways that leave it go on to the next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docflow.io.escape import safe
from docflow.plan.ir import (
    ApplyStep,
    DropStep,
    EndStep,
    ExpectStep,
    Outcome,
    RouteStep,
    SetStep,
    SinkStep,
    Step,
    TeeStep,
    WhenStep,
)
from docflow.report.graph.arms import Parting, choose, tee
from docflow.report.graph.model import Edge, Lane
from docflow.report.graph.sheet import Open, Sheet, total
from docflow.report.graph.words import ENDING, Words, ends_all, words_of_end, words_of_step

__all__ = ["hang", "walk"]

Ways = list[Open]


def walk(sheet: Sheet, steps: Sequence[Step], ways: Ways, lane: Lane) -> Ways:
    """Add the steps of a body and return the ways that leave it; what nothing can reach is not drawn."""
    for step in steps:
        if not ways:
            break
        ways = WALKERS[type(step)](sheet, step, ways, lane)
    return ways


def _apply(sheet: Sheet, step: ApplyStep, ways: Ways, lane: Lane) -> Ways:
    ends = {"drop": ""} if step.call.kind == "filter" else {}
    return _plain(sheet, step, ways, lane, ends)


def _expect(sheet: Sheet, step: ExpectStep, ways: Ways, lane: Lane) -> Ways:
    if ends_all(step):
        return _end(sheet, step, ways, lane)
    action = step.outcome.action
    return _plain(sheet, step, ways, lane, {action: step.outcome.reason} if action in ENDING else {})


def _set(sheet: Sheet, step: SetStep, ways: Ways, lane: Lane) -> Ways:
    return _plain(sheet, step, ways, lane, {})


def _drop(sheet: Sheet, step: DropStep, ways: Ways, lane: Lane) -> Ways:
    return _plain(sheet, step, ways, lane, {"drop": ""})


def _plain(sheet: Sheet, step: Step, ways: Ways, lane: Lane, ends: Mapping[str, str]) -> Ways:
    """Add a step that documents come out of, besides those that end at it."""
    node, left = _put(sheet, step, ways, lane, ends)
    return [Open(node, lane, left)]


def _put(sheet: Sheet, step: Any, ways: Ways, lane: Lane, ends: Mapping[str, str]) -> tuple[str, int | None]:
    """Add the node of a step with its ends; return it and the number of documents that are left."""
    came, words = total(ways), words_of_step(step, sheet.usual)
    notes = (*words.notes, *_counted(sheet, step.id))
    node = sheet.put(_kind(step), Words(words.title, notes, words.full), lane, step=step, documents=came)
    sheet.join(ways, node)
    gone = hang(sheet, node, step.id, lane, ends)
    return node, None if came is None else came - gone + sheet.count("added", step.id)


def _kind(step: Step) -> str:
    if isinstance(step, ApplyStep) and step.call.kind == "corpus":
        return "barrier"
    return {SinkStep: "sink", WhenStep: "choice", RouteStep: "choice"}.get(type(step), "step")


def _counted(sheet: Sheet, step: str) -> list[str]:
    """Return notes about what a run did at a step, besides ending documents."""
    removed, skipped = sheet.count("removed", step), sheet.count("skipped", step)
    added = sheet.count("added", step)
    notes = [f"removed {removed:,} characters"] if removed else []
    notes += [f"added {added:,} by splitting"] if added else []
    return notes + ([f"{skipped:,} skipped after an error"] if skipped else [])


def hang(sheet: Sheet, node: str, step: str, lane: Lane, ends: Mapping[str, str]) -> int:
    """Hang the ends of a step beside it: those of the flow, and those of the run; return who ended there."""
    gone = {"drop": sheet.count("dropped", step), "quarantine": sheet.count("quarantined", step), "fail": 0}
    for action in ENDING:
        if action in ends or gone[action]:
            counted = None if sheet.figures is None else gone[action]
            words = _end_words(sheet, action, step, ends.get(action, ""))
            end = sheet.put(action, words, lane, name=step, beside=node, documents=counted)
            sheet.edges.append(Edge(node, end, "end", lane=lane, documents=counted))
    return sum(gone.values())


def _end_words(sheet: Sheet, action: str, step: str, reason: str) -> Words:
    """Return the words of an end; after a run its title tells every reason with its count."""
    reasons = sheet.figures.reasons.get((action, step), ()) if sheet.figures else ()
    words = words_of_end(Outcome(action, reason))
    if not reasons:
        return words
    more = f" and {len(reasons) - 2} more" if len(reasons) > 2 else ""
    shown = reason or ", ".join(why for why, _ in reasons[:2]) + more
    notes = () if _is_said(sheet, step, shown) else (safe(shown),)
    full = "\n".join([action, *(f"{count:,} {safe(why)}" for why, count in reasons)])
    return Words(action, notes, full)


def _is_said(sheet: Sheet, step: str, reason: str) -> bool:
    """Whether the step itself says the reason: `drop when` is called by its condition."""
    return any(node.step == step and safe(reason) in node.notes for node in sheet.nodes[-3:])


def _sink(sheet: Sheet, step: SinkStep, ways: Ways, lane: Lane) -> Ways:
    _put(sheet, step, ways, lane, {})
    return []


def _end(sheet: Sheet, step: EndStep | ExpectStep, ways: Ways, lane: Lane) -> Ways:
    outcome = ends_all(step)
    if outcome is None:
        return _plain(sheet, step, ways, lane, {})
    words = words_of_end(outcome)
    full = f"{words.full}\nline {step.at.line}"
    node = sheet.put(
        outcome.action, Words(words.title, words.notes, full), lane, step=step, documents=total(ways)
    )
    sheet.join(ways, node)
    return []


def _choice(sheet: Sheet, step: WhenStep | RouteStep, ways: Ways, lane: Lane) -> Ways:
    node, left = _put(sheet, step, ways, lane, {})
    return choose(Parting(sheet, node, left, lane, walk), step)


def _tee(sheet: Sheet, step: TeeStep, ways: Ways, lane: Lane) -> Ways:
    words = words_of_step(step, sheet.usual)
    node = sheet.put("tee", words, lane, step=step, documents=total(ways))
    sheet.join(ways, node)
    return tee(Parting(sheet, node, total(ways), lane, walk), step)


WALKERS: Mapping[type, Callable[[Sheet, Any, Ways, Lane], Ways]] = {
    ApplyStep: _apply,
    ExpectStep: _expect,
    SetStep: _set,
    DropStep: _drop,
    EndStep: _end,
    SinkStep: _sink,
    WhenStep: _choice,
    RouteStep: _choice,
    TeeStep: _tee,
}
