"""The course of a run from the first part to `run.json`: all flows, their outputs, the report."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from attrs import evolve, frozen

from docflow.catalog.catalog import CORE
from docflow.engine.accounts import check_balance, facts_of, flow_report, judge_gates
from docflow.engine.bases import Bases
from docflow.engine.budget import Budget
from docflow.engine.commit import QUARANTINE, RUN, Given, finish, give_names, write_run
from docflow.engine.components import Components, callables_of
from docflow.engine.crew.crew import Crew
from docflow.engine.crew.late import LateCrew
from docflow.engine.flow import run_flow
from docflow.engine.halt import Halt, Signals
from docflow.engine.limits import Limits
from docflow.engine.replay.again import Again
from docflow.engine.replay.pick import Replay
from docflow.engine.resume.begin import cooks_of, opened
from docflow.engine.resume.steps import steps_of
from docflow.engine.site import Progress, Ready, Site
from docflow.engine.state.room import Room
from docflow.engine.watch import Watch, Writing
from docflow.errors import Interrupted, MachineError
from docflow.io import disk
from docflow.plan.digest import digest
from docflow.plan.ir import FlowPlan, FlowRef, Plan
from docflow.plan.report import FlowReport, Report

__all__ = ["Task", "through"]


@frozen
class Task:
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


def through(task: Task, flows: Sequence[Ready], room: Room, crew: LateCrew) -> Report:
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


def _learn(task: Task, flows: Sequence[Ready], site: Site) -> None:
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


def _report(task: Task, flows: Sequence[Ready], given: Given, room: Room) -> Report:
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
