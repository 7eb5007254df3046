"""Splitters: one document in, any number out."""

from collections.abc import Callable, Iterable
from typing import Any

from docflow.engine.desk import BrokenContract, Desk
from docflow.engine.steps.piece import Many, Push
from docflow.engine.values import is_sound, kind_of
from docflow.model import Document

__all__ = ["pushing", "splitting"]

Documents = tuple[Document, ...]


def splitting(
    split: Callable[[Document], Iterable[Any]], step: str, desk: Desk
) -> Callable[[Document], Documents]:
    """Return the attempt of a splitter step.

    All pieces are taken before any goes on: a splitter that fails half-way has failed on the whole
    document. The text that no piece carries is counted for the step; no piece at all is a drop.
    """

    def attempt(doc: Document) -> Documents:
        text = doc.text
        made = tuple(split(doc))
        for piece in made:
            if not is_sound(piece):
                raise BrokenContract(f"gave {kind_of(piece)} instead of a sound document")
        if not made:
            desk.drop(step, "split into nothing")
            return made
        if len(made) > 1:
            desk.lane.added += len(made) - 1
            desk.tally.split[step] += len(made) - 1
        lost = len(text) - sum(len(piece.text) for piece in made)
        if lost > 0:
            lines = text.count("\n") - sum(piece.text.count("\n") for piece in made)
            desk.tally.remove(step, "", max(0, lines), lost)
        return made

    return attempt


def pushing(split: Callable[[Document], Documents]) -> Many:
    """Return the guarded splitter as a piece of a chain."""

    def into(then: Push) -> Push:
        def push(doc: Document) -> None:
            for piece in split(doc):
                then(piece)

        return push

    return Many(into)
