"""What tests reached in a flow, by the visits that a recorder saw; what components bring to be reached."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docflow.catalog.catalog import Catalog
from docflow.engine.components import Components, callables_of
from docflow.engine.steps.record import Visit
from docflow.errors import DocflowError
from docflow.model import Regex
from docflow.pattern.error import PatternError
from docflow.pattern.rule import LineRule
from docflow.plan.case import Case
from docflow.plan.compile import doc_function
from docflow.plan.coverage import Mark
from docflow.plan.expr import Expr
from docflow.plan.ir import ApplyStep, DropStep, ExpectStep, FlowPlan, RouteStep, Waiting, WhenStep, Where
from docflow.plan.walk import every_step
from docflow.value import evolve, frozen

__all__ = ["Brought", "brought", "reached"]

Callables = Mapping[str, Callable[..., Any]]


@frozen
class Brought:
    """What a component brings to be reached, as its options stand in a flow.

    `own` are its rules that stand in the flow, as (name, what it looks for), `plugin` the names of its
    others; `pattern` is the one pattern of a cleaner or extractor that shows by its effect, `unknown` counts
    phrases and patterns of which it does not tell which was found.
    """

    component: str
    kind: str
    own: tuple[tuple[str, str], ...] = ()
    plugin: tuple[str, ...] = ()
    pattern: str | None = None
    unknown: int = 0


def brought(flows: Iterable[FlowPlan], catalog: Catalog) -> dict[Where, list[Brought]]:
    """Return what the components of flows bring, by place: more than one where a stage is called twice."""
    components = Components(catalog)
    found: dict[Where, list[Brought]] = {}
    seen: set[tuple[Where, object]] = set()
    for flow in flows:
        for step in every_step(flow.body):
            if isinstance(step, ApplyStep) and (step.at, repr(step.call.options)) not in seen:
                seen.add((step.at, repr(step.call.options)))
                found.setdefault(step.at, []).append(_brought(step, components))
    return found


def _brought(step: ApplyStep, components: Components) -> Brought:
    call = step.call
    made = Brought(call.component, call.kind)
    if any(isinstance(value, Waiting) for _, value in call.options):
        return made
    leaves = [leaf for _, value in call.options for leaf in _leaves(value)]
    if call.kind == "line_rules" or (call.kind == "remover" and _rules(step, components)):
        texts = {leaf.pattern if isinstance(leaf, Regex) else leaf for leaf in leaves}
        own: list[tuple[str, str]] = []
        plugin: list[str] = []
        for rule in _rules(step, components):
            wanted = next((each for each in _looks_for(rule) if each in texts), None)
            if wanted is None:
                plugin.append(rule.name)
            else:
                own.append((rule.name, wanted))
        return evolve(made, own=tuple(own), plugin=tuple(plugin))
    patterns = [leaf for leaf in leaves if isinstance(leaf, Regex)]
    phrases = sum(len(value) for _, value in call.options if isinstance(value, Mapping))
    if call.kind == "extractor" and len(patterns) == 1:
        return evolve(made, pattern=patterns[0].pattern)
    if call.kind in ("cleaner", "remover") and len(patterns) == 1 and not phrases:
        return evolve(made, pattern=patterns[0].pattern)
    counts = len(patterns) + (phrases if call.kind in ("cleaner", "remover") else 0)
    return evolve(made, unknown=counts)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (str, Regex)):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)


def _rules(step: ApplyStep, components: Components) -> tuple[LineRule, ...]:
    try:
        component: Any = components.built(step.call)
        made = components.started(step.call, step.id, lambda: tuple(component.rules()))
    except DocflowError:  # the test that runs the step tells of it
        return ()
    return tuple(made)


def _looks_for(rule: LineRule) -> tuple[str, ...]:
    own = (rule.pattern,) if rule.pattern is not None else ()
    return (*own, *rule.phrases, *(also.pattern for also in rule.also))


def reached(case: Case, visits: Iterable[Visit], components: Components) -> set[Mark]:
    """Return what a test reached. A step that a mock stands for did not run."""
    mocked = {mock.step for mock in case.mocks}
    callables = callables_of(components.catalog, case.flow)
    keepers: dict[Where, tuple[LineRule, ...]] = {}
    found: set[Mark] = set()
    for visit in visits:
        if visit.step.id in mocked:
            found.add(Mark(visit.step.at, "mocked"))
        else:
            found |= set(_marks(visit, callables))
            found |= set(_kept(visit, keepers, components))
    return found


def _marks(visit: Visit, callables: Callables) -> Iterator[Mark]:
    step, at = visit.step, visit.step.at
    yield Mark(at, "step")
    failed = any(fate.error for fate in visit.fates) or _ended_by_error(visit)
    if failed:
        yield Mark(at, "error")
    elif isinstance(step, WhenStep):
        yield Mark(at, "arm", "then" if _holds(step.condition, visit, callables) else "else")
    elif isinstance(step, RouteStep):
        yield from (Mark(at, "arm", str(number)) for number in _arms(step, visit, callables))
    elif isinstance(step, ExpectStep):
        yield Mark(at, "way", "stays" if _holds(step.condition, visit, callables) else "goes")
    elif isinstance(step, DropStep):
        yield Mark(at, "way", "goes" if _holds(step.condition, visit, callables) else "stays")
    elif isinstance(step, ApplyStep):
        yield from _applied(step, visit)


def _ended_by_error(visit: Visit) -> bool:
    """Whether `on error drop` or `fail` ended a document; filters and corpus steps drop by themselves."""
    step = visit.step
    if not isinstance(step, ApplyStep):
        return False
    own = ("drop",) if step.call.kind in ("filter", "corpus") else ()
    return any(fate.action in ("drop", "fail") and fate.action not in own for fate in visit.fates)


def _holds(condition: Expr, visit: Visit, callables: Callables) -> bool:
    return bool(doc_function(condition, callables)(visit.before))


def _arms(step: RouteStep, visit: Visit, callables: Callables) -> list[int]:
    conditions = [(number, arm.condition) for number, arm in enumerate(step.arms)]
    held = []
    for number, condition in conditions:
        if condition is not None and _holds(condition, visit, callables):
            held.append(number)
            if not step.every:
                return held
    return held or [number for number, condition in conditions if condition is None]


_RULED = ("line_rules", "remover")
_CHANGE = ("cleaner", "remover", "extractor")


def _applied(step: ApplyStep, visit: Visit) -> Iterator[Mark]:
    kind = step.call.kind
    if kind == "filter":
        yield Mark(step.at, "way", "stays" if visit.after else "goes")
    elif kind in _CHANGE and any(_changed(visit.before, after) for after in visit.after):
        yield Mark(step.at, "pattern")
    if kind in _RULED:
        yield from (Mark(step.at, "rule", cut.rule) for cut in visit.cuts)


def _changed(before: Any, after: Any) -> bool:
    """Whether a step changed the text, or wrote a field that is not empty."""
    if before.text != after.text:
        return True
    return any(
        value not in (None, [], {}, "") and before.fields.get(n) != value for n, value in after.fields.items()
    )


def _kept(visit: Visit, keepers: dict[Where, tuple[LineRule, ...]], components: Components) -> Iterator[Mark]:
    """A rule that protects lines takes none: it was reached when it finds a line."""
    step = visit.step
    if not isinstance(step, ApplyStep) or step.call.kind not in _RULED:
        return
    if step.at not in keepers:
        keepers[step.at] = tuple(rule for rule in _rules(step, components) if rule.keep)
    for rule in keepers[step.at]:
        try:
            if components.matcher(((evolve(rule, keep=False),),)).apply(visit.before.text).hits:
                yield Mark(step.at, "rule", rule.name)
        except PatternError:
            continue
