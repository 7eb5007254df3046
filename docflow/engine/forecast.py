"""What a run would do, read off the ledger of the last one: nothing is run, locked or written."""

import fcntl
import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.inputs.part import SpillPart, WorkPart, cut
from docflow.engine.limits import Limits
from docflow.engine.outputs.target import common_folder
from docflow.engine.prepare import chosen
from docflow.engine.ready import ready_flows
from docflow.engine.resume.begin import cooks_of
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.past import Past
from docflow.engine.resume.recipe import Cook
from docflow.engine.resume.store import Unfit, read_store
from docflow.engine.resume.where import PARTS
from docflow.engine.secrets import masking, secret_values
from docflow.engine.site import Kept, Ready
from docflow.engine.state.piece import RESULT
from docflow.engine.state.room import LOCK, STATE, state_folder
from docflow.engine.wants import wants_of
from docflow.io.escape import safe
from docflow.plan.forecast import FlowForecast, Forecast
from docflow.plan.home import at_home
from docflow.plan.ir import Call, Plan
from docflow.plan.optimise import optimise
from docflow.plan.walk import calls_of

__all__ = ["forecast"]

Asked = tuple[FlowForecast, bool]


def forecast(
    plan: Plan, catalog: Catalog, bases: Bases, *, flow: str | None = None, limits: Limits | None = None
) -> Forecast | None:
    """Return which parts of a plan would run now, and why; None where no run left anything.

    Raises RefusedError and InputError as a run would.
    """
    plan = optimise(at_home(chosen(plan, flow)))
    values = secret_values(tuple(call for each in plan.flows for call in calls_of(each)))
    components = Components(catalog, bases, values, masking(values))
    flows = ready_flows(plan, components, bases)
    out = common_folder(tuple(target for made in flows for target in made.targets))
    state = state_folder(out, plan.name)
    with TemporaryDirectory(prefix="docflow-") as copy:
        try:
            store = read_store(state, Path(copy))
        except (Unfit, OSError) as error:
            busy = _busy(out)
            return Forecast((), busy or f"what earlier runs left cannot be used: {safe(str(error))}")
        if store is None:
            return None
        try:
            past = Past(store, state, repr(limits or Limits()))
            cooks = cooks_of(flows, components, past)
            return Forecast(
                tuple(_each(made, flows, cooks[made.plan.name], past) for made in flows), _busy(out)
            )
        finally:
            store.close()


def _busy(out: Path) -> str:
    """Return a sentence when a run is at work there."""
    try:
        handle = os.open(out / STATE / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return "a run is at work there now; what is said here may be old"
    except OSError:
        return ""
    finally:
        os.close(handle)
    return ""


def _each(made: Ready, flows: list[Ready], cook: Cook, past: Past) -> FlowForecast:
    """Ask for the parts of a flow, stage by stage as long as all are there; fills its `kept`."""
    name = made.plan.name
    ready = {each.plan.name: each for each in flows if len(each.kept) == each.stages}
    missing = [source.flow for source in made.sources if source.flow is not None and source.flow not in ready]
    if missing:
        return FlowForecast(name, 0, 0, note=f"it reads flow `{missing[0]}`, whose result is not known yet")
    if any(isinstance(call, Call) and call.kind == "source" for call in made.plan.sources):
        return FlowForecast(name, 0, 0, note="its source says at the start of a run what there is to read")
    parts = _parts(made, ready)
    for stage in range(made.stages):
        reasons: Counter[tuple[str, tuple[str, ...]]] = Counter()
        wants, found = wants_of(stage, made, parts, cook, ready), list[Kept]()
        lines = Lines([want.part for want in wants], past.seen)
        for want in wants:
            answer = past.ask(want, lines)
            if answer.row is None:
                reasons[answer.why, answer.steps] += 1
            else:
                shift = answer.row.first - made.first
                found.append(Kept(want, answer.row, past.folder / PARTS / answer.row.folder, True, shift))
        if reasons:
            told = tuple((why, what, count) for (why, what), count in reasons.most_common())
            return FlowForecast(name, len(parts), sum(reasons.values()), told, _stage(stage, made))
        made.kept.append(found)
    return FlowForecast(name, len(parts), 0)


def _stage(stage: int, made: Ready) -> str:
    if stage:
        return "behind its corpus step; all before it is reused"
    return "then all parts behind its corpus step" if made.stages > 1 else ""


def _parts(made: Ready, ready: dict[str, Ready]) -> tuple[WorkPart, ...]:
    found: list[WorkPart] = []
    for number, source in enumerate(made.sources):
        call = made.plan.sources[number]
        if source.flow is not None:
            spills = ready[source.flow].results()
            found += [
                SpillPart(len(found) + n, number, kept.folder / RESULT) for n, kept in enumerate(spills)
            ]
        elif isinstance(call, Call):
            found += cut(source.files, number, len(found), lambda file, call=call: made.by_lines(call, file))  # type: ignore[misc]
    return tuple(found)
