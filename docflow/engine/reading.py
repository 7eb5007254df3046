"""The sources of a flow read into a flow in memory: for traces and comparisons, which write nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.halt import Halt
from docflow.engine.inputs.drain import read_files, read_plugin
from docflow.engine.inputs.part import FilePart, PluginPart
from docflow.engine.inputs.readers import file_readers, plugin_source
from docflow.engine.memory import Arrival, Stream
from docflow.engine.prepare import Source, find_inputs
from docflow.engine.steps.piece import Push
from docflow.engine.values import copy_document
from docflow.errors import RefusedError
from docflow.io.suffixes import suffix_of
from docflow.model import Document, Place
from docflow.plan.ir import Call, FlowPlan, FlowRef
from docflow.value import evolve

__all__ = ["Enough", "Take", "read_documents", "read_into", "redirected"]

Take = Callable[[Document, Sequence[Arrival]], None]
"""Told of each document as it was read, and of what arrived before the next one was read; raises `Enough`."""


class Enough(Halt):
    """No more documents are wanted: reading ends, which is no error."""

    def __init__(self) -> None:
        super().__init__(RefusedError("reading stopped"))


def read_into(
    made: Stream, bases: Bases, take: Take, others: Mapping[str, Iterable[Document]] | None = None
) -> None:
    """Read the sources of a stream's flow in order and push every document through it, without ending it.

    `others` are the results of the flows that it reads, by name. What only arrives at the end (behind a
    corpus step) is not for `take`: it comes from `Stream.end`. What a reader rejects is counted, and kept in
    `made.quarantined`.

    Raises InputError when no input matches, RunError when the flow says `fail`.
    """

    def push(doc: Document) -> None:
        take(doc, list(made.pushed(copy_document(doc))))

    read_documents(made, bases, push, others)


def read_documents(
    made: Stream, bases: Bases, push: Push, others: Mapping[str, Iterable[Document]] | None = None
) -> None:
    """Read the sources of a stream's flow in order and give each document to `push`, and not to the stream.

    A document of another flow is the very one that `others` holds. Raises as `read_into`.
    """
    flow = made.plan
    try:
        for source, found in zip(flow.sources, find_inputs(flow, bases), strict=True):
            if isinstance(source, FlowRef):
                for doc in (others or {}).get(source.flow, ()):
                    made.maker.desk.lane.seen += 1
                    push(doc)
            else:
                _read(source, found, made, push)
    except Enough:
        return
    except Halt as halt:
        raise halt.error from halt.__cause__


def _read(call: Call, found: Source, made: Stream, push: Push) -> None:
    desk, components = made.maker.desk, made.components
    at, most = made.plan.at, made.plan.settings.max_doc
    if call.kind == "source":
        source = plugin_source(call, at, most, components)
        parts = components.started(call, source.spot.id, lambda: tuple(source.component.parts()))
        for number, part in enumerate(parts):
            read_plugin(PluginPart(number, 0, part), source, push, desk)
        return
    readers = file_readers(call, at, most, components)
    read_files(FilePart(0, 0, found.files), readers, push, desk)


def redirected(flow: FlowPlan, paths: Sequence[str], components: Components) -> FlowPlan:
    """Return the flow with these files or globs (from the caller's folder) in the place of its own inputs.

    A file goes to the source whose reader knows its suffix, else to the first; sources without any are left
    out. Raises RefusedError for a flow that reads no files.
    """
    calls = [call for call in flow.sources if isinstance(call, Call) and call.kind != "source"]
    if not calls:
        raise RefusedError("the flow reads no files, so no other files can be given to it")
    places: dict[int, list[Place]] = {}
    for path in paths:
        number = next(
            (n for n, call in enumerate(calls) if suffix_of(path) in _suffixes(call, components)), 0
        )
        places.setdefault(number, []).append(Place(path, "caller"))
    return evolve(
        flow, sources=tuple(_reading(calls[n], tuple(found)) for n, found in sorted(places.items()))
    )


def _suffixes(call: Call, components: Components) -> set[str]:
    readers = call.readers or (call,)
    return {suffix for reader in readers for suffix in components.suffixes(reader)}


def _reading(call: Call, places: tuple[Place, ...]) -> Call:
    others = tuple((name, value) for name, value in call.options if name != "path")
    return evolve(call, options=(("path", places), *others))
