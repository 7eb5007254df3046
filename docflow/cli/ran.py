"""A run that has ended, found by its folder: the plan that ran and what it counted."""

import json
from pathlib import Path
from typing import Any

from docflow.engine.commit import RUN
from docflow.engine.state.room import STATE
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.io.names import decode, encode
from docflow.plan.ir import FlowPlan, Plan
from docflow.plan.json import from_json
from docflow.plan.signature import kind_of
from docflow.plan.walk import bodies, flatten
from docflow.report.graph.figures import Figures, figures_of
from docflow.value import frozen

__all__ = ["Ran", "find_run", "refuse_other"]


@frozen
class Ran:
    """A finished run: the plan with the values that it had, its digest, and the counts by flow."""

    path: Path
    plan: Plan
    digest: str
    figures: dict[str, Figures]


def find_run(given: str, name: str) -> Ran:
    """Read the run of the plan `name` from an output folder, a state folder or a `run.json`.

    Raises RefusedError when there is none, or none that this version can read.
    """
    path = _run_file(Path(given), name)
    try:
        record: Any = json.loads(path.read_bytes())
        plan = from_json(record["plan"])
        return Ran(path, plan, str(record["plan_digest"]), figures_of(record["report"]))
    except OSError as error:
        raise RefusedError(f"the run `{safe(str(path))}` cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise RefusedError(
            f"`{safe(str(path))}` is no record of a run that this version can read; run the flow again"
        ) from None


def _run_file(given: Path, name: str) -> Path:
    if given.is_file():
        return given
    places = (given / RUN, given / STATE / encode(name or "flow") / RUN)
    found = next((place for place in places if place.is_file()), None)
    if found is not None:
        return found
    others = sorted(decode(each.parent.name) or "" for each in (given / STATE).glob(f"*/{RUN}"))
    if others:
        named = ", ".join(f"`{safe(other)}`" for other in others[:5])
        raise RefusedError(f"`{safe(str(given))}` holds no run of `{safe(name)}`; it holds one of {named}")
    what = "no finished run" if given.is_dir() else "no such folder or file"
    raise RefusedError(
        f"`{safe(str(given))}`: {what}; give the output folder of a run, or the `run.json` that it names"
    )


def refuse_other(ran: Ran, plan: Plan) -> None:
    """Raise RefusedError when the run was of a flow with other steps: its counts fit nowhere then."""
    now = {flow.name: flow for flow in plan.flows}
    for flow in ran.plan.flows:
        named = f"flow `{flow.name}`" if flow.name else "flow"
        if flow.name not in now:
            _refuse(ran, f"it has no {named}")
        before, after = _steps(flow), _steps(now[flow.name])
        for (step, kind), (other, other_kind) in zip(before, after, strict=False):
            if step != other:
                _refuse(ran, f"step `{safe(step)}` of the run is `{safe(other)}` now")
            if kind != other_kind:
                _refuse(ran, f"step `{safe(step)}` is another one now, or has other arms")
        if len(before) != len(after):
            _refuse(ran, f"the run had {len(before)} steps, the flow has {len(after)}")
        if len(flow.sources) != len(now[flow.name].sources):
            _refuse(ran, "it had other sources")


def _refuse(ran: Ran, why: str) -> None:
    raise RefusedError(f"the flow has changed since the run `{safe(str(ran.path))}`: {why}; run it again")


def _steps(flow: FlowPlan) -> list[tuple[str, str]]:
    """Return the steps of a flow with what they are and how many blocks they have, outer ones first."""
    found: list[tuple[str, str]] = []
    todo = list(reversed(flatten(flow.body)))
    while todo:
        step: Any = todo.pop()
        inner = bodies(step)
        found.append((step.id, f"{kind_of(step)} {len(inner)}"))
        todo += [each for body in reversed(inner) for each in reversed(body)]
    return found
