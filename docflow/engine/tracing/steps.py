"""Visits -> traced steps: what changed between before and after, by which rule, and what decided."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docflow.engine.steps.record import Cut, Fate, Visit
from docflow.engine.tracing.shape import Spot, kind_of, words_of
from docflow.model import Document
from docflow.plan.decide import decide
from docflow.plan.ir import ApplyStep, DropStep, ExpectStep, RouteStep, SinkStep, WhenStep, Where
from docflow.plan.phrase import expr_text
from docflow.plan.trace import Event, FieldChange, Removal, TracedStep, Tried
from docflow.textdiff import Run, words
from docflow.value import evolve

__all__ = ["ENDED", "traced_step"]

ENDED = {"drop": "dropped", "quarantine": "quarantined", "fail": "failed"}
Callables = Mapping[str, Callable[..., Any]]
_BRANCHING = ("when", "route", "tee")


def traced_step(visit: Visit, spot: Spot, callables: Callables) -> TracedStep:
    """Return what one step did in one visit."""
    step, before = visit.step, visit.before
    call = step.call if isinstance(step, (ApplyStep, SinkStep)) else None
    kind = kind_of(step)
    made = TracedStep(
        step.id,
        words_of(step),
        kind,
        call.component if call else "",
        call.distribution if call else "",
        step.at,
        spot.path,
        visit.copy,
        visit.strand,
        "unchanged",
        len(before.text),
        tried=tuple(_tried(visit, callables)),
        events=tuple(_event(fate) for fate in visit.fates),
    )
    if kind not in _BRANCHING and visit.after:
        made = _changed(made, visit)
    return evolve(made, verdict=_verdict(made, visit))


def _event(fate: Fate) -> Event:
    return Event(fate.action, fate.reason, fate.message, fate.error)


def _verdict(step: TracedStep, visit: Visit) -> str:
    ended = [ENDED[fate.action] for fate in visit.fates if fate.action in ENDED]
    if ended and step.kind != "tee":
        return ended[-1]
    if step.kind == "to":
        return "written"
    if any(fate.action == "skip" for fate in visit.fates):
        return "skipped"
    if step.kind in _BRANCHING:
        return "branched"
    if len(visit.after) > 1:
        return "split"
    if step.runs or step.fields or step.renamed:
        return "changed"
    return "held" if step.kind in ("expect", "drop", "filter") else "unchanged"


# ------------------------------------------------------------------------------------ text and fields


def _changed(step: TracedStep, visit: Visit) -> TracedStep:
    """Add what changed; of several pieces together the text that none of them has counts as gone."""
    before, after = visit.before, visit.after
    runs = _runs(before.text, [doc.text for doc in after], visit.cuts)
    only = after[0] if len(after) == 1 else None
    return evolve(
        step,
        runs=runs,
        removed=tuple(_removed(before.text, runs, visit.cuts)),
        gone=sum(len(run.text) for run in runs if run.kind == "gone"),
        new=sum(len(run.text) for run in runs if run.kind == "new"),
        fields=tuple(_fields(before, only)) if only else (),
        renamed=(before.id, only.id) if only and only.id != before.id else None,
    )


def _runs(before: str, after: Sequence[str], cuts: Sequence[Cut]) -> tuple[Run, ...]:
    """Return what went and came: what line rules cut, what stands between pieces, else what differs."""
    text = "".join(after)
    if before == text:
        return ()
    spans = _joined([(cut.start, cut.end) for cut in cuts]) if cuts else _between(before, after)
    kept = tuple(_kept(before, spans))
    if "".join(run.text for run in kept if run.kind == "same") == text:
        return kept
    return tuple(_with_breaks(words(before, text)))


def _with_breaks(runs: Sequence[Run]) -> Iterator[Run]:
    r"""Let a line keep its break, and those behind it go whole, where the same is gone either way.

    `a[-  \n-]\n` says that a line lost its end and swallowed the next; `a[-  -]\n[-\n-]` that blanks
    and a line went.
    """
    inside, skip = False, 0
    for number, run in enumerate(runs):
        following = runs[number + 1] if number + 1 < len(runs) else None
        text, skip = run.text[skip:], 0
        breaks = following is not None and following.kind == "same" and following.text[:1] == "\n"
        if inside and run.kind == "gone" and "\n" in text and breaks:
            head, _, tail = text.partition("\n")
            yield from [Run("gone", head)] if head else []
            yield Run("same", "\n")
            yield Run("gone", tail + "\n")
            inside, skip = False, 1
            continue
        if text:
            yield Run(run.kind, text)
        if run.kind == "same" and text:
            inside = not text.endswith("\n")


def _between(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return what stands between the pieces of a splitter where they stand in the text in order."""
    found, place = list[tuple[int, int]](), 0
    for piece in pieces if len(pieces) > 1 else ():
        start = text.find(piece, place)
        if start < 0:
            return []
        found.append((place, start))
        place = start + len(piece)
    return _joined([*found, (place, len(text))]) if found else []


def _kept(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """Yield the runs that are left and taken where these spans are taken."""
    place = 0
    for start, end in spans:
        if start > place:
            yield Run("same", text[place:start])
        yield Run("gone", text[start:end])
        place = end
    if place < len(text):
        yield Run("same", text[place:])


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, without empty ones, neighbours as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start == end:
            continue
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _removed(text: str, runs: Sequence[Run], cuts: Sequence[Cut]) -> Iterator[Removal]:
    """Yield what went: by rule where the cuts of line rules are what went, else as the step's own."""
    gone = list(_gone(runs))
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")] if gone else []
    exact = gone == _joined([(cut.start, cut.end) for cut in cuts])
    spans = [(c.start, c.end, c.rule) for c in cuts] if exact else [(a, b, "") for a, b in gone]
    for start, end, rule in sorted(spans):
        taken = text[start:end]
        first = start + len(taken) - len(taken.lstrip("\n"))  # at the end of a text the break before goes too
        yield Removal(start, end, bisect_right(starts, first if first < end else start), taken, rule)


def _gone(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    place = 0
    for run in runs:
        if run.kind == "gone":
            yield place, place + len(run.text)
        place += 0 if run.kind == "new" else len(run.text)


def _fields(before: Document, after: Document) -> Iterator[FieldChange]:
    for name, value in after.fields.items():
        fresh = name not in before.fields
        if fresh or not _same(before.fields[name], value):
            yield FieldChange(name, before.fields.get(name), value, fresh)
    for name, value in before.fields.items():
        if name not in after.fields:
            yield FieldChange(name, value, None, fresh=False, gone=True)
    if before.source != after.source:
        yield FieldChange("source", before.source, after.source, fresh=False)


def _same(one: object, two: object) -> bool:
    return type(one) is type(two) and repr(one) == repr(two)


# ------------------------------------------------------------------------------------------ conditions


def _tried(visit: Visit, callables: Callables) -> Iterator[Tried]:
    step, doc = visit.step, visit.before
    if isinstance(step, WhenStep):
        decision = decide(step.condition, doc, callables)
        yield Tried(f"when {decision.text}", bool(decision.holds), decision, step.at)
        if decision.holds is False:
            yield Tried("else", bool(step.otherwise), None, step.at)
    elif isinstance(step, RouteStep):
        yield from _arms(step, doc, callables)
    elif isinstance(step, (ExpectStep, DropStep)):
        decision = decide(step.condition, doc, callables)
        yield Tried(step.text, bool(decision.holds), decision, step.at)


def _arms(step: RouteStep, doc: Document, callables: Callables) -> Iterator[Tried]:
    """Yield the arms in order: a route stops at the first that holds, `route all` looks at each."""
    held = False
    otherwise: Where | None = None
    for arm in step.arms:
        if arm.condition is None:
            otherwise = arm.at
            continue
        decision = decide(arm.condition, doc, callables)
        yield Tried(f"when {expr_text(arm.condition)}", bool(decision.holds), decision, arm.at)
        held = held or bool(decision.holds)
        if decision.holds is None or (held and not step.every):
            return
    if otherwise is not None and not held:
        yield Tried("else", taken=True, decision=None, at=otherwise)
