"""What a run reads: flows chosen, inputs found. Whatever can be refused is refused here."""

from collections.abc import Callable

from attrs import define, evolve

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.inputs.find import Pattern, find, patterns_of
from docflow.engine.inputs.part import InputFile
from docflow.errors import RefusedError
from docflow.io.codecs import codec_of
from docflow.io.suffixes import suffix_of
from docflow.plan.ir import Call, FlowPlan, FlowRef, Plan

__all__ = ["Source", "by_lines", "chosen", "find_inputs"]


@define
class Source:
    """One source of a flow: files, another flow, or (with neither) a component's own documents."""

    patterns: tuple[Pattern, ...] = ()
    files: tuple[InputFile, ...] = ()
    flow: str | None = None


def chosen(plan: Plan, flow: str | None) -> Plan:
    """Return the plan with the flow of that name and those that it reads; all flows for None.

    Raises RefusedError for a name that is not there.
    """
    if not plan.flows:
        raise RefusedError("the file has no flow to run")
    if flow is None:
        return plan
    by_name = {each.name: each for each in plan.flows}
    if flow not in by_name:
        names = ", ".join(f"`{name}`" for name in by_name if name) or "an anonymous one"
        raise RefusedError(f"there is no flow `{flow}`; the file has {names}")
    wanted, todo = set(), [flow]
    while todo:
        name = todo.pop()
        if name not in wanted and name in by_name:
            wanted.add(name)
            todo += [source.flow for source in by_name[name].sources if isinstance(source, FlowRef)]
    return evolve(plan, flows=tuple(each for each in plan.flows if each.name in wanted))


def find_inputs(flow: FlowPlan, bases: Bases) -> list[Source]:
    """Find the inputs of a flow; raises InputError when a path or glob matches nothing."""
    sources = []
    for source in flow.sources:
        if isinstance(source, FlowRef):
            sources.append(Source(flow=source.flow))
        elif source.kind == "source":
            sources.append(Source())
        else:
            patterns = patterns_of(source, bases)
            sources.append(Source(patterns, tuple(file for each in patterns for file in find(each, bases))))
    return sources


def by_lines(components: Components) -> Callable[[Call, InputFile], bool]:
    """Return the function that says whether a file of a source can be read in runs of whole lines."""
    known: dict[tuple[int, str], bool] = {}

    def ask(call: Call, file: InputFile) -> bool:
        suffix = suffix_of(file.found.name)
        key = (id(call), suffix)
        if key not in known:
            reader = next((each for each in call.readers if suffix in components.suffixes(each)), call)
            cls = components.catalog.component("source", reader.component).cls
            known[key] = bool(getattr(cls, "lines", False))
        return known[key] and not codec_of(file.found.name)

    return ask
