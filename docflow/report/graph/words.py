"""How a step is called in a graph: a title, short notes, and everything in full for who points at it."""

from docflow.io.escape import safe
from docflow.plan.explain import may_fail
from docflow.plan.expr import Const
from docflow.plan.ir import (
    ApplyStep,
    Barrier,
    Call,
    DropStep,
    EndStep,
    ExpectStep,
    FlowRef,
    Fused,
    LineGroup,
    Outcome,
    RouteStep,
    SetStep,
    SinkStep,
    Step,
    WhenStep,
)
from docflow.plan.phrase import call_text, expr_text, outcome_text, printable, value_text
from docflow.value import frozen

__all__ = ["ENDING", "Words", "ends_all", "words_of_end", "words_of_source", "words_of_step"]

CONTAINERS = (LineGroup, Fused, Barrier)
ENDING = ("drop", "quarantine", "fail")


@frozen
class Words:
    """What a node shows and, in `full`, what it means."""

    title: str
    notes: tuple[str, ...] = ()
    full: str = ""


def words_of_source(source: Call | FlowRef) -> Words:
    """Return the words of a source: what is read, and from where."""
    if isinstance(source, FlowRef):
        return _clean(Words(f"from flow.{source.flow}", (), f"the result of the flow {source.flow}"))
    return _clean(Words(f"from {_short(source)}", _places(source), f"from {call_text(source)}"))


def words_of_step(step: Step, usual: Outcome | None) -> Words:
    """Return the words of a step; what it does on error is noted where it is not the usual."""
    found = _words(step)
    alias = _alias(step)
    named = (f"as {alias}",) if alias else ()
    said = outcome_text(step.on_error) if may_fail(step) and step.on_error != usual else ""
    notes = (*named, *found.notes, *([f"on error {said}"] if said else []))
    full = f"{found.full or found.title}\n" + (f"on error {said}\n" if said else "")
    return _clean(Words(found.title, notes, f"{full}{_place(step)}"))


def words_of_end(outcome: Outcome, reason: str = "") -> Words:
    """Return the words of an end: what happens to the document, and why."""
    why = outcome.reason or reason
    return _clean(Words(outcome.action, (why,) if why else (), outcome_text(outcome)))


def ends_all(step: Step) -> Outcome | None:
    """Return how a step ends every document that comes to it; None when some may go on."""
    never = isinstance(step, ExpectStep) and step.condition == Const(False)
    outcome = step.outcome if isinstance(step, (EndStep, ExpectStep)) else None
    if outcome is None or outcome.action not in ENDING or not (never or isinstance(step, EndStep)):
        return None
    return outcome


def _alias(step: Step) -> str:
    """Return the name after `as`: what the id of a step ends in where it is not what the step says."""
    if isinstance(step, CONTAINERS):
        return ""
    name = step.id.rpartition("/")[2].partition("#")[0]
    usual = {"when", "route", "tee", "expect", "drop", "quarantine", "fail", "warn", "keep"}
    if isinstance(step, SinkStep):
        usual = {_short(step.call), step.call.component, step.call.component.partition(".")[2]}
    return "" if "." in name or name in usual else name


def _words(step: Step) -> Words:
    if isinstance(step, ApplyStep):
        return Words(_short(step.call), _options(step.call), call_text(step.call))
    if isinstance(step, SinkStep):
        return Words(f"to {_short(step.call)}", _places(step.call), f"to {call_text(step.call)}")
    if isinstance(step, SetStep):
        value = expr_text(step.value)
        return Words(f"set doc.{step.field}", (f"= {value}",), f"set doc.{step.field} = {value}")
    if isinstance(step, DropStep):
        return Words("drop when", (printable(step.text),), f"drop when {expr_text(step.condition)}")
    if isinstance(step, ExpectStep):
        return _expect(step)
    if isinstance(step, WhenStep):
        return Words("when", (expr_text(step.condition),), f"when {expr_text(step.condition)}")
    if isinstance(step, RouteStep):
        full = "a copy to each arm that fits" if step.every else "the first arm that fits"
        return Words("route all" if step.every else "route", (), full)
    if isinstance(step, EndStep):
        return Words(outcome_text(step.outcome))
    return Words("tee", (), "a copy into each branch")


def _expect(step: ExpectStep) -> Words:
    if step.condition == Const(False):
        return Words(outcome_text(step.outcome))
    said = outcome_text(step.outcome)
    notes = (printable(step.text), *([] if step.outcome.action in ENDING else [f"else {said}"]))
    return Words("expect", notes, f"expect {expr_text(step.condition)} else {said}")


def _short(call: Call) -> str:
    return call.component.removeprefix("core.")


def _places(call: Call) -> tuple[str, ...]:
    """Return the paths of a source or sink, without the brackets of a list of one."""
    found = dict(call.options).get("path")
    if found is None:
        return _options(call)
    if isinstance(found, tuple):
        return tuple(value_text(place) for place in found[:3]) + (("...",) if len(found) > 3 else ())
    return (value_text(found),)


def _options(call: Call) -> tuple[str, ...]:
    return (
        (", ".join(f"{name}: {value_text(value)}" for name, value in call.options),) if call.options else ()
    )


def _place(step: Step) -> str:
    line = "" if isinstance(step, CONTAINERS) else f"line {step.at.line}"
    return line if isinstance(step, (EndStep, *CONTAINERS)) else f"{step.id}, {line}"


def _clean(words: Words) -> Words:
    full = "\n".join(safe(line, None) for line in words.full.split("\n") if line)
    return Words(safe(words.title), tuple(safe(note) for note in words.notes), full)
