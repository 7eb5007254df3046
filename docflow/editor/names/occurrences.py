"""All names of a file, each with what it means: the ground for hover, definition, rename and colours."""

from collections.abc import Iterator, Mapping
from functools import singledispatch

from attrs import evolve

from docflow.editor.analysis import Analysis
from docflow.editor.names.expressions import field, in_expr, step_parts
from docflow.editor.names.steps import in_outcome, in_source, in_steps, of_stage
from docflow.editor.names.surroundings import Surroundings, declared, stage_of, values_of
from docflow.editor.names.target import Kind, Occurrence, Target
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.includes import alias_of
from docflow.lang.check.settings import SETTINGS
from docflow.lang.typing.scope import DOC_MEMBERS

__all__ = ["occurrence_at", "occurrences"]


def occurrences(analysis: Analysis) -> tuple[Occurrence, ...]:
    """Return the names of a file in order of the text; what could not be read has none."""
    known = analysis.memo.get("occurrences")
    if isinstance(known, tuple):
        return known
    module = analysis.module
    around = Surroundings(module, analysis.scope_at, values_of(module), aliases=_aliases(analysis.program))
    found = [each for item in analysis.program.items for each in _item(item, around)]
    mine = (each for each in found if each.span.file == analysis.file)
    made = tuple(sorted(dict.fromkeys(mine), key=lambda each: (each.span.start, each.span.end)))
    analysis.memo["occurrences"] = made
    return made


def occurrence_at(found: tuple[Occurrence, ...], offset: int) -> Occurrence | None:
    """Return the name that an offset touches; a cursor behind the last letter still touches it."""
    touching = [each for each in found if each.span.start <= offset <= each.span.end]
    return max(touching, key=lambda each: each.span.start, default=None)


@singledispatch
def _item(item: tree.Item, around: Surroundings) -> Iterator[Occurrence]:  # noqa: ARG001
    yield from ()


def _declaration(kind: Kind, name: str, span: Span, item: tree.Item, around: Surroundings) -> Occurrence:
    return Occurrence(span, Target(kind, name, around.file, thing=item), "declare")


@_item.register
def _use(item: tree.Use, around: Surroundings) -> Iterator[Occurrence]:
    if item.alias is not None and item.alias_span is not None:
        yield Occurrence(item.name_span, Target("namespace", item.name, thing=item))
        yield _declaration("namespace", item.alias, item.alias_span, item, around)
    else:
        yield Occurrence(item.name_span, Target("namespace", item.name, around.file, thing=item))


@_item.register
def _include(item: tree.Include, around: Surroundings) -> Iterator[Occurrence]:
    alias = alias_of(item)
    if alias is not None:
        yield _declaration("include", alias, item.alias_span or item.path.span, item, around)


@_item.register
def _param(item: tree.Param, around: Surroundings) -> Iterator[Occurrence]:
    yield _declaration("param", item.name, item.name_span, item, around)
    yield from _typed(item, around)


def _typed(item: tree.Param, around: Surroundings) -> Iterator[Occurrence]:
    yield from _type(item.type)
    for value in (item.default, item.where):
        yield from in_expr(value, around)


def _type(node: tree.TypeExpr) -> Iterator[Occurrence]:
    span = node.span
    end = span.start + len(node.name)
    name = Span(span.file, span.start, end, span.line, span.column, span.line, span.column + len(node.name))
    yield Occurrence(name, Target("type", node.name))
    for arg in node.args:
        if isinstance(arg, tree.TypeExpr):
            yield from _type(arg)


@_item.register
def _secret(item: tree.Secret, around: Surroundings) -> Iterator[Occurrence]:
    yield _declaration("secret", item.name, item.name_span, item, around)


@_item.register
def _let(item: tree.Let, around: Surroundings) -> Iterator[Occurrence]:
    yield _declaration("let", item.name, item.name_span, item, around)
    yield from in_expr(item.value, around)


@_item.register
def _stage(item: tree.Stage, around: Surroundings) -> Iterator[Occurrence]:
    yield _declaration("stage", item.name, item.name_span, item, around)
    inner = around.inside(item)
    for param in item.params:
        yield Occurrence(param.name_span, around.stage_param(item, param, around.file), "declare")
        yield from _typed(param, inner)
    yield from in_steps(item.body.steps, inner)


@_item.register
def _flow(item: tree.Flow, around: Surroundings) -> Iterator[Occurrence]:
    yield _declaration("flow", item.name, item.name_span, item, around)
    inner = evolve(around, owner=item.name)
    for setting in item.settings:
        if isinstance(setting, tree.OnError):
            yield from in_outcome(setting.outcome, inner)
        else:
            yield from _settings(setting, inner)
    if item.pipeline is not None:
        yield from _pipeline(item.pipeline, inner)


def _settings(node: tree.With, around: Surroundings) -> Iterator[Occurrence]:
    known = {parameter.name: parameter for parameter in SETTINGS}
    for arg in node.args:
        if arg.name in known and arg.name_span is not None:
            yield Occurrence(arg.name_span, Target("setting", arg.name, thing=known[arg.name]))
        yield from in_expr(arg.value, around)


@_item.register
def _pipeline(item: tree.Pipeline, around: Surroundings) -> Iterator[Occurrence]:
    for call in item.source.calls:
        yield from in_source(call, around)
    yield from in_steps(item.steps, around)
    for gate in item.gates:
        yield from in_expr(gate.condition, around)
        yield from in_outcome(gate.otherwise, around)


# ---------------------------------------------------------------------------------------------- tests


@_item.register
def _test(item: tree.Test, around: Surroundings) -> Iterator[Occurrence]:
    inner = evolve(around, owner=item.target.path.text)
    yield from _test_target(item.target, around)
    for clause in item.clauses:
        if isinstance(clause, tree.Given):
            yield from in_expr(clause.value, inner)
            yield from _given_fields(clause, inner)
        elif isinstance(clause, tree.Mock):
            yield from step_parts(tuple(zip(clause.step.names, clause.step.spans, strict=True)), inner)
            yield from in_expr(clause.value, inner)
        else:
            yield from in_expr(clause.condition, inner)


def _test_target(call: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    symbol = around.module.symbols.get(f"flow.{call.path.text}")
    if symbol is None:
        yield from of_stage(call, around) if stage_of(call.path, around.module) else ()
        return
    yield Occurrence(call.path.span, Target("flow", symbol.name, around.file, thing=symbol.item))
    params = {t.name: t for t in declared(around.module) if t.kind == "param"}
    for arg in call.args:
        if arg.name in params and arg.name_span is not None:
            yield Occurrence(arg.name_span, params[arg.name])
        yield from in_expr(arg.value, around)


def _given_fields(clause: tree.Given, around: Surroundings) -> Iterator[Occurrence]:
    for arg in clause.fields:
        if arg.name is not None and arg.name_span is not None:
            if arg.name in DOC_MEMBERS:
                yield Occurrence(arg.name_span, Target("member", f"doc.{arg.name}"))
            else:
                yield field(arg.name, arg.name_span, around, "write")
        yield from in_expr(arg.value, around)


def _aliases(program: tree.Program) -> Mapping[str, tuple[Target, ...]]:
    """Return the names after `as` of all steps of a file."""
    found: dict[str, tuple[Target, ...]] = {}
    for item in program.items:
        owner = item.name if isinstance(item, (tree.Flow, tree.Stage)) else ""
        for step in _steps_in(item):
            if step.alias is not None:
                target = Target("alias", step.alias, program.file, owner, step)
                found[step.alias] = (*found.get(step.alias, ()), target)
    return found


def _steps_in(node: object) -> Iterator[tree.Step]:
    if isinstance(node, tuple):
        for each in node:
            yield from _steps_in(each)
    elif isinstance(node, (tree.Flow, tree.Pipeline, tree.Stage, tree.Block, tree.Arm, tree.Step, tree.When,
                           tree.Route, tree.Tee)):  # fmt: skip
        if isinstance(node, tree.Step):
            yield node
        for name in node.__match_args__:
            yield from _steps_in(getattr(node, name))
