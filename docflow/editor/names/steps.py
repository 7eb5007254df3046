"""The names in steps: what is called, its arguments, the fields that are written, aliases and outcomes."""

from collections.abc import Iterator

from docflow.editor.names.expressions import field, in_expr
from docflow.editor.names.surroundings import Surroundings, component_of, stage_of
from docflow.editor.names.target import Occurrence, Target
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.outcomes import OUTCOMES
from docflow.lang.check.sources import flow_read
from docflow.lang.spans import inside
from docflow.lang.typing.scope import DOC_MEMBERS
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["in_outcome", "in_source", "in_steps", "of_stage"]


def in_steps(steps: tuple[tree.Step, ...], around: Surroundings) -> Iterator[Occurrence]:
    """Yield the names of steps and of the blocks in them."""
    for step in steps:
        yield from _action(step.action, around)
        if step.alias is not None and step.alias_span is not None:
            alias = Target("alias", step.alias, around.file, around.owner, step)
            yield Occurrence(step.alias_span, alias, "declare")
        if step.on_error is not None:
            yield from in_outcome(step.on_error.outcome, around)


def _action(action: tree.Action, around: Surroundings) -> Iterator[Occurrence]:
    match action:
        case tree.Call():
            yield from _call(action, around)
        case tree.Sink():
            yield from _component(action.call, "sink", around)
        case tree.Set():
            yield from _set(action, around)
        case tree.Drop():
            yield from in_expr(action.condition, around)
        case tree.Expect():
            yield from in_expr(action.condition, around)
            yield from in_outcome(action.otherwise, around)
        case tree.When() | tree.Route() | tree.Tee():
            yield from _branches(action, around)


def _branches(action: tree.When | tree.Route | tree.Tee, around: Surroundings) -> Iterator[Occurrence]:
    if isinstance(action, tree.When):
        yield from in_expr(action.condition, around)
        yield from in_steps(action.then.steps, around)
        yield from in_steps(action.otherwise.steps if action.otherwise else (), around)
    elif isinstance(action, tree.Route):
        for arm in action.arms:
            yield from _arm(arm, around)
    else:
        for block in action.branches:
            yield from in_steps(block.steps, around)


def _arm(arm: tree.Arm, around: Surroundings) -> Iterator[Occurrence]:
    if arm.condition is not None:
        yield from in_expr(arm.condition, around)
    if isinstance(arm.target, tree.Block):
        yield from in_steps(arm.target.steps, around)
    else:
        yield from _call(arm.target, around)


def _set(action: tree.Set, around: Surroundings) -> Iterator[Occurrence]:
    names, spans = action.target.names, action.target.spans
    yield Occurrence(spans[0], Target("root", "doc"))
    if len(names) == 2 and names[0] == "doc" and names[1] not in DOC_MEMBERS:
        yield field(names[1], spans[1], around, "write")
    yield from in_expr(action.value, around)


# ---------------------------------------------------------------------------------------------- calls


def _call(call: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    found = stage_of(call.path, around.module)
    if found is not None:
        yield from of_stage(call, around)
    elif call.path.text in OUTCOMES:
        yield from _outcome_call(call, around)
    else:
        yield from _component(call, "step", around)


def of_stage(call: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    """Yield the names of a call of a stage: its arguments are the params of the stage."""
    found = stage_of(call.path, around.module)
    if found is None:
        return
    stage, home = found
    file = home.program.file
    if len(call.path.names) == 2:
        yield Occurrence(call.path.spans[0], Target("include", call.path.names[0], around.file))
    yield Occurrence(call.path.spans[-1], Target("stage", stage.name, file, thing=stage))
    params = {param.name: around.stage_param(stage, param, file) for param in stage.params}
    for arg in call.args:
        if arg.name in params and arg.name_span is not None:
            yield Occurrence(arg.name_span, params[arg.name])
        yield from in_expr(arg.value, around)


def in_source(call: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    """Yield the names of one source: another flow, or a component."""
    name = flow_read(call)
    if name is None:
        yield from _component(call, "source", around)
        return
    yield Occurrence(call.path.spans[1], Target("flow", name, around.file, thing=_flow(name, around)))


def _flow(name: str, around: Surroundings) -> object:
    symbol = around.module.symbols.get(f"flow.{name}")
    return symbol.item if symbol is not None else None


def _component(call: tree.Call, role: Role, around: Surroundings) -> Iterator[Occurrence]:
    spec = component_of(call.path, role, around.module)
    if len(call.path.names) == 2:
        yield Occurrence(call.path.spans[0], Target("namespace", call.path.names[0], around.file))
    if spec is not None:
        target = Target("component", f"{role} {spec.namespace}.{spec.name}", thing=spec)
        yield Occurrence(call.path.spans[-1], target)
    for arg in call.args:
        yield from _argument(arg, spec, around)
        yield from in_expr(arg.value, around)


def _argument(arg: tree.Arg, spec: ComponentSpec | None, around: Surroundings) -> Iterator[Occurrence]:
    if spec is None:
        return
    option = spec.option(arg.name) if arg.name is not None else spec.primary
    if option is None:
        return
    if arg.name is not None and arg.name_span is not None:
        yield Occurrence(arg.name_span, Target("argument", arg.name, owner=spec.path, thing=option))
    if isinstance(arg.value, tree.Text) and option.facts and option.facts.names_field(arg.value.value):
        span = _between_quotes(arg.value)
        if span is not None and arg.value.value not in DOC_MEMBERS:
            yield field(arg.value.value, span, around)


def _between_quotes(text: tree.Text) -> Span | None:
    same = text.span.end - text.span.start == len(text.value) + 2 and not text.block
    return inside(text.span, text.span.start + 1, len(text.value)) if same else None


# ------------------------------------------------------------------------------------------- outcomes


def in_outcome(outcome: tree.Outcome | None, around: Surroundings) -> Iterator[Occurrence]:
    """Yield the names of an outcome, and of what comes after its `then`."""
    if outcome is not None:
        yield from _outcome_call(outcome.first, around)
        if outcome.then is not None:
            yield from _outcome_call(outcome.then, around)


def _outcome_call(call: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    name = call.path.text
    if name in OUTCOMES:
        yield Occurrence(call.path.span, Target("outcome", name))
    parameters = {p.name: p for p in OUTCOMES.get(name, ())}
    for arg in call.args:
        if arg.name in parameters and arg.name_span is not None:
            known = Target("argument", arg.name, owner=name, thing=parameters[arg.name])
            yield Occurrence(arg.name_span, known)
        yield from in_expr(arg.value, around)
