"""What lies before a document that goes on from a step: the rest of its way through the stage."""

from collections.abc import Sequence

from docflow.plan.ir import LineGroup, Step, TeeStep
from docflow.plan.walk import bodies
from docflow.value import frozen

__all__ = ["Rest", "rest_of"]


@frozen
class Rest:
    """The steps of the way, and the `tee` in which it ends ("" for the end of the stage)."""

    steps: tuple[Step, ...]
    tee: str = ""


def rest_of(steps: Sequence[Step], id_: str) -> Rest | None:
    """Return a step of an optimised body and what comes after it; None when it is not there.

    Behind the end of a branch come the steps after the branch; a copy in a `tee` ends there. Line rules that
    run as one are found under the first of them.
    """
    for number, step in enumerate(steps):
        after = tuple(steps[number + 1 :])
        if isinstance(step, LineGroup):
            for at, each in enumerate(step.steps):
                if each.id == id_:
                    return Rest((step, *after) if at == 0 else (*step.steps[at:], *after))
            continue
        if getattr(step, "id", None) == id_:
            return Rest((step, *after))
        for body in bodies(step):
            inner = rest_of(body, id_)
            if inner is None:
                continue
            if inner.tee:
                return inner
            return Rest(inner.steps, step.id) if isinstance(step, TeeStep) else Rest(inner.steps + after)
    return None
