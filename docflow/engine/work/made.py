"""A flow as a worker holds it: components opened, steps compiled into stages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import define, field

from docflow.engine.barrier import Corpus, corpus
from docflow.engine.components import Components
from docflow.engine.desk import Desk, Spot
from docflow.engine.inputs.drain import read_files, read_plugin
from docflow.engine.inputs.part import FilePart, PluginPart, SpillPart, WorkPart
from docflow.engine.inputs.readers import FileReaders, PluginSource, file_readers, plugin_source
from docflow.engine.limits import Limits
from docflow.engine.outputs.target import Target
from docflow.engine.outputs.writer import Writer
from docflow.engine.results import Result, read_result
from docflow.engine.stage import Between, PartFile, Stage, between
from docflow.engine.state.shelf import DiskShelf
from docflow.engine.steps.make import maker_of
from docflow.engine.steps.maker import Maker
from docflow.engine.steps.piece import Push
from docflow.model import Document
from docflow.plan.ir import Call, FlowPlan, SinkStep

__all__ = ["END", "Made", "end_of", "facts_of", "make", "read_part"]

END = "end of the flow"
Readers = FileReaders | PluginSource | None


@define
class Made:
    """One flow, ready to run its parts. A reader is None where another flow is read.

    `rests` are the ways on from steps that replays began at, by stage and step, with what they must empty.
    """

    plan: FlowPlan
    desk: Desk
    maker: Maker
    readers: Sequence[Readers]
    betweens: Sequence[Between]
    writers: list[Writer] = field(factory=list)
    corpora: list[Corpus] = field(factory=list)
    result: Result | None = None
    stages: list[Stage] = field(factory=list)
    rests: dict[tuple[int, str], tuple[Push, list[Callable[[], None]]]] = field(factory=dict)


def make(
    flow: FlowPlan,
    targets: Sequence[Target],
    desk: Desk,
    components: Components,
    *,
    read_by_others: bool,
    limits: Limits,
) -> Made:
    """Build the components of a flow and compile its steps; `limits` are for its readers.

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
    readers = [
        _readers(call, flow, components, limits) if isinstance(call, Call) else None for call in flow.sources
    ]
    for reader in readers:
        if reader is not None:
            maker.spots[reader.spot.id] = reader.spot
    made = Made(flow, desk, maker, readers, between(flow.body), writers, result=result)
    _compile(made, components)
    return made


def _readers(call: Call, flow: FlowPlan, components: Components, limits: Limits) -> Readers:
    if call.kind == "source":
        return plugin_source(call, flow.at, flow.settings.max_doc, components)
    return file_readers(call, flow.at, flow.settings.max_doc, components, limits)


def _compile(made: Made, components: Components) -> None:
    """Compile the stages in order, each into what takes its documents."""
    for number, each in enumerate(made.betweens):
        before, made.maker.flushes = len(made.writers), []
        tail = corpus(each.tail, components, made.desk, DiskShelf()) if each.tail is not None else None
        push = made.maker.stage(each.steps, tail.push if tail else end_of(made))
        files: list[PartFile] = [*made.writers[before:]]
        files += [tail] if tail else []
        files += [made.result] if made.result else []
        head = made.corpora[-1] if made.corpora else None
        if tail is not None:
            made.maker.spots[tail.spot.id] = tail.spot
            made.corpora.append(tail)
        read = partial(read_part, made)
        made.stages.append(Stage(number, made.desk, push, read, files, made.maker.flushes, head, tail))


def read_part(made: Made, part: WorkPart, push: Push) -> None:
    """Read a part of the flow's input."""
    reader, desk = made.readers[part.source], made.desk
    try:
        if isinstance(part, SpillPart):
            read_result(part, push, desk)
        elif isinstance(part, FilePart) and isinstance(reader, FileReaders):
            read_files(part, reader, push, desk)
        elif isinstance(part, PluginPart) and isinstance(reader, PluginSource):
            read_plugin(part, reader, push, desk)
    finally:  # also where the part ends early
        desk.tally.main.seen -= min(desk.hand.first, desk.tally.main.seen)
        desk.tally.read[part.source] += _entered(reader, desk)


def _entered(reader: Readers, desk: Desk) -> int:
    """Return how many documents of a part came to the first step: not what its reader rejected."""
    tally = desk.tally
    if reader is None:
        return tally.main.seen
    return tally.main.seen - sum(by for (step, _), by in tally.quarantined.items() if step == reader.spot.id)


def end_of(made: Made) -> Push:
    """Return what takes documents at the end of the flow: they are its result where another flow reads it."""
    desk, result = made.desk, made.result

    def let_through(doc: Document) -> None:
        desk.lane.written += 1
        if result is not None:
            result.add(doc)

    def lost(doc: Document) -> None:  # noqa: ARG001 - as steps are called
        desk.drop(END, "no `to` on its way")

    return let_through if result is not None else lost


def facts_of(spots: Mapping[str, Spot]) -> tuple[tuple[str, int], ...]:
    """Return the steps with their lines, in the order in which they were made."""
    return tuple((spot.id, spot.at.line) for spot in spots.values())
