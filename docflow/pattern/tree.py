"""A parsed pattern: a small tree whose leaves are sets of characters and places between characters."""

from collections.abc import Mapping
from typing import Literal

import attrs

from docflow.value import frozen

__all__ = ["Anchor", "Atom", "Choice", "Group", "Node", "Parsed", "Place", "Repeat", "Row"]

Place = Literal["start", "end", "tail", "line start", "line end", "boundary", "inside"]


@attrs.frozen(cache_hash=True)
class Atom:
    r"""What takes one character, in the words of `re`: `a`, `.`, `\w`, `[^a-z]`.

    `ignore` and `dotall` are the flags in force. `literal` is the character when the pattern says it
    plainly. Two atoms with one spelling are equal wherever they stand.
    """

    source: str
    ignore: bool = False
    dotall: bool = False
    literal: str | None = attrs.field(default=None, eq=False)


@frozen
class Anchor:
    """A place between characters; `tail` is `$` without the flag m: the end, or before a last newline."""

    place: Place


@frozen
class Group:
    """A group that remembers, with its number from 1."""

    number: int
    node: "Node"


@attrs.frozen
class Repeat:
    """`node` from `low` to `high` times (None: any number); `offset` is where the count stands."""

    node: "Node"
    low: int
    high: int | None
    lazy: bool
    offset: int = attrs.field(default=0, eq=False)


@frozen
class Row:
    """One after the other."""

    items: tuple["Node", ...]


@frozen
class Choice:
    """The first that leads to a match."""

    options: tuple["Node", ...]


Node = Atom | Anchor | Group | Repeat | Row | Choice


@frozen
class Parsed:
    """The tree with what is said about it: names of groups, distinct atoms in order, places used."""

    pattern: str
    node: Node
    groups: int
    names: Mapping[str, int]
    atoms: tuple[Atom, ...]
    places: frozenset[Place]
