"""One row of the ledger: a part of a stage that is done, what it was made from, and where its pieces are."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from docflow.engine.ledger import Lane, Tally
from docflow.engine.state.piece import Piece

__all__ = ["Place", "Row", "from_data", "to_data"]

_SAFE = re.compile(r"[A-Za-z0-9._-]{1,200}")
_COUNTS = ("dropped", "quarantined", "skipped", "taken")
_LANES = ("main", "copies")


@frozen
class Place:
    """Where a piece of a file output is, once it was joined with others: an offset in a file.

    The file is `whole` in the folder of joined files while a run is under way, and afterwards `final`, the
    output (from the state folder, as bytes of its path).
    """

    whole: str
    final: bytes
    start: int


@frozen
class Row:
    """A part that is done. `recipe` and `content` are digests of what was done to what.

    `folder` is that of its pieces, `first` the number that the flow's first sink had; `places` are those of
    pieces that are in the folder no more, `held` the limits under which documents were lost to a limit.
    `lasts` is false for what only an interrupted run may take over.
    """

    recipe: str
    content: str
    folder: str
    first: int
    tally: Tally
    pieces: tuple[Piece, ...]
    held: str = ""
    lasts: bool = True
    places: Mapping[str, Place] = field(factory=dict)


def to_data(row: Row) -> list[Any]:
    """Return a row as plain data."""
    tally = row.tally
    counts: list[Any] = [_astuple(getattr(tally, name)) for name in _LANES]
    counts += [[[*key, by] for key, by in getattr(tally, name).items()] for name in _COUNTS]
    counts.append([[*key, *by] for key, by in tally.warned.items()])
    counts.append([[*key, *by] for key, by in tally.removed.items()])
    counts += [[[key, by] for key, by in getattr(tally, name).items()] for name in ("split", "read")]
    counts += [tally.errors, tally.notes]
    pieces = [_astuple(piece) for piece in row.pieces]
    places = [[name, place.whole, place.final, place.start] for name, place in row.places.items()]
    head = [row.recipe, row.content, row.folder, row.first, row.held, row.lasts]
    return [*head, counts, pieces, places]


def _astuple(value: Any) -> list[Any]:
    return [getattr(value, each.name) for each in attrs.fields(type(value))]


def from_data(data: Any) -> Row | None:
    """Return the row that `to_data` wrote, None for anything else: whatever it holds was checked."""
    try:
        return _row(data)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None


def _row(data: Any) -> Row:
    recipe, content, folder, first, held, lasts, counts, pieces, places = data
    made = tuple(_piece(each) for each in pieces)
    where = {
        _name(name): Place(_name(whole), _bytes(final), _int(start)) for name, whole, final, start in places
    }
    made_of = _str(recipe), _str(content)
    return Row(*made_of, _name(folder), _int(first), _tally(counts), made, _str(held), lasts is True, where)


def _piece(data: Any) -> Piece:
    name, size, crc, documents, *more = data
    return Piece(_name(name), _int(size), _int(crc), _int(documents), *map(_str, more))


def _tally(data: Any) -> Tally:
    main, copies, dropped, quarantined, skipped, taken, warned, removed, split, read, errors, notes = data
    return Tally(
        Lane(*map(_int, main)),
        Lane(*map(_int, copies)),
        _by_two(dropped),
        _by_two(quarantined),
        _by_two(skipped),
        {(_str(step), _str(why)): (_int(by), _str(first)) for step, why, by, first in warned},
        {(_str(step), _str(rule)): (_int(a), _int(b), _int(c)) for step, rule, a, b, c in removed},
        defaultdict(int, {(_str(step), _int(block)): _int(by) for step, block, by in taken}),
        defaultdict(int, {_str(step): _int(by) for step, by in split}),
        defaultdict(int, {_int(source): _int(by) for source, by in read}),
        _int(errors),
        [_str(note) for note in notes],
    )


def _by_two(rows: Any) -> dict[tuple[str, str], int]:
    return {(_str(step), _str(reason)): _int(by) for step, reason, by in rows}


def _int(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("no count")
    return value


def _str(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value


def _bytes(value: Any) -> bytes:
    if type(value) is not bytes:
        raise TypeError("no bytes")
    return value


def _name(value: Any) -> str:
    """Return the name of a file of ours: it leads nowhere else."""
    if not _SAFE.fullmatch(_str(value)) or value.startswith("."):
        raise ValueError("no name of ours")
    return str(value)
