"""The two shapes of a compiled step, and how a list of them becomes one.

`One` takes a document and returns it, or None when the document ended there (dropped, quarantined,
written, always counted by who ended it). Runs of them are a plain loop over calls, 0.03 us a step. `Many`
gives any number of documents (a splitter, `route all`, a batch) and pushes each to what comes after, so
that documents stay in source order and none is held back; only these cost a level of the call stack.
"""

from collections.abc import Callable, Sequence

from attrs import frozen

from docflow.model import Document

__all__ = ["Call", "Many", "One", "Piece", "Push", "chain"]

Call = Callable[[Document], Document | None]
Push = Callable[[Document], None]


@frozen
class One:
    """One document in, at most one out; `calls` run one after the other."""

    calls: tuple[Call, ...]

    def call(self) -> Call:
        """Return the calls as one."""
        calls = self.calls
        if len(calls) == 1:
            return calls[0]

        def run(doc: Document) -> Document | None:
            current: Document | None = doc
            for call in calls:
                current = call(current)  # type: ignore[arg-type]
                if current is None:
                    return None
            return current

        return run

    def into(self, then: Push) -> Push:
        """Return the calls followed by `then`."""
        calls = self.calls
        if not calls:
            return then
        if len(calls) == 1:
            return _alone(calls[0], then)

        def push(doc: Document) -> None:
            current: Document | None = doc
            for call in calls:
                current = call(current)  # type: ignore[arg-type]
                if current is None:
                    return
            then(current)  # type: ignore[arg-type]

        return push


def _alone(call: Call, then: Push) -> Push:
    def push(doc: Document) -> None:
        done = call(doc)
        if done is not None:
            then(done)

    return push


@frozen
class Many:
    """One document in, any number out: `into` joins the step to what comes after it."""

    into: Callable[[Push], Push]


Piece = One | Many


def chain(pieces: Sequence[Piece]) -> Piece:
    """Return the pieces as one: a single loop where each gives at most one document."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, One) and merged and isinstance(merged[-1], One):
            merged[-1] = One(merged[-1].calls + piece.calls)
        else:
            merged.append(piece)
    if not merged:
        return One(())
    return merged[0] if len(merged) == 1 else Many(lambda then: _joined(merged, then))


def _joined(pieces: Sequence[Piece], then: Push) -> Push:
    push = then
    for piece in reversed(pieces):
        push = piece.into(push)
    return push
