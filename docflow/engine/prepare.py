"""Everything that a run needs to know before it writes: flows chosen, inputs found, components built.

Whatever can be refused is refused here.
"""

from collections.abc import Callable, Sequence
from functools import partial

from attrs import define, evolve, field

from docflow.engine.barrier import Corpus, corpus
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.desk import Desk, Spot
from docflow.engine.inputs.drain import read_files, read_plugin
from docflow.engine.inputs.find import Pattern, find, patterns_of
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart, SpillPart, WorkPart
from docflow.engine.inputs.readers import FileReaders, PluginSource, file_readers, plugin_source
from docflow.engine.outputs.target import Target
from docflow.engine.outputs.writer import Writer
from docflow.engine.results import Result, read_result
from docflow.engine.stage import Between, PartFile, Stage, between
from docflow.engine.state.shelf import DiskShelf
from docflow.engine.steps.make import maker_of
from docflow.engine.steps.maker import Maker
from docflow.engine.steps.piece import Push
from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan.ir import Call, FlowPlan, FlowRef, Plan, SinkStep

__all__ = ["Prepared", "Source", "chosen", "find_inputs", "prepared"]

END = "end of the flow"


@define
class Source:
    """One source of a flow: files with their readers, a component's own documents, or another flow."""

    patterns: tuple[Pattern, ...] = ()
    files: tuple[InputFile, ...] = ()
    reader: FileReaders | PluginSource | None = None
    flow: str | None = None


@define
class Prepared:
    """One flow, ready to run; `let_through` counts documents that end without a sink as written."""

    plan: FlowPlan
    number: int
    desk: Desk
    maker: Maker
    sources: list[Source]
    stages: list[Between]
    writers: list[Writer] = field(factory=list)
    corpora: list[Corpus] = field(factory=list)
    result: Result | None = None
    compiled: list[Stage] = field(factory=list)


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


def prepared(
    flow: FlowPlan,
    sources: list[Source],
    targets: Sequence[Target],
    desk: Desk,
    components: Components,
    *,
    number: int,
    read_by_others: bool,
) -> Prepared:
    """Build the components of a flow and compile its steps.

    Raises PluginError or RunError for a component that is gone or cannot start, RefusedError for a plan
    that no flow can give.
    """
    result = Result(flow.name, desk) if read_by_others else None
    by_step = {id(target.step): target for target in targets}
    writers: list[Writer] = []

    def sink(step: SinkStep, spot: Spot) -> Callable[[Document], None]:
        exporter = components.opened(step.call, step.id)
        writers.append(Writer(by_step[id(step)], spot, exporter, desk, result.add if result else None))
        return writers[-1].add

    maker = maker_of(flow, components, desk, sink)
    for source, call in zip(sources, flow.sources, strict=True):
        if isinstance(call, Call):
            make = plugin_source if call.kind == "source" else file_readers
            source.reader = make(call, flow.at, flow.settings.max_doc, components)
            maker.spots[source.reader.spot.id] = source.reader.spot
    made = Prepared(flow, number, desk, maker, sources, list(between(flow.body)), writers, result=result)
    _compile(made, components)
    return made


def _compile(made: Prepared, components: Components) -> None:
    """Compile the stages in order, each into what takes its documents."""
    for number, each in enumerate(made.stages):
        before, made.maker.flushes = len(made.writers), []
        tail = corpus(each.tail, components, made.desk, DiskShelf()) if each.tail is not None else None
        push = made.maker.stage(each.steps, tail.push if tail else _end(made))
        files: list[PartFile] = [*made.writers[before:]]
        files += [tail] if tail else []
        files += [made.result] if made.result else []
        head = made.corpora[-1] if made.corpora else None
        if tail is not None:
            made.maker.spots[tail.spot.id] = tail.spot
            made.corpora.append(tail)
        read = partial(_read, made)
        made.compiled.append(Stage(number, made.desk, push, read, files, made.maker.flushes, head, tail))


def _read(made: Prepared, part: WorkPart, push: Push) -> None:
    """Read a part of the flow's input."""
    reader = made.sources[part.source].reader
    if isinstance(part, SpillPart):
        read_result(part, push, made.desk)
    elif isinstance(part, FilePart) and isinstance(reader, FileReaders):
        read_files(part, reader, push, made.desk)
    elif isinstance(part, PluginPart) and isinstance(reader, PluginSource):
        read_plugin(part, reader, push, made.desk)


def _end(made: Prepared) -> Push:
    """Return what takes documents at the end of the flow: they are its result where another flow reads it."""
    desk, result = made.desk, made.result

    def let_through(doc: Document) -> None:
        desk.lane.written += 1
        if result is not None:
            result.add(doc)

    def lost(doc: Document) -> None:  # noqa: ARG001 - as steps are called
        desk.drop(END, "no `to` on its way")

    return let_through if result is not None else lost
