"""Cleaners: text in, text out."""

from collections.abc import Callable

from docflow.engine.desk import BrokenContract, Desk
from docflow.engine.steps.piece import Call
from docflow.engine.values import kind_of
from docflow.model import Document

__all__ = ["cleaning", "exact_text", "put_text"]


def cleaning(clean: Callable[[str], str], step: str, desk: Desk) -> Call:
    """Return the attempt of a cleaner step: changes of the text are counted for the step."""

    def attempt(doc: Document) -> Document:
        text = doc.text
        cleaned = clean(text)
        if cleaned is not text:
            if type(cleaned) is not str:
                cleaned = exact_text(cleaned)
            return put_text(doc, cleaned, step, desk)
        return doc

    return attempt


def put_text(doc: Document, cleaned: str, step: str, desk: Desk) -> Document:
    """Give a document the text that a step made of its own, count the change, and return it."""
    if cleaned != doc.text:
        desk.tally.change(step, doc.text, cleaned)
        doc.text = cleaned
    return doc


def exact_text(value: object) -> str:
    """Return a text of a component as a plain `str`; raises BrokenContract for anything else.

    Subclasses of str would carry their own behaviour (and memory) through the flow.
    """
    if isinstance(value, str):
        return str.__str__(value)
    raise BrokenContract(f"returned {kind_of(value)} instead of the text")
