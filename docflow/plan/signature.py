"""What a step does, as one text: equal for steps that do the same, whatever their id and place.

Left out is also what a step does not decide itself: the fields that are known where it stands, and who
ships its component.
"""

import json

from docflow.plan.explain import WORDS
from docflow.plan.ir import ApplyStep, Call, DropStep, ExpectStep, FlowRef, Gate, SinkStep, Step
from docflow.plan.json import encode
from docflow.plan.phrase import call_text, outcome_text, printable
from docflow.plan.walk import with_bodies

__all__ = ["kind_of", "phrase_of", "signature", "source_text"]

_OWN = frozenset({"at", "id"})
_LEFT_OUT = frozenset(
    {(DropStep, "text"), (ExpectStep, "text"), (Gate, "text")}
    | {(Call, name) for name in ("fields", "open_fields", "version", "distribution")}
)


def signature(part: Step | Call | FlowRef | Gate) -> str:
    """Return what a step (without its inner steps), source or gate does, for comparing only."""
    bare = part if isinstance(part, (Call, FlowRef, Gate)) else with_bodies(part, lambda _: ())
    return json.dumps(
        encode(bare, lambda cls, name: name in _OWN or (cls, name) in _LEFT_OUT), sort_keys=True
    )


def kind_of(step: Step) -> str:
    """Return what kind of thing a step is: steps of different kinds are never versions of each other."""
    if isinstance(step, (ApplyStep, SinkStep)):
        return f"{type(step).__name__} {step.call.component}"
    return type(step).__name__


def phrase_of(step: Step) -> str:
    """Return the step as the language writes it, on one line."""
    text = WORDS[type(step)](step)
    return text.replace("core.", "", 1) if isinstance(step, SinkStep) else text


def source_text(source: Call | FlowRef | Gate) -> str:
    """Return a source or a gate as the language writes it."""
    if isinstance(source, Gate):
        return f"expect {printable(source.text)} else {outcome_text(source.outcome)}"
    if isinstance(source, FlowRef):
        return f"from flow.{source.flow}"
    return f"from {call_text(source).removeprefix('core.')}"
