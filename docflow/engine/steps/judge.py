"""Filters, `expect`, `drop when` and the ends of a path: who stays and who goes."""

from collections.abc import Callable
from typing import Any

from docflow.engine.desk import BrokenContract, Desk, Spot
from docflow.engine.steps.piece import Call
from docflow.engine.steps.text import exact_text
from docflow.engine.values import kind_of
from docflow.model import Document
from docflow.plan.ir import Outcome
from docflow.plugin.kinds import KEEP, Drop, Keep

__all__ = ["conclude", "dropping", "ending", "expecting", "filtering"]


def filtering(judge: Callable[[Document], Any], step: str, desk: Desk) -> Call:
    """Return the attempt of a filter step."""

    def attempt(doc: Document) -> Document | None:
        text = doc.text
        verdict = judge(doc)
        if doc.text is not text:
            raise BrokenContract("changed the text, which a filter may only read")
        if verdict is KEEP or isinstance(verdict, Keep):
            return doc
        if not isinstance(verdict, Drop):
            raise BrokenContract(f"returned {kind_of(verdict)} instead of KEEP or Drop(reason)")
        desk.drop(step, exact_text(verdict.reason))
        return None

    return attempt


def expecting(
    condition: Callable[[Document], Any], outcome: Outcome, text: str, spot: Spot, desk: Desk
) -> Call:
    """Return the attempt of `expect cond else outcome`; `text` is the condition as written."""

    def attempt(doc: Document) -> Document | None:
        return doc if condition(doc) else conclude(doc, outcome, text, spot, desk)

    return attempt


def dropping(condition: Callable[[Document], Any], text: str, step: str, desk: Desk) -> Call:
    """Return the attempt of `drop when cond`; the condition as written is the reason."""

    def attempt(doc: Document) -> Document | None:
        if not condition(doc):
            return doc
        desk.drop(step, text)
        return None

    return attempt


def _sentence(text: str) -> str:
    """What a run says that stops without a reason: the condition, or the bare step `| fail`."""
    return "a document came to the step `fail`" if text == "fail" else f"`{text}` does not hold"


def ending(outcome: Outcome, spot: Spot, desk: Desk) -> Call:
    """Return the step that ends (or with `keep` and `warn` lets go on) every document that reaches it."""

    def end(doc: Document) -> Document | None:
        return conclude(doc, outcome, outcome.reason or outcome.action, spot, desk)

    return end


def conclude(doc: Document, outcome: Outcome, text: str, spot: Spot, desk: Desk) -> Document | None:
    """Do to a document what the flow itself decided; none of this is an error of the run."""
    reason = outcome.reason or text
    if outcome.action == "drop":
        desk.drop(spot.id, reason)
        return None
    if outcome.action == "quarantine":
        desk.quarantine(doc, spot, reason, text, error=False)
        return None
    if outcome.action == "fail":
        raise desk.fail(doc, spot, outcome.reason or _sentence(text))
    if outcome.action == "warn":
        desk.warn(doc, spot, reason)
    return doc
