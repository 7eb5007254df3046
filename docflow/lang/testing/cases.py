"""`test` items lowered to cases: what is given, what is replaced, what must hold."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from docflow.errors import Fix, Label
from docflow.lang import tree
from docflow.lang.check.fields import Fields, join
from docflow.lang.check.flows import Pipelined, lower_pipeline
from docflow.lang.check.here import Here, Tally, where
from docflow.lang.check.module import Module
from docflow.lang.check.names import StageOf, find_stage
from docflow.lang.check.outcomes import DEFAULT
from docflow.lang.check.params import bind_file, bind_stage
from docflow.lang.check.stages import inside_stage, note_use
from docflow.lang.check.steps import walk
from docflow.lang.suggest import nearest
from docflow.lang.testing.claims import lower_claims
from docflow.lang.testing.givens import given_documents, given_fields
from docflow.lang.testing.mocks import lower_mocks
from docflow.lang.typing.arguments import Parameter, bind_params
from docflow.lang.typing.scope import Binding
from docflow.lang.typing.typed import UNKNOWN
from docflow.plan import ir
from docflow.plan.case import Case
from docflow.value import evolve, frozen

__all__ = ["Target", "lower_cases"]

C = TypeVar("C", tree.Given, tree.Mock, tree.Then)


@frozen
class Target:
    """What a test is of, lowered: the flow without sources, what its steps showed, what reaches the end."""

    plan: ir.FlowPlan
    tally: Tally
    result: Fields
    module: Module


def lower_cases(
    module: Module, flows: Mapping[str, Pipelined], results: Mapping[str, Fields]
) -> tuple[Case, ...]:
    """Check the tests of a file and lower them; a test with a mistake is left out."""
    tests = [item for item in module.program.items if isinstance(item, tree.Test)]
    made = [_case(test, module, flows, results) for test in tests]
    return tuple(case for case in made if case is not None)


def _case(
    test: tree.Test, module: Module, flows: Mapping[str, Pipelined], results: Mapping[str, Fields]
) -> Case | None:
    before = len(module.findings.diagnostics)
    given = tuple(_clauses(test, tree.Given))
    target = _target(test, given_fields(given, module), module, flows, results)
    _point_at(test, module, before)
    if not given and not module.program.broken:
        message, help_ = "this test brings no document: it has no `given`", 'write `given "Some text"`'
        module.findings.add("DF0602", message, test.name.span, help=help_, severity="warning")
    if target is None:
        return None
    documents = given_documents(given, module)
    mocks = lower_mocks(tuple(_clauses(test, tree.Mock)), target.plan, module)
    claims = lower_claims(test, tuple(_clauses(test, tree.Then)), target.tally, target.result, target.module)
    if target.tally.waiting:
        _needs_params(test, target)
    if any(d.severity == "error" for d in module.findings.diagnostics[before:]):
        return None
    return Case(test.name.value, target.plan, documents, mocks, claims, where(test.span), test.span.end_line)


def _clauses(test: tree.Test, kind: type[C]) -> Iterator[C]:
    return (clause for clause in test.clauses if isinstance(clause, kind))


def _point_at(test: tree.Test, module: Module, before: int) -> None:
    """Say of mistakes inside the flow or stage which test made them appear.

    What is only a warning there says something of this test (a field that is never null in it, a condition
    that its arguments decide), and nothing of the flow.
    """
    kept = []
    for found in module.findings.diagnostics[before:]:
        if test.span.start <= found.span.start < test.span.end:
            kept.append(found)
        elif found.severity == "error":
            label = Label(test.name.span, "in this test")
            kept.append(evolve(found, labels=(*found.labels, label)))
    module.findings.diagnostics[before:] = kept


def _target(
    test: tree.Test,
    fields: Fields,
    module: Module,
    flows: Mapping[str, Pipelined],
    results: Mapping[str, Fields],
) -> Target | None:
    path = test.target.path
    if path.text in flows:
        return _flow(test, flows[path.text], fields, module, results)
    stage = find_stage(path, module)
    if stage is not None:
        return _stage(test, stage, fields, module)
    if path.names[0] not in module.plugins.failed:
        _no_target(path, module, flows)
    return None


def _no_target(path: tree.Path, module: Module, flows: Mapping[str, Pipelined]) -> None:
    stages = [name for name in module.symbols if module.stage(name) is not None]
    names = [*(n for n in flows if n), *stages]
    hint = nearest(path.text, names)
    meant = module.symbols.get(hint or "") or module.symbols.get(f"flow.{hint}")
    listed = (
        "it has " + ", ".join(f"`{n}`" for n in names) if names else "name the pipeline: `flow NAME { ... }`"
    )
    module.findings.add(
        "DF0601",
        f"there is no flow or stage `{path.text}` in this file",
        path.span,
        help=f"did you mean `{hint}`?" if hint else listed,
        fix=Fix(f"write `{hint}`", path.span, hint) if hint else None,
        labels=(Label(meant.span, f"`{meant.name}` is declared here"),) if meant is not None else (),
    )


def _flow(
    test: tree.Test, flow: Pipelined, fields: Fields, module: Module, results: Mapping[str, Fields]
) -> Target | None:
    child = evolve(module, names={})
    bind_file(child, None, _arguments(test.target, module))
    if flow.pipeline is None:
        return None
    tally = Tally(flow.name)
    lowered = lower_pipeline(flow, child, results, tally, given=fields)
    plan = evolve(lowered.plan, sources=())
    return Target(plan, tally, _reaching(tally, lowered.result), child)


def _reaching(tally: Tally, result: Fields) -> Fields:
    """What a test sees of documents: fields that only some ways write are null on the others."""
    ways = [*tally.sinks.values(), result]
    return join(ways, optional=True)


def _arguments(call: tree.Call, module: Module) -> dict[str, Binding]:
    params = {name: b for name, b in module.names.items() if b.kind == "param"}
    parameters = [Parameter(name, b.type) for name, b in params.items()]
    bound = bind_params(call, parameters, call.path.text, module.scope(module.names), module.findings)
    given = {arg.name for arg in call.args}
    return {n: evolve(b, span=params[n].span) for n, b in (bound or {}).items() if n in given}


def _stage(test: tree.Test, target: StageOf, fields: Fields, module: Module) -> Target:
    tally = Tally("")
    names = bind_stage(test.target, target, module.scope(module.names), module.findings)
    key = (target.module, target.stage.name)
    here = Here(module, module.findings, tally, walk, {}, DEFAULT, stages=(key,), testing=True)
    inner = inside_stage(target, names, here)
    way = walk(target.stage.body.steps, fields, inner)
    note_use(target.stage, inner.findings, inner)
    plan = ir.FlowPlan(test.target.path.text, (), way.steps, (), ir.Settings(), where(target.stage.span))
    return Target(plan, tally, _reaching(tally, way.fields), module)


def _needs_params(test: tree.Test, target: Target) -> None:
    names = [n for n, b in target.module.names.items() if b.kind == "param" and b.value is UNKNOWN]
    if not names:
        return  # what it waits for is the value of a param with a mistake
    params = target.module.names
    example = ", ".join(f"{n}: {_EXAMPLES.get(params[n].type.name, '...')}" for n in names)
    spans = [(name, span) for name in names if (span := params[name].span) is not None]
    target.module.findings.add(
        "DF0302",
        f"this test needs a value for {', '.join(f'`{n}`' for n in names)}, which has no default"
        if len(names) == 1
        else f"this test needs values for {', '.join(f'`{n}`' for n in names)}, which have no default",
        test.target.span,
        help=f"give it behind the name, for example `of {test.target.path.text}({example})`",
        labels=tuple(Label(span, f"`{name}` has no default") for name, span in spans),
    )


_EXAMPLES = {
    "int": "40", "float": "0.5", "text": '"..."', "bool": "true", "path": '"out"', "glob": '"*.txt"',
    "size": "10MB", "duration": "5s", "ratio": "20%", "regex": 're"..."', "date": '"2020-05-04"',
}  # fmt: skip
