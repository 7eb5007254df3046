"""What an edit changes in a plan: steps, sources, sinks, gates and settings, as data to be shown."""

from collections.abc import Iterator, Mapping, Sequence

from docflow.plan.alignment import Alignment, Placed
from docflow.plan.comparison import Detail, StepChange
from docflow.plan.ir import (
    ApplyStep,
    Call,
    DropStep,
    EndStep,
    ExpectStep,
    FlowPlan,
    FlowRef,
    Gate,
    RouteStep,
    SetStep,
    SinkStep,
    Step,
    WhenStep,
)
from docflow.plan.phrase import expr_text, outcome_text, printable, value_text
from docflow.plan.signature import phrase_of, signature, source_text
from docflow.value import evolve

__all__ = ["flow_changes"]


def flow_changes(old: FlowPlan | None, new: FlowPlan | None, aligned: Alignment) -> tuple[StepChange, ...]:
    """Return what the two versions of a flow do not share, in the order of the new one.

    A flow that is new or gone is one change.
    """
    if old is None and new is not None:
        return (StepChange("added", "flow", new.name, new.name, line_after=new.at.line),)
    if old is None or new is None:
        return tuple(
            StepChange("removed", "flow", each.name, each.name, line_before=each.at.line)
            for each in (old,)
            if each
        )
    found = [*_sources(old, new), *_settings(old, new), *_steps(new.name, aligned), *_gates(old, new)]
    if old.name != new.name:
        found.insert(0, StepChange("renamed", "flow", new.name, new.name, old.name, new.name))
    return tuple(found)


def _steps(flow: str, aligned: Alignment) -> list[StepChange]:
    came = [
        StepChange("added", _what(each), flow, each.id, after=phrase_of(each.step), line_after=_line(each))
        for each in aligned.came
    ]
    gone = [
        StepChange(
            "removed", _what(each), flow, each.id, before=phrase_of(each.step), line_before=_line(each)
        )
        for each in aligned.gone
    ]
    kept = [
        change
        for number, (one, two) in enumerate(aligned.pairs)
        for change in _kept(flow, one, two, moved=number in aligned.moved)
    ]
    return sorted([*gone, *kept, *came], key=lambda each: each.line_after or each.line_before)


def _kept(flow: str, one: Placed, two: Placed, *, moved: bool) -> Iterator[StepChange]:
    made = StepChange(
        "changed",
        _what(two),
        flow,
        two.id,
        phrase_of(one.step),
        phrase_of(two.step),
        _line(one),
        _line(two),
        tuple(_details(one, two)),
    )
    if one.does != two.does:
        yield made
    elif moved:
        yield evolve(made, change="moved")
    elif one.id != two.id and one.id.partition("#")[0] != two.id.partition("#")[0]:
        yield evolve(made, change="renamed", before=one.id, after=two.id)


def _what(each: Placed) -> str:
    return "sink" if isinstance(each.step, SinkStep) else "step"


def _line(each: Placed) -> int:
    return each.step.at.line  # type: ignore[union-attr] # as in Placed.id


def _details(one: Placed, two: Placed) -> Iterator[Detail]:
    old, new = one.step, two.step
    if isinstance(old, (ApplyStep, SinkStep)) and isinstance(new, (ApplyStep, SinkStep)):
        yield from _options(old.call, new.call)
    elif isinstance(old, RouteStep) and isinstance(new, RouteStep):
        yield _list("arms", _arms(old), _arms(new))
    else:
        parts = _parts(old), _parts(new)
        yield from (
            Detail(name, parts[0].get(name, ""), text)
            for name, text in parts[1].items()
            if parts[0].get(name) != text
        )
    errors = [outcome_text(e.on_error) if hasattr(e, "on_error") else "" for e in (old, new)]
    if errors[0] != errors[1]:
        yield Detail("on error", errors[0], errors[1])


def _parts(step: Step) -> dict[str, str]:
    """Return what a step that applies no component says, part by part."""
    parts = {}
    if isinstance(step, (ExpectStep, DropStep, WhenStep)):
        parts["condition"] = (
            printable(step.text) if not isinstance(step, WhenStep) else expr_text(step.condition)
        )
    if isinstance(step, (ExpectStep, EndStep)):
        parts["else" if isinstance(step, ExpectStep) else "outcome"] = outcome_text(step.outcome)
    if isinstance(step, SetStep):
        parts |= {"field": step.field, "value": expr_text(step.value)}
    return parts


def _arms(step: RouteStep) -> list[str]:
    return [expr_text(arm.condition) if arm.condition else "else" for arm in step.arms]


def _options(old: Call, new: Call) -> Iterator[Detail]:
    one, two = dict(old.options), dict(new.options)
    for name in dict.fromkeys((*one, *two)):
        if one.get(name) == two.get(name) and (name in one) == (name in two):
            continue
        before, after = _items(one.get(name)), _items(two.get(name))
        if before is not None and after is not None and (before or after):
            yield _list(name, before, after)
        else:
            yield Detail(name, _value(one, name), _value(two, name))


def _items(value: object) -> list[str] | None:
    """Return the items of a list or map as texts, none for nothing, None for another value."""
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [value_text(dict([pair]), brief=False) for pair in value.items()]
    if isinstance(value, (list, tuple)):
        return [value_text(item, brief=False) for item in value]
    return None


def _value(options: Mapping[str, object], name: str) -> str:
    return value_text(options[name], brief=False) if name in options else ""


def _list(name: str, old: Sequence[str], new: Sequence[str]) -> Detail:
    gone = tuple(item for item in old if item not in new)
    came = tuple(item for item in new if item not in old)
    return Detail(name, ", ".join(old), ", ".join(new), gone, came)


def _sources(old: FlowPlan, new: FlowPlan) -> list[StepChange]:
    one, two = list(old.sources), list(new.sources)
    if (
        len(one) == len(two) == 1
        and _reads(one[0]) == _reads(two[0])
        and signature(one[0]) != signature(two[0])
    ):
        first, second = one[0], two[0]
        details = (
            tuple(_options(first, second)) if isinstance(first, Call) and isinstance(second, Call) else ()
        )
        said = (source_text(first), source_text(second), old.at.line, new.at.line, details)
        return [StepChange("changed", "source", new.name, "from", *said)]
    return _apart("source", new.name, one, two)


def _reads(source: Call | FlowRef) -> str:
    return source.component if isinstance(source, Call) else "flow"


def _gates(old: FlowPlan, new: FlowPlan) -> list[StepChange]:
    return _apart("gate", new.name, old.gates, new.gates)


def _apart(
    what: str, flow: str, old: Sequence[Call | FlowRef | Gate], new: Sequence[Call | FlowRef | Gate]
) -> list[StepChange]:
    one, two = {signature(each): each for each in old}, {signature(each): each for each in new}
    gone = [
        StepChange("removed", what, flow, "", before=source_text(each), line_before=_at(each))
        for key, each in one.items()
        if key not in two
    ]
    came = [
        StepChange("added", what, flow, "", after=source_text(each), line_after=_at(each))
        for key, each in two.items()
        if key not in one
    ]
    return [*gone, *came]


def _at(each: Call | FlowRef | Gate) -> int:
    return each.at.line if isinstance(each, Gate) else 0


def _settings(old: FlowPlan, new: FlowPlan) -> list[StepChange]:
    one, two = old.settings, new.settings
    details = tuple(
        Detail(name, str(getattr(one, name)), str(getattr(two, name)))
        for name in ("max_doc", "max_errors")
        if getattr(one, name) != getattr(two, name)
    )
    if not details:
        return []
    return [
        StepChange("changed", "settings", new.name, "with", "with", "with", old.at.line, new.at.line, details)
    ]
