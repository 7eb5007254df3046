"""Plan -> the same plan in stages, as the engine runs it.

The chapters, in order:

1. `flat`: take apart what an earlier call has put together, so that optimising twice changes nothing.
2. `joined_line_rules`: neighbouring line-rule steps that fail alike become one LineGroup, in every body;
   the engine gives each group to one matcher, which reads a text once and still counts by rule.
3. `staged`: the steps between two corpus steps become one Fused loop, a corpus step a Barrier.

No pass changes what a flow writes or counts: the digest stays, and `walk.flatten` gives the body back.
"""

from collections.abc import Callable
from itertools import groupby

from docflow.plan.ir import ApplyStep, Barrier, Fused, LineGroup, Outcome, Plan, Step
from docflow.plan.walk import flatten, is_kind, with_bodies
from docflow.value import evolve

__all__ = ["PASSES", "optimise"]

Steps = tuple[Step, ...]


def optimise(plan: Plan) -> Plan:
    """Return the plan with the body of every flow in stages (Fused, Barrier) and line rules joined."""
    flows = []
    for flow in plan.flows:
        body = flow.body
        for change in PASSES:
            body = change(body)
        flows.append(evolve(flow, body=body))
    return evolve(plan, flows=tuple(flows))


def flat(steps: Steps) -> Steps:
    """Take stages and groups apart."""
    return flatten(steps)


def joined_line_rules(steps: Steps) -> Steps:
    """Join neighbouring line-rule steps with the same `on error`; one alone stays as it is."""
    found: list[Step] = []
    for outcome, run in groupby(steps, _line_rules):
        together = tuple(step for step in run if isinstance(step, ApplyStep)) if outcome else ()
        if len(together) > 1:
            found.append(LineGroup(together))
        elif together:
            found.append(together[0])
        else:
            found.extend(with_bodies(step, joined_line_rules) for step in run)
    return tuple(found)


def _line_rules(step: Step) -> Outcome | None:
    """Return what a line-rule step does on error, None for every other step."""
    return step.on_error if isinstance(step, ApplyStep) and is_kind(step, "line_rules") else None


def staged(steps: Steps) -> Steps:
    """Put the steps between corpus steps into one loop each."""
    found: list[Step] = []
    for corpus, run in groupby(steps, lambda step: is_kind(step, "corpus")):
        if corpus:
            found.extend(Barrier(step) for step in run if isinstance(step, ApplyStep))
        else:
            found.append(Fused(tuple(run)))
    return tuple(found)


PASSES: tuple[Callable[[Steps], Steps], ...] = (flat, joined_line_rules, staged)
