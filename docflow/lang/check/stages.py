"""Calls of stages: the steps of the stage take the place of the call, with its params bound."""

from docflow.lang import tree
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Way
from docflow.lang.check.module import Module
from docflow.lang.check.names import StageOf
from docflow.lang.check.params import bind_stage
from docflow.lang.findings import Findings
from docflow.lang.typing.scope import Binding
from docflow.lang.typing.types import read_type
from docflow.value import evolve

__all__ = ["expand", "inside_stage", "loose_names"]


def expand(step: tree.Step, call: tree.Call, target: StageOf, fields: Fields, here: Here) -> Way:
    """Check the body of a stage in the place of its call, and return its steps."""
    stage, key = target.stage, (target.module, target.stage.name)
    names = bind_stage(call, target, here.constants(), here.findings)
    if key in here.stages:
        _recursive(call, key, here)
        return Way((), fields.loosen())
    prefix = here.name_step(call.path.text, step) + "/"
    inner = evolve(inside_stage(target, names, here), prefix=prefix, stages=(*here.stages, key))
    return _walk_body(stage, fields, inner, here)


def _walk_body(stage: tree.Stage, fields: Fields, inner: Here, here: Here) -> Way:
    way = here.walk(stage.body.steps, fields, inner)
    note_use(stage, inner.findings, inner)
    return way


def inside_stage(target: StageOf, names: dict[str, Binding], here: Here) -> Here:
    """Return the surroundings in a stage: its own params and the lets of its file, nothing else."""
    return evolve(
        here,
        module=target.module,
        names={**target.module.lets, **names},
        findings=Findings(target.module.findings.diagnostics),
    )


def note_use(stage: tree.Stage, inner: Findings, here: Here) -> None:
    """Pass on which lets of the file a stage used, and warn (DF0208) of its params that it did not use."""
    params = {param.name for param in stage.params}
    here.module.findings.used |= inner.used - params
    if here.module.program.broken or here.tally.broken:
        return
    meant = {d.fix.replacement for d in inner.diagnostics if d.fix is not None}
    for param in stage.params:
        if param.name not in inner.used and param.name not in meant:
            here.module.findings.add(
                "DF0208",
                f"the param `{param.name}` of the stage `{stage.name}` is never used",
                param.name_span,
                help="delete it, or use it in the stage",
                severity="warning",
            )


def loose_names(stage: tree.Stage) -> dict[str, Binding]:
    """Return the params of a stage that nothing calls: their types, without values."""
    quiet = Findings()
    return {p.name: Binding(read_type(p.type, quiet), span=p.name_span) for p in stage.params}


def _recursive(call: tree.Call, key: tuple[Module, str], here: Here) -> None:
    names = [name for _, name in here.stages]
    way = " -> ".join([*names[here.stages.index(key) :], key[1]])
    message = (
        f"the stage `{key[1]}` calls itself"
        if here.stages[-1] == key
        else f"the stage `{key[1]}` calls itself through others: {way}"
    )
    here.findings.add(
        "DF0204",
        message,
        call.path.span,
        help="a stage is put in the place of its call, so this would never end",
    )
