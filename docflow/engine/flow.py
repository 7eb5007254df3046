"""One flow at work, seen from the parent: its parts through its stages, pieces kept, counters added up."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from docflow.engine.crew.late import LateCrew
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart, SpillPart, WorkPart, cut
from docflow.engine.ledger import Tally
from docflow.engine.outputs.target import Target
from docflow.engine.prepare import Source
from docflow.engine.replay.again import Again
from docflow.engine.resume.identity import identities
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.past import Past, Want, token
from docflow.engine.resume.recipe import Cook, state_digest
from docflow.engine.resume.row import Row
from docflow.engine.resume.where import PARTS
from docflow.engine.state.piece import DOCUMENTS, RESULT, SKETCHES, Piece, sink_name
from docflow.engine.state.room import Room
from docflow.engine.watch import FlowStarted, PartDone, Reused, StageStarted, Watch
from docflow.engine.work.job import Done, FlowFacts, Job, PartJob, PartsJob, ReduceJob
from docflow.engine.work.made import END
from docflow.engine.work.refill.part import ReplayPart
from docflow.errors import RunError
from docflow.io import disk
from docflow.plan.ir import Barrier, Call, FlowPlan

__all__ = ["Kept", "Progress", "Ready", "Site", "parts_of", "run_flow", "wants_of"]


@define
class Kept:
    """A part that is done: what was wanted, its row, the folder of its pieces, whether an earlier run did it.

    `shift` is by how much the numbers of the flow's sinks differ in the names of its pieces.
    """

    want: Want
    row: Row
    folder: Path
    reused: bool
    shift: int = 0

    @property
    def number(self) -> int:
        """The number of the part in this run."""
        return self.want.part.number

    def piece(self, name: str) -> Piece | None:
        """Return the piece of that name, if the part left one."""
        return next((piece for piece in self.row.pieces if piece.name == name), None)

    def sink(self, number: int) -> Piece | None:
        """Return the piece of the sink with that number in this run, if the part left one."""
        return self.piece(sink_name(number + self.shift))


@define
class Progress:
    """How far the flow at work is: parts done of all its parts, through all its stages."""

    flow: str = ""
    done: int = 0
    parts: int = 0

    @property
    def said(self) -> str:
        """A sentence about it; "" when nothing is done."""
        if not self.done:
            return ""
        of = f" of flow `{self.flow}`" if self.flow else ""
        return f"{self.done} of {self.parts} parts{of} are done"


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

    @property
    def first(self) -> int:
        """The number of its first sink."""
        return self.targets[0].number if self.targets else 0

    def parts(self) -> Iterator[Kept]:
        """Yield the parts of all stages."""
        for stage in self.kept:
            yield from stage

    def results(self) -> list[Kept]:
        """Return the parts that left spills of the flow's result, in order."""
        return [kept for kept in self.parts() if kept.piece(RESULT)]


@frozen
class Site:
    """Where flows run: state folder, crew, who watches, the ledger, the cooks and the flows done, by name."""

    room: Room
    crew: LateCrew
    watch: Watch
    past: Past
    cooks: dict[str, Cook]
    ready: dict[str, Ready] = field(factory=dict)
    token: str = field(factory=token)
    progress: Progress = field(factory=Progress)
    again: Again | None = None

    @property
    def work(self) -> Path:
        """Where attempts write."""
        return self.room.staging / "work"

    @property
    def parts(self) -> Path:
        """Where the pieces of parts that are done stand."""
        return self.room.folder / PARTS


def run_flow(made: Ready, site: Site) -> None:
    """Run a flow: fills its `tally` and `kept`. Raises Halt, RunError or OSError when the run stops."""
    parts = tuple(parts_of(made, site))
    progress = site.progress
    progress.flow, progress.done, progress.parts = made.plan.name, 0, len(parts) * made.stages
    site.watch.flow_started(FlowStarted(made.plan.name, len(parts), sum(map(_bytes, parts))))
    for stage in range(made.stages):
        wants = wants_of(stage, made, parts, site.cooks[made.plan.name], site.ready)
        made.kept.append(list(_run_stage(stage, made, wants, site)))
    site.ready[made.plan.name] = made
    if lost := sum(by for (step, _), by in made.tally.dropped.items() if step == END):
        made.tally.notes.append(
            f"{lost} documents reached the end of the flow without a `to` and were dropped"
        )


def _bytes(part: WorkPart) -> int:
    if isinstance(part, FilePart):
        return part.span.end - part.span.start if part.span else sum(file.size for file in part.files)
    return part.part.size if isinstance(part, PluginPart) else 0


def wants_of(
    stage: int, made: Ready, parts: tuple[WorkPart, ...], cook: Cook, ready: dict[str, Ready]
) -> list[Want]:
    """Return what a stage is to do: `parts` in the first one, else the spills of the stage before."""
    name = made.plan.name
    if stage:
        before = made.kept[stage - 1]
        state = state_digest((kept.number, kept.piece(SKETCHES)) for kept in before)
        recipe = cook.recipe(stage, 0)
        found = []
        for kept in before:
            part = SpillPart(kept.number, 0, kept.folder / DOCUMENTS)
            spill = kept.piece(DOCUMENTS)
            digest = spill.digest if spill else ""
            found.append(Want(name, stage, kept.want.identity, part, recipe, digest, state))
        return found
    spills = {
        str(kept.folder / RESULT): kept
        for source in made.sources
        if source.flow is not None and source.flow in ready
        for kept in ready[source.flow].results()
    }
    names = identities(
        parts, {path: f"{kept.want.stage} {kept.want.identity}" for path, kept in spills.items()}
    )
    return [
        Want(name, 0, names[part.number], part, cook.recipe(0, part.source), _digest(part, spills))
        for part in parts
    ]


def _digest(part: WorkPart, spills: dict[str, Kept]) -> str:
    kept = spills.get(str(part.path)) if isinstance(part, SpillPart) else None
    piece = kept.piece(RESULT) if kept else None
    return piece.digest if piece else ""


def _run_stage(stage: int, made: Ready, wants: list[Want], site: Site) -> Iterator[Kept]:
    """Run the parts of a stage; yield them in source order, whatever the order in which they end."""
    site.watch.stage_started(StageStarted(made.plan.name, stage, made.stages, len(wants)))
    lines = Lines([want.part for want in wants], site.past.seen)
    waiting = _taken(made, wants, lines, site)
    if stage == 0 and waiting:
        site.watch.reused(Reused(made.plan.name, len(waiting), len(wants)))
    todo = {want.part.number: want for want in wants if want.part.number not in waiting}
    following = iter([want.part.number for want in wants])
    expected = next(following, None)
    for done in _done(stage, made, todo, lines, site):
        if done is not None:
            waiting[done.number] = done
        while expected is not None and expected in waiting:
            ended = waiting.pop(expected)
            _count(ended, made, len(wants), site)
            expected = next(following, None)
            yield ended
    if expected is not None:
        raise RunError(f"internal mistake: part {expected} of flow `{made.plan.name}` did not run")


def _taken(made: Ready, wants: list[Want], lines: Lines, site: Site) -> dict[int, Kept]:
    """Return the parts that an earlier run did, by number."""
    ask = site.again.ask if site.again else site.past.ask
    found = {}
    for want in wants:
        answer = ask(want, lines)
        if answer.row is not None:
            folder = site.parts / answer.row.folder
            found[want.part.number] = Kept(want, answer.row, folder, True, answer.row.first - made.first)
    return found


def _done(stage: int, made: Ready, todo: dict[int, Want], lines: Lines, site: Site) -> Iterator[Kept | None]:
    """Yield None, then the parts that ran in the order in which they end."""
    yield None
    if not todo:
        return
    if stage:
        found = [
            (kept.number, kept.folder / SKETCHES) for kept in made.kept[stage - 1] if kept.piece(SKETCHES)
        ]
        site.crew.reduce(ReduceJob(made.number, stage - 1, tuple(found)))

    def jobs() -> Iterator[Job]:
        for number, want in todo.items():
            part = lines(want.part)
            site.past.began(part)
            given = site.again.part(want, part, made.first) if site.again else part
            yield PartJob(made.number, stage, given, f"{made.number:04}-{stage:04}-{number:08}-{site.token}")

    for job, done in site.crew.run(jobs()):
        if not isinstance(job, PartJob):
            raise RunError("internal mistake: the crew did another job than it was given")
        yield _keep(job, done, todo[job.part.number], made, site)


def _keep(job: PartJob, done: Done, want: Want, made: Ready, site: Site) -> Kept:
    """Take the files of a part over from its worker."""
    folder, part = job.folder, job.part
    final = site.parts / folder
    disk.make_folder(final.parent)
    disk.replace(site.work / folder, final)
    if isinstance(part, ReplayPart):
        if site.again is None:
            raise RunError("internal mistake: a part was replayed that nobody asked for")
        row = site.again.row(want, done, folder, made.first)
    else:
        row = site.past.remember(want, part, done, folder, made.first)
    return Kept(want, row, final, False)


def _count(kept: Kept, made: Ready, parts: int, site: Site) -> None:
    """Add the counters of a part; tell of it, and of warnings that are new."""
    tally, total = kept.row.tally, made.tally
    for key, (_, first) in tally.warned.items():
        if key not in total.warned:
            step, reason = key
            site.watch.warning(f"{reason} (step {step}, first in document {first})")
    total.add(tally)
    site.progress.done += 1
    event = PartDone(
        made.plan.name,
        kept.want.stage,
        made.stages,
        kept.number,
        parts,
        total.main.sums(),
        reused=kept.reused,
        bytes=_bytes(kept.want.part),
    )
    site.watch.part_done(event)


def parts_of(made: Ready, site: Site) -> Iterator[WorkPart]:
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
        return (SpillPart(first + n, number, kept.folder / RESULT) for n, kept in enumerate(spills))
    if call.kind == "source":
        ((_, done),) = site.crew.run([PartsJob(made.number, number)])
        return (PluginPart(first + n, number, part) for n, part in enumerate(done.parts))
    return cut(source.files, number, first, lambda file: made.by_lines(call, file))
