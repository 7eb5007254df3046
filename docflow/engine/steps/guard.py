"""What an error in a component costs: exactly the document in hand, in the way that `on error` says.

Everything that a component raises is caught, also SystemExit, GeneratorExit and MemoryError; only the
stop of the run passes. The document is put back as it entered the step.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from attrs import frozen

from docflow.engine.desk import QUARANTINE, Desk, Spot, explain
from docflow.engine.hand import Died, Exhausted, Hand
from docflow.engine.values import copy_value
from docflow.model import Document
from docflow.plan.ir import Outcome

__all__ = ["ENDS", "Ends", "copied", "guard"]

R = TypeVar("R")


@frozen
class Ends(Generic[R]):
    """What a guarded step returns for a document that continues unchanged, and for one that ended."""

    keep: Callable[[Document], R]
    gone: R


_NESTED = frozenset({list, dict})
ENDS: Ends[Document | None] = Ends(lambda doc: doc, None)


def copied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a document's fields, with copies of the lists and maps in it and no other values.

    Values that are nested too deep for Python to walk are shared.
    """
    if _NESTED.isdisjoint(map(type, fields.values())):
        return dict(fields)
    try:
        return {name: copy_value(item) for name, item in fields.items()}
    except RecursionError:
        return dict(fields)


def guard(
    attempt: Callable[[Document], R], spot: Spot, desk: Desk, ends: Ends[R], *, restore: bool = True
) -> Callable[[Document], R]:
    """Return `attempt` with the error policy of its step around it.

    `restore` puts the document back after an error; attempts that change it only when they succeed
    (cleaners get the text alone) do without, which saves a copy of the fields.
    """
    if desk.hand.careful:
        attempt = _marked(attempt, spot, desk.hand)
    settle = _settle(attempt, spot, desk, ends)
    passing = desk.passing

    def plain(doc: Document) -> R:
        try:
            return attempt(doc)
        except passing:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit of a component is a document's error too
            return settle(doc, error)

    def careful(doc: Document) -> R:
        id_, text, source, fields = doc.id, doc.text, doc.source, copied(doc.fields)
        try:
            return attempt(doc)
        except passing:
            raise
        except BaseException as error:  # noqa: BLE001 - as above
            return settle(Document(id_, text, source, fields), error)

    return careful if restore else plain


def _marked(attempt: Callable[[Document], R], spot: Spot, hand: Hand) -> Callable[[Document], R]:
    """Return an attempt that says first that it begins, and looks afterwards at what it has done to us."""

    def run(doc: Document) -> R:
        hand.mark(spot.id)
        if hand.probe is not None:
            hand.probe(partial(attempt, doc))
        try:
            return attempt(doc)
        finally:  # also what raises may have changed something
            hand.check()

    return run


def _settle(
    attempt: Callable[[Document], R], spot: Spot, desk: Desk, ends: Ends[R]
) -> Callable[[Document, BaseException], R]:
    def settle(doc: Document, error: BaseException) -> R:
        if isinstance(error, MemoryError) and desk.hand.supervised:
            raise Exhausted from error
        outcome = spot.on_error
        while outcome.action == "retry":
            for _ in range(0 if isinstance(error, Died) else outcome.times):
                desk.retry(spot.id, explain(error, desk.mask))
                time.sleep(outcome.wait)
                desk.signals.obey()
                trial = Document(doc.id, doc.text, doc.source, copied(doc.fields))
                try:
                    return attempt(trial)
                except desk.passing:
                    raise
                except BaseException as again:  # noqa: BLE001 - as above
                    error = again
            outcome = outcome.then or QUARANTINE
        message = explain(error, desk.mask)
        if outcome.action == "fail":
            reason = f"{outcome.reason}: " if outcome.reason else ""
            raise desk.fail(doc, spot, f"{reason}{spot.title} failed: {message}") from error
        if outcome.action == "drop":
            desk.drop(spot.id, outcome.reason or "error")
            return ends.gone
        if outcome.action == "quarantine":
            desk.quarantine(doc, spot, _reason(outcome, error), f"{spot.title}: {message}", error=True)
            return ends.gone
        desk.skip(spot.id, message)
        return ends.keep(doc)

    return settle


def _reason(outcome: Outcome, error: BaseException) -> str:
    """Return the reason in the flow's words; where it says nothing of its own, how a worker died."""
    if isinstance(error, Died) and outcome.reason in ("", QUARANTINE.reason):
        return error.reason
    return outcome.reason or QUARANTINE.reason
