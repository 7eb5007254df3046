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

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.budget import Budget
from docflow.engine.commit import QUARANTINE, RUN
from docflow.engine.components import Components
from docflow.engine.course import Task, through
from docflow.engine.crew.choose import PROCESSES, cores
from docflow.engine.crew.crew import Crew
from docflow.engine.crew.inline import InlineCrew
from docflow.engine.crew.late import LateCrew
from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.engine.crew.sandbox.reach import needs_network, needs_programs, reads_of
from docflow.engine.halt import Halt, Signals, held
from docflow.engine.limits import Limits, Sandbox
from docflow.engine.outputs.refuse import refuse_folders
from docflow.engine.outputs.target import common_folder
from docflow.engine.pool import pick_pool
from docflow.engine.prepare import chosen
from docflow.engine.ready import ready_flows
from docflow.engine.replay.pick import Replay
from docflow.engine.resume.store import LEDGER
from docflow.engine.secrets import masking, secret_values
from docflow.engine.site import Ready
from docflow.engine.state.room import entered, state_folder
from docflow.engine.subscribers import subscribed, tell_end
from docflow.engine.watch import RunStarted, Watch
from docflow.engine.work.order import Order
from docflow.errors import Interrupted, MachineError, RefusedError
from docflow.io.escape import safe
from docflow.plan.digest import digest
from docflow.plan.home import at_home
from docflow.plan.ir import Plan
from docflow.plan.optimise import optimise
from docflow.plan.report import Report
from docflow.plan.walk import calls_of

__all__ = ["Bases", "Watch", "run"]


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
        task = Task(*shared, limits or Limits(), fresh, replay, budget)
        try:
            report = _run(task, sandbox)
        finally:
            crew.close()
    watch.run_finished(report)
    return report


def _run(task: Task, sandbox: Sandbox) -> Report:
    plan, watch, signals = task.plan, task.watch, task.signals
    flows = ready_flows(task.plan, task.components, task.bases)
    targets = tuple(target for made in flows for target in made.targets)
    state = state_folder(common_folder(targets), plan.name)
    work = state / "staging" / "work"
    refuse_folders(state, (RUN, QUARANTINE))
    order = _order(task, flows, work, sandbox)
    crew = LateCrew(task.crew, order)
    if task.fresh or not os.path.lexists(state / LEDGER):
        crew.facts()  # refuse what cannot start before anything is written; else a run has written before
    event = RunStarted(plan.name, digest(plan), tuple(each.name for each in plan.flows), task.crew.size)
    subscribers = subscribed(plan, task.components.catalog, event)
    watch.run_started(event)
    folders = [target.folder for target in targets]
    with entered(common_folder(targets), plan.name, folders, signals) as room:
        report = through(task, flows, room, crew)
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


def _order(task: Task, flows: Sequence[Ready], work: Path, sandbox: Sandbox) -> Order:
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
