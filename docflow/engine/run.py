"""Running a plan: refuse what can be refused, run flow after flow, give the outputs their names, judge.

The order of things is the promise: nothing is written before everything that can be refused has been,
no final name changes before all documents have gone through, and `run.json` is written last.
"""

import errno
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from attrs import evolve, frozen

from docflow.catalog.catalog import CORE, Catalog
from docflow.engine.accounts import check_balance, facts_of, flow_report, judge_gates
from docflow.engine.bases import Bases
from docflow.engine.budget import Budget
from docflow.engine.commit import QUARANTINE, RUN, Given, finish, give_names, write_run
from docflow.engine.components import Components, callables_of
from docflow.engine.crew.choose import PROCESSES, cores
from docflow.engine.crew.crew import Crew
from docflow.engine.crew.inline import InlineCrew
from docflow.engine.crew.late import LateCrew
from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.engine.crew.sandbox.reach import needs_network, needs_programs, reads_of
from docflow.engine.flow import Progress, Ready, Site, run_flow
from docflow.engine.halt import Halt, Signals, held
from docflow.engine.limits import Limits, Sandbox
from docflow.engine.outputs.target import common_folder
from docflow.engine.pool import pick_pool
from docflow.engine.prepare import chosen
from docflow.engine.ready import ready_flows
from docflow.engine.replay.again import Again
from docflow.engine.replay.pick import Replay
from docflow.engine.resume.begin import cooks_of, opened
from docflow.engine.resume.steps import steps_of
from docflow.engine.resume.store import LEDGER
from docflow.engine.secrets import masking, secret_values
from docflow.engine.state.room import Room, entered, state_folder
from docflow.engine.subscribers import subscribed, tell_end
from docflow.engine.watch import RunStarted, Watch, Writing
from docflow.engine.work.order import Order
from docflow.errors import Interrupted, MachineError, RefusedError
from docflow.io import disk
from docflow.io.escape import safe
from docflow.plan.digest import digest
from docflow.plan.home import at_home
from docflow.plan.ir import FlowPlan, FlowRef, Plan
from docflow.plan.optimise import optimise
from docflow.plan.report import FlowReport, Report
from docflow.plan.walk import calls_of

__all__ = ["Bases", "Watch", "run"]


@frozen
class _Task:
    """One run, as its parts share it."""

    plan: Plan
    components: Components
    bases: Bases
    signals: Signals
    watch: Watch
    crew: Crew
    begun: float
    limits: Limits
    fresh: bool
    replay: Replay | None
    budget: Budget | None


def run(
    plan: Plan,
    catalog: Catalog,
    bases: Bases,
    *,
    flow: str | None = None,
    watch: Watch | None = None,
    workers: int | None = None,
    engine: str | None = None,
    limits: Limits | None = None,
    sandbox: Sandbox = "auto",
    fresh: bool = False,
    replay: Replay | None = None,
    budget: Budget | None = None,
) -> Report:
    """Run a plan and return the report; `flow` runs one flow and those that it reads.

    `engine` says where the work is done: "inline" (None, too) in this process, "processes" in supervised
    worker processes, or in a pool that a plugin brings; `workers` is the number of processes (None: one a
    core). Neither changes a byte of the outputs. `sandbox` (auto,
    require, off) says whether workers give up the rights that they do not need; `fresh` reuses nothing of
    earlier runs; with `replay` only entries of the quarantine are done. `budget` is how many documents may
    fail, in place of what each flow says.

    Raises RefusedError before anything is written, InputError when no input matches, MachineError when
    the environment fails (disk full, another run at work), RunError when the flow or a component stops the
    run, Interrupted after Ctrl-C or SIGTERM. After each of them earlier outputs are as they were, but for
    two: an `Interrupted` that is `complete` (a signal never breaks the giving of names; it is obeyed
    after it), and a MachineError while names are given, which says so.
    """
    begun = time.monotonic()
    watch = watch or Watch()
    if sandbox == "require" and engine != PROCESSES:
        raise RefusedError("`--sandbox=require` confines worker processes; run with `--engine processes`")
    with _told(), held() as signals:
        plan = optimise(at_home(chosen(plan, flow)))
        components = _components(plan, catalog, bases)
        crew = _crew(engine, workers, components, signals, watch)
        shared = (plan, components, bases, signals, watch, crew, begun)
        task = _Task(*shared, limits or Limits(), fresh, replay, budget)
        try:
            report = _run(task, sandbox)
        finally:
            crew.close()
    watch.run_finished(report)
    return report


def _run(task: _Task, sandbox: Sandbox) -> Report:
    plan, watch, signals = task.plan, task.watch, task.signals
    flows = ready_flows(task.plan, task.components, task.bases)
    targets = tuple(target for made in flows for target in made.targets)
    state = state_folder(common_folder(targets), plan.name)
    work = state / "staging" / "work"
    order = _order(task, flows, work, sandbox)
    crew = LateCrew(task.crew, order)
    if task.fresh or not os.path.lexists(state / LEDGER):
        crew.facts()  # refuse what cannot start before anything is written; else a run has written before
    event = RunStarted(plan.name, digest(plan), tuple(each.name for each in plan.flows), task.crew.size)
    subscribers = subscribed(plan, task.components.catalog, event)
    watch.run_started(event)
    folders = [target.folder for target in targets]
    with entered(common_folder(targets), plan.name, folders, signals) as room:
        report = _through(task, flows, room, crew)
    tell_end(subscribers, report, watch)
    signals.obey()  # one that came while outputs got their names, or while staging was removed
    return report


def _crew(
    engine: str | None, workers: int | None, components: Components, signals: Signals, watch: Watch
) -> Crew:
    if engine != PROCESSES:
        return InlineCrew(components, signals, pick_pool(components.catalog, engine))
    process = import_module("docflow.engine.crew.process.crew")  # checks and tests start without it
    made: Crew = process.ProcessCrew(workers or cores(), watch, signals)
    return made


def _order(task: _Task, flows: Sequence[Ready], work: Path, sandbox: Sandbox) -> Order:
    """Return what workers must know, also what they may reach.

    Raises MachineError when the sandbox that is required cannot be had.
    """
    plan, components = task.plan, task.components
    network = needs_network(plan, components.catalog)
    if sandbox == "require":  # brings ctypes, which this process needs for nothing else
        import_module("docflow.engine.crew.sandbox.enter").refuse_here(
            Confinement(mode=sandbox, network=network)
        )
    files = (file for made in flows for source in made.sources for file in source.files)
    reads = reads_of(plan, task.bases, files, work.parents[1], components.catalog)
    programs = needs_programs(plan, components.catalog)
    return Order(plan, task.bases, work, task.limits, components.secrets, sandbox, reads, network, programs)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what stops a run from inside into the errors that callers know."""
    try:
        yield
    except Halt as halt:
        raise halt.error from halt.__cause__
    except KeyboardInterrupt as error:
        raise Interrupted(2) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        where = f" (`{safe(str(error.filename))}`)" if error.filename else ""
        said = "the disk is full" if full else (error.strerror or str(error))
        raise MachineError(f"the run stopped: {said}{where}; earlier outputs are as they were") from error


def _components(plan: Plan, catalog: Catalog, bases: Bases) -> Components:
    values = secret_values(tuple(call for flow in plan.flows for call in calls_of(flow)))
    return Components(catalog, bases, values, masking(values))


def _through(task: _Task, flows: Sequence[Ready], room: Room, crew: LateCrew) -> Report:
    """Run all flows and commit what they made."""
    with opened(room.folder, task.limits, fresh=task.fresh) as (past, why):
        if why:
            task.watch.warning(why)
        site = Site(room, crew, task.watch, past, cooks_of(flows, task.components, past))
        if task.replay is not None:
            site = evolve(
                site,
                again=import_module("docflow.engine.replaying").select(task.replay.pick, flows, site),
            )
        disk.make_folder(site.work)  # the only folder in which confined workers may write
        with _counted(site.progress):
            for made in flows:
                run_flow(made, site)
                check_balance(made.plan.name, made.tally)
            _learn(task, flows, site)
            task.watch.writing(Writing(sum(len(made.targets) for made in flows)))
            finished = [finish(target, made, site) for made in flows for target in made.targets]
        with task.signals.later():
            given = give_names(finished, flows, site)
            _tell(task.replay, site.again)
            report = _report(task, flows, given, room)
            write_run(site, task.plan, report, flows, same=given.same)
            task.signals.complete = True
            past.settle([made.plan.name for made in flows])
    return report


def _learn(task: _Task, flows: Sequence[Ready], site: Site) -> None:
    """Fill in what the report must know of the steps of flows."""
    code = site.cooks[flows[0].plan.name].code.of(CORE)
    for made, facts in zip(flows, steps_of(task.plan, code, site.past, site.crew.facts), strict=True):
        made.facts = facts


def _tell(replay: Replay | None, again: Again | None) -> None:
    """Say what came of a replay."""
    if replay is not None and again is not None:
        replay.entries, replay.again, replay.others = again.entries, again.again, again.others


@contextmanager
def _counted(progress: Progress) -> Iterator[None]:
    """Say in what stops a run how much of it is done: that is not done again."""
    try:
        yield
    except Halt as halt:
        if isinstance(halt.error, Interrupted):
            halt.error = Interrupted(halt.error.exit_code - 128, progress=progress.said)
        elif isinstance(halt.error, MachineError) and progress.done:
            halt.error = MachineError(f"{halt.error}; {progress.said} and kept")
        raise
    except MachineError as error:
        if not progress.done:
            raise
        raise MachineError(f"{error}; {progress.said} and kept") from error


def _report(task: _Task, flows: Sequence[Ready], given: Given, room: Room) -> Report:
    seconds = time.monotonic() - task.begun
    reports = []
    for made in flows:
        callables = callables_of(task.components.catalog, made.plan.gates)
        gates = judge_gates(made.plan.gates, facts_of(made.tally, seconds), callables)
        own = tuple(given.outputs[target.number] for target in made.targets)
        told = flow_report(made.plan, made.tally, dict(made.facts.steps), own, gates)
        budget = task.budget or Budget(made.plan.settings.max_errors)
        reports.append(evolve(told, allowed=budget.allows(told.sums, told.copies)))
    kept = room.folder / QUARANTINE
    report = Report(digest(task.plan), tuple(reports), _exit_code(task.plan.flows, reports), seconds)
    report = evolve(report, run_file=task.bases.show(room.folder / RUN), unchanged=given.same)
    return evolve(report, quarantine=task.bases.show(kept) if kept.exists() else "")


def _exit_code(plans: Sequence[FlowPlan], reports: Sequence[FlowReport]) -> int:
    """Return 6 for an input without any document, 1 when a gate failed, 3 for more errors than allowed, 0.

    Empty input is never a success (it is mostly a mistake upstream), though the outputs are complete.
    """
    if any(not report.sums.seen and _has_inputs(plan) for plan, report in zip(plans, reports, strict=True)):
        return 6
    if any(not gate.passed and gate.action == "fail" for report in reports for gate in report.gates):
        return 1
    return 3 if any(report.errors > report.allowed for report in reports) else 0


def _has_inputs(flow: FlowPlan) -> bool:
    return any(not isinstance(source, FlowRef) for source in flow.sources)
