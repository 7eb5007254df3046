"""`when`, `route` and `tee`: which block a document goes through.

A copy counts in a lane of its own (`Tally.copies`): the desk's lane is switched while a copy is on its
way, which works because every document goes to its end before the next begins.
"""

from collections.abc import Callable, Sequence
from typing import Any

from docflow.engine.desk import Desk, Spot
from docflow.engine.steps.guard import Ends, guard
from docflow.engine.steps.piece import Many, One, Piece, Push
from docflow.engine.values import copy_document
from docflow.model import Document

__all__ = ["Condition", "choosing", "every", "tee"]

Condition = Callable[[Document], Any] | None
PAST, GONE = -1, -2
"""Instead of the number of a block: the document goes past the step, or ended there (after an error)."""


def choosing(conditions: Sequence[Condition], blocks: Sequence[Piece], spot: Spot, desk: Desk) -> Piece:
    """Return `when` or `route`: the first block whose condition holds; None always does."""
    choose = guard(_first(conditions), spot, desk, Ends(lambda _: PAST, GONE), restore=False)
    keys = [(spot.id, number) for number in range(len(blocks))]
    ones = [block.call() if block.calls else None for block in blocks if isinstance(block, One)]
    if len(ones) < len(blocks):
        return Many(lambda then: _into_first(choose, blocks, then, spot.id, desk))

    def call(doc: Document) -> Document | None:
        chosen = choose(doc)
        if chosen < 0:
            return doc if chosen == PAST else None
        desk.tally.taken[keys[chosen]] += 1
        run = ones[chosen]
        return doc if run is None else run(doc)

    return One((call,))


def _first(conditions: Sequence[Condition]) -> Callable[[Document], int]:
    if len(conditions) == 2 and conditions[0] is not None and conditions[1] is None:
        only = conditions[0]
        return lambda doc: 0 if only(doc) else 1

    def first(doc: Document) -> int:
        for number, condition in enumerate(conditions):
            if condition is None or condition(doc):
                return number
        return PAST

    return first


def _into_first(
    choose: Callable[[Document], int], blocks: Sequence[Piece], then: Push, step: str, desk: Desk
) -> Push:
    pushes = [block.into(then) for block in blocks]
    keys = [(step, number) for number in range(len(blocks))]

    def push(doc: Document) -> None:
        chosen = choose(doc)
        if chosen >= 0:
            desk.tally.taken[keys[chosen]] += 1
            pushes[chosen](doc)
        elif chosen == PAST:
            then(doc)

    return push


def every(conditions: Sequence[Condition], blocks: Sequence[Piece], spot: Spot, desk: Desk) -> Piece:
    """Return `route all`: each block whose condition holds, else the one without a condition.

    The document itself takes the first of them, copies take the others; what comes out goes on.
    """
    ends: Ends[tuple[int, ...]] = Ends(lambda _: (PAST,), (GONE,))
    choose = guard(_all(conditions), spot, desk, ends, restore=False)

    def into(then: Push) -> Push:
        pushes = [block.into(then) for block in blocks]

        def push(doc: Document) -> None:
            chosen = choose(doc)
            if chosen[0] < 0:
                if chosen[0] == PAST:
                    then(doc)
                return
            for number in chosen:
                desk.tally.taken[spot.id, number] += 1
            copies = [copy_document(doc) for _ in chosen[1:]]
            pushes[chosen[0]](doc)
            for number, copy in zip(chosen[1:], copies, strict=True):
                _aside(pushes[number], copy, desk)

        return push

    return Many(into)


def _all(conditions: Sequence[Condition]) -> Callable[[Document], tuple[int, ...]]:
    def choose(doc: Document) -> tuple[int, ...]:
        held = tuple(n for n, condition in enumerate(conditions) if condition is not None and condition(doc))
        return held or tuple(n for n, condition in enumerate(conditions) if condition is None) or (PAST,)

    return choose


def _aside(push: Push, copy: Document, desk: Desk) -> None:
    lane = desk.lane
    desk.lane = desk.tally.copies
    desk.lane.seen += 1
    push(copy)
    desk.lane = lane


def tee(blocks: Sequence[Piece], spot: Spot, desk: Desk) -> Piece:
    """Return `tee`: a copy into each block, and the document goes on."""

    def stray(doc: Document) -> None:  # noqa: ARG001 - a copy that reached the end of its block
        desk.drop(spot.id, "the copy reached the end of its tee")

    pushes = [block.into(stray) for block in blocks]

    def call(doc: Document) -> Document:
        for push in pushes:
            _aside(push, copy_document(doc), desk)
        return doc

    return One((call,))
