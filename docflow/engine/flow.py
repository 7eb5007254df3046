"""One flow at work: its parts through its stages, one after the other, and the counters added up."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import field, frozen

from docflow.engine.components import Components
from docflow.engine.inputs.part import PluginPart, SpillPart, WorkPart, cut
from docflow.engine.inputs.readers import PluginSource
from docflow.engine.ledger import Tally
from docflow.engine.pool import each_once
from docflow.engine.prepare import END, Prepared
from docflow.engine.results import Result
from docflow.engine.stage import Stage
from docflow.engine.state.quarantine import Store
from docflow.engine.state.room import Room
from docflow.engine.state.shelf import DiskShelf
from docflow.engine.watch import FlowStarted, PartDone, Watch
from docflow.errors import PluginError
from docflow.io import disk
from docflow.io.escape import safe
from docflow.plan.ir import Call
from docflow.plugin.pool import Pool

__all__ = ["Site", "run_flow"]


@frozen
class Site:
    """Where flows run: the state folder, the quarantine, the results of earlier flows, who watches."""

    room: Room
    store: Store
    components: Components
    watch: Watch
    pool: Pool
    results: dict[str, Result] = field(factory=dict)


def run_flow(made: Prepared, site: Site) -> Tally:
    """Run a flow and return its counters. Raises Halt, RunError or OSError when the run stops."""
    _stage_outputs(made, site.room)
    parts = tuple(_parts(made, site.results, site.components))
    site.watch.flow_started(FlowStarted(made.plan.name, len(parts)))
    total = Tally()
    for stage in made.compiled:
        _run_stage(stage, made, parts, total, site)
        if stage.tail is not None:
            made.desk.begin(total)
            stage.tail.reduce(site.components)
        if stage.head is not None and isinstance(stage.head.shelf, DiskShelf):
            disk.remove_tree(stage.head.shelf.folder)
    if made.result is not None:
        site.results[made.plan.name] = made.result
    if lost := sum(by for (step, _), by in total.dropped.items() if step == END):
        total.notes.append(f"{lost} documents reached the end of the flow without a `to` and were dropped")
    return total


def _stage_outputs(made: Prepared, room: Room) -> None:
    """Give every writer its folder in staging."""
    for writer in made.writers:
        writer.stage(room.staging_for(writer.target.path) / f"sink-{writer.target.number:04}")
    for number, corpus in enumerate(made.corpora):
        corpus.shelf = DiskShelf(room.staging / f"corpus-{made.number:04}-{number:04}")
    if made.result is not None:
        made.result.folder = room.staging / f"flow-{made.number:04}"


def _run_stage(stage: Stage, made: Prepared, parts: tuple[WorkPart, ...], total: Tally, site: Site) -> None:
    def work(part: WorkPart) -> Tally:
        site.store.begin(made.number, stage.number, part.number)
        return stage.work(part)

    for part, tally in each_once(site.pool, work, parts):
        if stage.head is None:
            tally.read[part.source] += _entered(made, part, tally)
        total.add(tally)
        sums = total.main.sums()
        site.watch.part_done(
            PartDone(made.plan.name, stage.number, len(made.compiled), part.number, len(parts), sums)
        )
    site.store.close()


def _entered(made: Prepared, part: WorkPart, tally: Tally) -> int:
    """Return how many documents of a part came to the first step: not what its reader rejected."""
    reader = made.sources[part.source].reader
    if reader is None:
        return tally.main.seen
    return tally.main.seen - sum(by for (step, _), by in tally.quarantined.items() if step == reader.spot.id)


def _parts(made: Prepared, results: dict[str, Result], components: Components) -> Iterator[WorkPart]:
    """Yield the parts of all sources, in source order, numbered through."""
    count = 0
    for number, source in enumerate(made.sources):
        parts: Iterable[WorkPart]
        if source.flow is not None:
            spills = results[source.flow].parts
            parts = (SpillPart(count + n, number, path) for n, path in enumerate(spills))
        elif isinstance(source.reader, PluginSource):
            found = _own_parts(source.reader, made.plan.sources[number], components)
            parts = (PluginPart(count + n, number, part) for n, part in enumerate(found))
        else:
            parts = cut(source.files, number, count)
        for part in parts:
            count += 1
            yield part


def _own_parts(reader: PluginSource, call: Any, components: Components) -> tuple[Any, ...]:
    """Ask a component for its parts; raises RunError when it has none to give, PluginError for equal keys."""
    if not isinstance(call, Call):
        return ()
    found = components.started(call, reader.spot.id, lambda: tuple(reader.component.parts()))
    keys = [part.key for part in found]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise PluginError(f"{reader.spot.title} gave two parts with the key `{safe(twice)}`")
    made: tuple[Any, ...] = found
    return made
