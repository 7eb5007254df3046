"""What a failed claim leaves open where several documents or sinks are there: which one it means."""

from collections.abc import Iterable

from docflow.engine.cases.outcome import Outcome
from docflow.io.escape import safe
from docflow.plan.case import Claim, Failure
from docflow.plan.decide import lookups
from docflow.plan.expr import DocField, SinkValue
from docflow.value import evolve

__all__ = ["told"]


def told(failed: Iterable[tuple[Claim, Failure]], outcome: Outcome) -> list[Failure]:
    """Return the failures; the first about `doc`, and the first about sinks, tell what came out."""
    found: list[Failure] = []
    seen: set[type] = set()
    for claim, failure in failed:
        about = {type(each) for each in lookups(claim.condition)} - seen
        seen |= about
        found.append(_told(failure, about, outcome))
    return found


def _told(failure: Failure, about: set[type], outcome: Outcome) -> Failure:
    if DocField in about and len(outcome.documents) > 1:
        meant = safe(outcome.documents[0].id)
        failure = evolve(failure, meant=meant, came=len(outcome.documents))
    if SinkValue in about and len(outcome.sinks) > 1:
        sinks = tuple((safe(name), len(docs)) for name, docs in outcome.sinks.items())
        failure = evolve(failure, sinks=sinks)
    return failure
