"""One flow at work, seen from the parent: its parts through its stages, pieces kept, counters added up."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from docflow.engine.crew.crew import Crew
from docflow.engine.inputs.part import InputFile, PluginPart, SpillPart, WorkPart, counted, cut
from docflow.engine.inputs.span import count_lines
from docflow.engine.inputs.weight import weight
from docflow.engine.ledger import Tally
from docflow.engine.outputs.target import Target
from docflow.engine.prepare import Source
from docflow.engine.state.piece import DOCUMENTS, RESULT, SKETCHES, Piece
from docflow.engine.state.room import Room
from docflow.engine.watch import FlowStarted, PartDone, StageStarted, Watch
from docflow.engine.work.job import Done, FlowFacts, Job, PartJob, PartsJob, ReduceJob
from docflow.engine.work.made import END
from docflow.errors import RunError
from docflow.io import disk
from docflow.plan.ir import Barrier, Call, FlowPlan

__all__ = ["Kept", "Ready", "Site", "run_flow"]


@frozen
class Kept:
    """A part that is done: its number, the folder of its pieces, and its answer."""

    number: int
    folder: Path
    done: Done

    def piece(self, name: str) -> Piece | None:
        """Return the piece of that name, if the part left one."""
        return next((piece for piece in self.done.pieces if piece.name == name), None)


@define
class Ready:
    """One flow of a run: plan, what it reads and writes; `kept` are its parts by stage, in source order."""

    plan: FlowPlan
    number: int
    sources: list[Source]
    targets: tuple[Target, ...]
    by_lines: Callable[[Call, InputFile], bool]
    facts: FlowFacts = field(factory=lambda: FlowFacts(()))
    tally: Tally = field(factory=Tally)
    kept: list[list[Kept]] = field(factory=list)

    @property
    def stages(self) -> int:
        """How many stages the flow has: one more than corpus steps."""
        return 1 + sum(isinstance(step, Barrier) for step in self.plan.body)

    def results(self) -> list[Path]:
        """Return the spills of the flow's result, in order."""
        found = [kept for stage in self.kept for kept in stage if kept.piece(RESULT)]
        return [kept.folder / RESULT for kept in found]


@frozen
class Site:
    """Where flows run: the state folder, the crew, who watches, and the flows that are done, by name."""

    room: Room
    crew: Crew
    watch: Watch
    ready: dict[str, Ready] = field(factory=dict)

    @property
    def work(self) -> Path:
        """Where attempts write."""
        return self.room.staging / "work"


def run_flow(made: Ready, site: Site) -> None:
    """Run a flow: fills its `tally` and `kept`. Raises Halt, RunError or OSError when the run stops."""
    parts: tuple[WorkPart, ...] = tuple(_parts(made, site))
    site.watch.flow_started(FlowStarted(made.plan.name, len(parts), sum(map(weight, parts))))
    for stage in range(made.stages):
        todo = parts if stage == 0 else _second(made.kept[stage - 1])
        made.kept.append(list(_run_stage(stage, made, todo, site)))
        if stage + 1 < made.stages:
            found = [kept for kept in made.kept[stage] if kept.piece(SKETCHES)]
            sketches = tuple((kept.number, kept.folder / SKETCHES) for kept in found)
            site.crew.reduce(ReduceJob(made.number, stage, sketches))
    site.ready[made.plan.name] = made
    if lost := sum(by for (step, _), by in made.tally.dropped.items() if step == END):
        made.tally.notes.append(
            f"{lost} documents reached the end of the flow without a `to` and were dropped"
        )


def _second(kept: Iterable[Kept]) -> tuple[WorkPart, ...]:
    return tuple(SpillPart(each.number, 0, each.folder / DOCUMENTS) for each in kept)


def _run_stage(stage: int, made: Ready, parts: tuple[WorkPart, ...], site: Site) -> Iterator[Kept]:
    """Run the parts of a stage; yield them in source order, whatever the order in which they end."""
    wanted = counted(parts, count_lines) if stage == 0 else parts
    site.watch.stage_started(StageStarted(made.plan.name, stage, made.stages, len(parts)))
    weights = {part.number: weight(part) for part in parts}
    jobs = (PartJob(made.number, stage, part, _name(made, stage, part)) for part in wanted)
    waiting: dict[int, Kept] = {}
    following = iter(parts)
    expected = next(following, None)
    for job, done in site.crew.run(jobs):
        kept = _keep(job, done, site)
        waiting[kept.number] = kept
        while expected is not None and expected.number in waiting:
            ended = waiting.pop(expected.number)
            _count(ended, made, site)
            place = (made.plan.name, stage, made.stages, ended.number, len(parts))
            size = weights[ended.number]
            site.watch.part_done(PartDone(*place, made.tally.main.sums(), bytes=size))
            expected = next(following, None)
            yield ended
    if expected is not None:
        raise RunError(f"internal mistake: part {expected.number} of flow `{made.plan.name}` did not run")


def _name(made: Ready, stage: int, part: WorkPart) -> str:
    return f"{made.number:04}-{stage:04}-{part.number:08}"


def _keep(job: Job, done: Done, site: Site) -> Kept:
    """Take the files of a part over from its worker."""
    if not isinstance(job, PartJob):
        raise RunError("internal mistake: the crew did another job than it was given")
    name = f"{job.flow:04}-{job.stage:04}-{job.part.number:08}"
    final = site.room.staging / "parts" / name
    disk.make_folder(final.parent)
    disk.replace(site.work / job.folder, final)
    return Kept(job.part.number, final, done)


def _count(kept: Kept, made: Ready, site: Site) -> None:
    """Add the counters of a part, and tell of warnings that are new."""
    tally, total = kept.done.tally, made.tally
    for key, (_, first) in tally.warned.items():
        if key not in total.warned:
            step, reason = key
            site.watch.warning(f"{reason} (step {step}, first in document {first})")
    total.add(tally)


def _parts(made: Ready, site: Site) -> Iterator[WorkPart]:
    """Yield the parts of all sources, in source order, numbered through."""
    count = 0
    for number, source in enumerate(made.sources):
        for part in _parts_of(made, number, source, count, site):
            count += 1
            yield part


def _parts_of(made: Ready, number: int, source: Source, first: int, site: Site) -> Iterable[WorkPart]:
    call: Any = made.plan.sources[number]
    if source.flow is not None:
        spills = site.ready[source.flow].results()
        return (SpillPart(first + n, number, path) for n, path in enumerate(spills))
    if call.kind == "source":
        ((_, done),) = site.crew.run([PartsJob(made.number, number)])
        return (PluginPart(first + n, number, part) for n, part in enumerate(done.parts))
    return cut(source.files, number, first, lambda file: made.by_lines(call, file))
