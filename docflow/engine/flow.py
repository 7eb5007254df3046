"""One flow at work, seen from the parent: its parts through its stages, pieces kept, counters added up."""

from collections.abc import Iterator, Mapping

from docflow.engine.growing import growing
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.past import Want
from docflow.engine.resume.row import Place
from docflow.engine.site import Kept, Ready, Site
from docflow.engine.state.piece import SKETCHES
from docflow.engine.wants import bytes_of, parts_of, wants_of
from docflow.engine.watch import FlowStarted, PartDone, Reused, StageStarted
from docflow.engine.work.job import Done, Job, PartJob, ReduceJob
from docflow.engine.work.made import END
from docflow.engine.work.refill.part import ReplayPart
from docflow.errors import RunError
from docflow.io import disk

__all__ = ["run_flow"]


def run_flow(made: Ready, site: Site) -> None:
    """Run a flow: fills its `tally` and `kept`. Raises Halt, RunError or OSError when the run stops."""
    parts = tuple(parts_of(made, site))
    progress = site.progress
    progress.flow, progress.done, progress.parts = made.plan.name, 0, len(parts) * made.stages
    site.watch.flow_started(FlowStarted(made.plan.name, len(parts), sum(map(bytes_of, parts))))
    for stage in range(made.stages):
        wants = wants_of(stage, made, parts, site.cooks[made.plan.name], site.ready)
        made.kept.append(list(_run_stage(stage, made, wants, site)))
    site.ready[made.plan.name] = made
    if lost := sum(by for (step, _), by in made.tally.dropped.items() if step == END):
        made.tally.notes.append(
            f"{lost} documents reached the end of the flow without a `to` and were dropped"
        )


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
    for done in _done(stage, made, todo, lines, site, first=not waiting):
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


def _done(
    stage: int, made: Ready, todo: dict[int, Want], lines: Lines, site: Site, *, first: bool
) -> Iterator[Kept | None]:
    """Yield None, then the parts that ran in the order in which they end; `first` says that no other did."""
    yield None
    if not todo:
        return
    if stage:
        found = [
            (kept.number, kept.folder / SKETCHES) for kept in made.kept[stage - 1] if kept.piece(SKETCHES)
        ]
        site.crew.reduce(ReduceJob(made.number, stage - 1, tuple(found)))

    grown = growing(made, site, first=first)

    def jobs() -> Iterator[Job]:
        for number, want in todo.items():
            part = lines(want.part)
            site.past.began(part)
            given = site.again.part(want, part, made.first) if site.again else part
            folder = f"{made.number:04}-{stage:04}-{number:08}-{site.token}"
            yield PartJob(made.number, stage, given, folder, grown=grown.files)

    for job, done in site.crew.run(jobs()):
        if not isinstance(job, PartJob):
            raise RunError("internal mistake: the crew did another job than it was given")
        yield _keep(job, done, todo[job.part.number], made, site, places=grown.took(done))


def _keep(
    job: PartJob, done: Done, want: Want, made: Ready, site: Site, *, places: Mapping[str, Place]
) -> Kept:
    """Take the files of a part over from its worker; some are in their `places` already."""
    folder, part = job.folder, job.part
    final = site.parts / folder
    disk.make_folder(final.parent)
    disk.replace(site.work / folder, final)
    if isinstance(part, ReplayPart):
        if site.again is None:
            raise RunError("internal mistake: a part was replayed that nobody asked for")
        row = site.again.row(want, done, folder, made.first)
    else:
        row = site.past.remember(want, part, done, folder, made.first, places=places)
    return Kept(want, row, final, False, seconds=done.seconds)


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
        seconds=kept.seconds,
        reused=kept.reused,
        bytes=bytes_of(kept.want.part),
    )
    site.watch.part_done(event)
