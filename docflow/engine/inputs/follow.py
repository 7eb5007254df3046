"""The loop over what a reader gives: documents go on, all else goes to the quarantine.

The rule for an input that breaks off (a cut .gz, a damaged stream, a disk error, a reader that raises):
what was read before the break stays, the rest of that file is one entry with its place, and the next
file is read.
"""

from collections.abc import Callable, Iterable
from typing import Any

from docflow.engine.desk import Desk, Pointer, Spot, explain
from docflow.engine.hand import ITEM, Died, Exhausted
from docflow.engine.inputs.readers import FileReaders, PluginSource
from docflow.engine.steps.piece import Push
from docflow.engine.values import is_sound, kind_of
from docflow.io.codecs import StreamError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plugin.kinds import Rejected

__all__ = ["follow"]


def follow(
    read: Callable[[], Iterable[Any]],
    source: FileReaders | PluginSource,
    where: Pointer,
    push: Push,
    desk: Desk,
) -> None:
    """Push every document on; `next` by hand, so that an error of a reader is told from one of a step."""
    lane, signals, passing = desk.tally.main, desk.signals, desk.passing
    spot, max_doc = source.spot, source.max_doc
    slots, before = desk.hand.slots, lane.seen
    try:
        following = _begun(read, desk, spot.id)
    except passing:
        raise
    except BaseException as error:  # noqa: BLE001 - of the reader
        _broke(error, 0, where, spot, desk)
        return
    while True:
        slots[ITEM] = lane.seen
        try:
            item = following()
        except StopIteration:
            return
        except passing:
            raise
        except BaseException as error:  # noqa: BLE001 - of the reader
            _broke(error, lane.seen - before, where, spot, desk)
            return
        if signals.pending:
            signals.obey()
        if is_sound(item) and len(item.text) <= max_doc:
            lane.seen += 1
            push(item)
        else:
            _odd(item, spot, max_doc, where, desk)


def _begun(read: Callable[[], Iterable[Any]], desk: Desk, step: str) -> Callable[[], Any]:
    """Begin to read; return what gives the next item. A careful attempt says when the reader is asked."""
    hand = desk.hand
    if not hand.careful:
        return iter(read()).__next__
    hand.reading(desk.tally.main.seen, step)
    following = iter(read()).__next__

    def careful() -> Any:
        lane = desk.tally.main
        while True:
            hand.reading(lane.seen, step)
            try:
                item = following()
            finally:  # also what raises may have changed something
                hand.check()
            if lane.seen >= hand.first:
                return item
            lane.seen += 1

    return careful


def _broke(error: BaseException, count: int, where: Pointer, spot: Spot, desk: Desk) -> None:
    offset, reason, said = None, "reader", f"{spot.title}: {explain(error, desk.mask)}"
    if isinstance(error, MemoryError) and desk.hand.supervised:
        raise Exhausted from error
    if isinstance(error, StreamError):
        offset, reason, said = error.offset, error.reason, error.message
    elif isinstance(error, Died):
        reason = error.reason
    elif isinstance(error, OSError):
        reason, said = "unreadable", f"cannot read on: {error.strerror or explain(error)}"
        desk.unsteady = True  # another time it may be readable
    after = f", after {count} {'record' if count == 1 else 'records'} of this file"
    desk.reject(Pointer(where.path, offset=offset), spot, reason, said + after, rest=True)


def _odd(item: Any, spot: Spot, max_doc: int, where: Pointer, desk: Desk) -> None:
    """Quarantine what is no sound document."""
    if isinstance(item, Rejected):
        place = Pointer(where.path, item.line, item.offset, item.length, item.raw)
        desk.reject(place, spot, item.reason, safe(desk.mask(item.message), 500))
    elif not isinstance(item, Document):
        desk.reject(where, spot, "reader", f"{spot.title} gave {kind_of(item)} instead of a document")
    elif is_sound(item):
        size = len(item.text)
        said = f"the document `{safe(item.id)}` has {size} characters; `max_doc` allows {max_doc} bytes"
        desk.reject(where, spot, "limit:max_doc", said)
    else:
        desk.reject(
            where,
            spot,
            "reader",
            f"{spot.title} gave a document whose id, text, source or fields are of a wrong type",
        )
