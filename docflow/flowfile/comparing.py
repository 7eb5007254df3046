"""How an edit of a flow file changes its results: both versions found, compiled, run and compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docflow.engine.bases import Bases
from docflow.engine.compare.compare import Ask, compare, flow_pairs
from docflow.engine.compare.side import Side
from docflow.engine.components import Components
from docflow.engine.prepare import chosen
from docflow.engine.secrets import masking, secret_values
from docflow.errors import Diagnostic, FlowError, RefusedError
from docflow.flowfile.file import Checked, FlowFile, read_flow
from docflow.io.escape import safe
from docflow.io.gitfile import Revision, revision_of
from docflow.lang.elaborate import Values
from docflow.lang.typing.typed import UNKNOWN
from docflow.plan.alignment import align
from docflow.plan.changes import flow_changes
from docflow.plan.comparison import Comparison, StepChange, Version
from docflow.plan.digest import digest
from docflow.plan.ir import Call, FlowPlan, Plan, Waiting
from docflow.plan.optimise import optimise
from docflow.plan.walk import calls_of, every_step
from docflow.value import evolve

__all__ = ["Ask", "diff", "other_version"]


def other_version(flow: FlowFile, against: str) -> FlowFile | None:
    """Return the version of a flow file to compare with, None when it did not exist then.

    `against` is a file that is there, else a revision of git (`HEAD`, `main`, `v1.2`), or `REVISION:PATH`
    with a path as git has it. Of a revision the flow and its includes are taken; other files that the flow
    reads are those of today.

    Raises RefusedError when there is neither, MachineError when git cannot be run.
    """
    if Path(against).is_file():
        text, name, folder = read_flow(against)
        return FlowFile(text, name, folder, flow.catalog)
    here = (flow.folder / Path(flow.name).name).resolve()
    name, colon, path = against.partition(":")
    if not name:
        said = f"`{safe(against)}` names no revision of git"
        raise RefusedError(f"{said}; write `HEAD:PATH`, or `--against FILE`")
    revision = _revision(here.parent, name, against)
    if colon:
        here = ((Path.cwd() if path.startswith("./") else revision.top) / path).resolve()
    try:
        text = revision.read(here)
    except FileNotFoundError:
        if colon:
            raise RefusedError(f"the revision `{name}` has no file `{path}`") from None
        return None
    except UnicodeDecodeError as error:
        raise RefusedError(f"the flow file of `{name}` is not UTF-8 text (byte {error.start})") from None
    shown = path if colon else flow.name
    shown = f"{name}:{shown}" if "/" in shown else f"{name}:./{shown}"
    return FlowFile(text, shown, here.parent, flow.catalog, revision.read)


def _revision(folder: Path, name: str, given: str) -> Revision:
    try:
        return revision_of(folder, name)
    except RefusedError as error:
        if given.endswith(".flow") and ":" not in given:
            raise RefusedError(f"there is no flow file `{given}` to compare with") from None
        raise RefusedError(f"{error}; to compare with a file, write `--against FILE`") from None


def diff(
    new: FlowFile,
    old: FlowFile | None,
    ask: Ask | None = None,
    values: Values | None = None,
    flow: str | None = None,
) -> Comparison:
    """Compare the results of two versions of a flow; nothing is written. `old` None: the flow is new.

    `values` are given to both; a param that one of them does not have is left out there, which is noted.

    Raises FlowError with the mistakes of both versions, else as `docflow.engine.compare.compare`.
    """
    ask, values = ask or Ask(), values or Values()
    versions = [new] if old is None else [old, new]
    declared = [set(each.check().elaborated.params) if values.names() else set() for each in versions]
    known = set[str]().union(*declared)
    given = [_known(values, names, known) for names in declared]
    checked = [each.check(value) for each, value in zip(versions, given, strict=True)]
    _refuse_wrong(checked)
    plans = [_plan(*each, flow, ask) for each in zip(versions, checked, strict=True)]
    if flow is not None and not plans[-1].flows:
        raise RefusedError(f"there is no flow `{flow}` in {new.name}")
    names = tuple(Version(each.name, digest(plan)) for each, plan in zip(versions, plans, strict=True))
    made = Comparison(
        names[0] if old is not None else None,
        names[-1],
        same=old is not None and names[0].digest == names[1].digest and old.folder == new.folder,
        notes=tuple(_notes(values, versions, declared, known)),
        limit=ask.limit,
    )
    if made.same:
        return made
    sides = [_side(each, plan) for each, plan in zip(versions, plans, strict=True)]
    return evolve(
        made,
        steps=_changes(plans[0] if old is not None else None, plans[-1]),
        flows=compare(sides[0] if old is not None else None, sides[-1], ask),
    )


def _known(values: Values, declared: set[str], known: set[str]) -> Values:
    """Leave out what only the other version has; what neither has stays, to be refused."""

    def kept(given: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in given.items() if name in declared or name not in known}

    return Values(kept(values.set_), kept(values.params_file), partial=True)


def _notes(
    values: Values, versions: Sequence[FlowFile], declared: Sequence[set[str]], known: set[str]
) -> Iterator[str]:
    for each, names in zip(versions, declared, strict=True):
        for name in values.names():
            if name in known and name not in names:
                yield f"{each.name} has no param `{name}`; it ran without the value that was given"


def _refuse_wrong(checked: Sequence[Checked]) -> None:
    """Raise FlowError with the findings of all versions that have errors."""
    wrong = [each for each in checked if not each.ok or each.elaborated.outline is None]
    if not wrong:
        return
    found: list[Diagnostic] = []
    for each in wrong:
        found += [finding for finding in each.diagnostics if finding.severity == "error"]
    raise FlowError(tuple(found), {name: text for each in wrong for name, text in each.sources.items()})


def _plan(version: FlowFile, checked: Checked, flow: str | None, ask: Ask) -> Plan:
    """Return the plan with the chosen flows; nothing that runs may wait for a param."""
    made = checked.elaborated.outline or Plan("", ())
    if flow is not None:
        there = any(each.name == flow for each in made.flows)
        made = chosen(made, flow) if there else evolve(made, flows=())
    if checked.elaborated.waiting or any(_waits(each, ask) for each in made.flows):
        listed = " and ".join(f"`{name}`" for name in _missing(made, checked))
        raise RefusedError(
            f"{version.name} needs values for {listed}: --set NAME=VALUE (or --input for what it reads)"
        )
    return evolve(made, name="")


def _missing(plan: Plan, checked: Checked) -> list[str]:
    """Return the params without a value, but for those that only sinks wait for."""
    names = [name for name, bound in checked.elaborated.params.items() if bound.value is UNKNOWN]
    sinks, others = set[str](), set[str]()
    for flow in plan.flows:
        for call in calls_of(flow):
            words = {word for _, value in call.options for word in _words(value)}
            (sinks if call.kind == "exporter" else others).update(words)
    return [name for name in names if name in others or name not in sinks] or names


def _words(value: object) -> set[str]:
    """Return the names in the values that wait."""
    if isinstance(value, Waiting):
        return set(re.findall(r"\w+", value.text))
    if isinstance(value, Mapping):
        return _words(list(value.values()))
    return {word for item in value for word in _words(item)} if isinstance(value, (list, tuple)) else set()


def _waits(flow: FlowPlan, ask: Ask) -> bool:
    """Return whether a source waits for a param that no --input replaces."""
    return any(
        _waiting(value)
        for source in flow.sources
        if isinstance(source, Call)
        for name, value in source.options
        if not (ask.inputs and name == "path" and source.kind != "source")
    )


def _waiting(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_waiting, value))
    return isinstance(value, Waiting) or (isinstance(value, Mapping) and any(map(_waiting, value.values())))


def _side(version: FlowFile, plan: Plan) -> Side:
    bases = Bases(flow=version.folder, caller=Path.cwd())
    secrets = secret_values(tuple(call for flow in plan.flows for call in _running(flow)))
    components = Components(version.catalog, bases, secrets, masking(secrets))
    return Side(version.name, optimise(plan), components, bases)


def _running(flow: FlowPlan) -> Iterator[Call]:
    """Yield the calls that run: sinks write nothing here, so they need no secrets."""
    yield from calls_of(evolve(flow, body=()))
    for step in every_step(flow.body):
        if hasattr(step, "call") and step.call.kind != "exporter":
            yield step.call


def _changes(old: Plan | None, new: Plan) -> tuple[StepChange, ...]:
    if old is None:
        return ()
    return tuple(
        change
        for one, two in flow_pairs(old.flows, new.flows)
        for change in flow_changes(one, two, align(one, two))
    )
