"""What was learned of one group, as data."""

from collections.abc import Mapping

from attrs import frozen

from docflow_residue.learning.asked import Position

__all__ = ["Learned", "Repeated"]


@frozen
class Repeated:
    """A line that repeats: in how many documents, where mostly, and where else it may be taken."""

    documents: int
    position: Position
    positions: frozenset[Position]


@frozen
class Learned:
    """The repeated lines of a group, by the hash of their form; `loose` by that of the form without names.

    `documents` is how many documents were looked at, equal ones once.
    """

    documents: int = 0
    lines: Mapping[int, Repeated] = {}
    loose: Mapping[int, Repeated] = {}
