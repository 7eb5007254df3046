"""The bench: does the jobs of one run, in this process; everything is built once, when it is first needed."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from docflow.engine.components import Components
from docflow.engine.desk import Desk
from docflow.engine.halt import Signals
from docflow.engine.hand import Hand
from docflow.engine.inputs.readers import PluginSource
from docflow.engine.outputs.merge import write_ends
from docflow.engine.outputs.target import Target, targets_of
from docflow.engine.outputs.trunk import Trunk
from docflow.engine.state.piece import Piece, sink_name
from docflow.engine.state.quarantine import Store
from docflow.engine.state.spill import frames
from docflow.engine.work.append import append
from docflow.engine.work.job import Done, EndsJob, FlowFacts, Grown, Job, PartJob, PartsJob, ReduceJob
from docflow.engine.work.made import Made, facts_of, make
from docflow.engine.work.order import Order
from docflow.engine.work.refill.part import ReplayPart
from docflow.engine.work.refill.refill import refill
from docflow.engine.work.refill.splice import Folders
from docflow.errors import PluginError, RunError
from docflow.io import disk
from docflow.io.escape import safe
from docflow.plan.ir import FlowRef
from docflow.plugin.kinds import Part

__all__ = ["Bench"]


@define
class Bench:
    """Does jobs one after the other. `states` are those of corpus steps, by flow and stage that they end.

    Methods raise PluginError or RunError for a component that is gone or cannot start, Halt or OSError
    when the run stops.
    """

    order: Order
    components: Components
    hand: Hand = field(factory=Hand)
    signals: Signals = field(factory=Signals)
    states: dict[tuple[int, int], Any] = field(factory=dict)
    _made: dict[tuple[int, bool], Made] = field(factory=dict, init=False)
    _stores: dict[int, Store] = field(factory=dict, init=False)
    _trunks: dict[Path, Trunk] = field(factory=dict, init=False)
    _targets: tuple[tuple[Target, ...], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        targets: list[tuple[Target, ...]] = []
        for flow in self.order.plan.flows:
            first = sum(map(len, targets))
            targets.append(targets_of(flow, self.components, self.order.bases, first))
        self._targets = tuple(targets)

    def facts(self) -> tuple[FlowFacts, ...]:
        """Build all flows and return what the parent must know of them."""
        flows = range(len(self.order.plan.flows))
        return tuple(FlowFacts(facts_of(self._flow(number).maker.spots)) for number in flows)

    def do(self, job: Job) -> Done:
        """Do one job."""
        if isinstance(job, PartJob):
            return self._part(job)
        if isinstance(job, PartsJob):
            return Done(parts=self._parts(job))
        return self._ends(job)

    def reduce(self, job: ReduceJob) -> None:
        """Make the state of a corpus step and keep it in `states`."""
        made = self._flow(job.flow)
        sketches = ((part, frames(path)) for part, path in job.sketches)
        step = made.corpora[job.stage]
        self.states[job.flow, job.stage] = step.reduce(self.components, sketches)
        step.state = None

    def _flow(self, number: int, *, careful: bool = False) -> Made:
        """Return a flow, built for ordinary or careful attempts."""
        known = self._made.get((number, careful))
        if known is not None:
            return known
        plan = self.order.plan
        flow = plan.flows[number]
        read = {source.flow for each in plan.flows for source in each.sources if isinstance(source, FlowRef)}
        store = self._stores.setdefault(number, Store())
        desk = Desk(flow.name, store.add, self.components.mask, self.signals, hand=self.hand)
        self.hand.careful = careful
        others, limits = flow.name in read, self.order.limits
        made = make(flow, self._targets[number], desk, self.components, read_by_others=others, limits=limits)
        self._made[number, careful] = made
        return made

    def _part(self, job: PartJob) -> Done:
        only = job.slice
        self.hand.begin(job.losses, careful=job.careful, first=only.first, until=only.until)
        made, store = self._flow(job.flow, careful=job.careful), self._stores[job.flow]
        self.hand.careful = job.careful
        stage, folder = made.stages[job.stage], self.order.work / job.folder
        disk.make_folder(folder)
        if stage.head is not None:
            stage.head.state = self.states[job.flow, job.stage - 1]
        begun = time.monotonic()
        with self._grown(job, made) as files:
            try:
                done = self._begun(job, made, store, folder)
            finally:
                store.close()
            _sync(folder, done.pieces, files)
        return evolve(done, seconds=done.seconds + time.monotonic() - begun)

    @contextmanager
    def _grown(self, job: PartJob, made: Made) -> Iterator[dict[str, Path]]:
        """Give the outputs that grow to their writers for a part, and the files by the names of its pieces.

        When it breaks off, what it wrote goes: it may be what fills the disk.
        """
        trunks = {each.sink: self._trunk(each) for each in job.grown}
        for writer in made.writers:
            writer.trunk = trunks.get(writer.target.number)
        try:
            yield {sink_name(sink): trunk.path for sink, trunk in trunks.items()}
        except BaseException:
            for each in job.grown:
                with suppress(OSError):
                    self._trunks.pop(each.file).cut(each.start)
            raise

    def _trunk(self, grown: Grown) -> Trunk:
        """Return the file of an output that grows, which must end where the part is to begin."""
        trunk = self._trunks.setdefault(grown.file, Trunk(grown.file))
        if trunk.size != grown.start:
            raise RunError("internal mistake: a part was to be written behind one that is not there")
        return trunk

    def _begun(self, job: PartJob, made: Made, store: Store, folder: Path) -> Done:
        stage, before = made.stages[job.stage], job.slice.done
        if isinstance(job.part, ReplayPart):
            store.begin(folder)
            tally, pieces = refill(made, stage, job.part, folder, store)
            return Done(tally, pieces, tuple(made.desk.inputs), made.desk.unsteady)
        fresh = folder if before is None else folder / "fresh"
        disk.make_folder(fresh)
        store.begin(fresh)
        tally, pieces = stage.work(job.part, fresh)
        pieces += store.finish()
        desk, inputs = made.desk, tuple(made.desk.inputs)
        done = Done(tally, pieces, inputs, desk.unsteady, ends=stage.ends, cut=stage.cut, lines=desk.lines)
        if before is None:
            return done
        return append(stage, before, done, Folders(self.order.work / job.slice.folder, fresh, folder))

    def _parts(self, job: PartsJob) -> tuple[Part, ...]:
        made = self._flow(job.flow)
        reader, call = made.readers[job.source], made.plan.sources[job.source]
        if not isinstance(reader, PluginSource) or isinstance(call, FlowRef):
            return ()
        component = reader.component
        found: tuple[Part, ...] = self.components.started(
            call, reader.spot.id, lambda: tuple(component.parts())
        )
        keys = [part.key for part in found]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise PluginError(f"{reader.spot.title} gave two parts with the key `{safe(twice)}`")
        return found

    def _ends(self, job: EndsJob) -> Done:
        made, folder = self._flow(job.flow), self.order.work / job.folder
        disk.make_folder(folder)
        writer = next(each for each in made.writers if each.target.number == job.sink)
        return Done(pieces=write_ends(writer.target, writer.exporter, folder))


def _sync(folder: Path, pieces: tuple[Piece, ...], grown: Mapping[str, Path]) -> None:
    """Have the pieces of a part on the disk before anyone says that it is done; some are in `grown` files.

    The files of folder outputs are not synced one by one (7 ms each).
    """
    for name in {piece.name for piece in pieces}:
        path = grown.get(name, folder / name)
        disk.fsync_file(path.with_name(f"{name}.names") if path.is_dir() else path)
    disk.fsync_folder(folder)
