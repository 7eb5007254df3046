"""A page as lists: its nodes in the order of the source, and the lines that a reader sees."""

from typing import Any, Final

from attrs import define, field
from selectolax.lexbor import LexborNode

__all__ = ["NOWHERE", "Holders", "Line", "Page"]

NOWHERE: Final = -1


@define(slots=True)
class Line:
    """One line of the layout: the text between two boundaries of blocks, or between two `br`.

    text: white space collapsed, or kept where `pre` is true (then it may hold newlines). Empty for a line
        that has images only, and for the line of an `hr`, which is its own `owner`.
    owner: the node of the innermost block around it.
    first, end: the nodes that it was made of are in `range(first, end)`.
    linked: how many of its characters stand in links.
    images: the number of its images.
    breaks: how many `br` stand before it in the same block: 0 at a boundary of blocks, 2 or more are a gap.
    cell: the `td` or `th` of a data table around it (`page.tables`), or NOWHERE.
    """

    text: str
    owner: int
    first: int
    end: int
    linked: int = 0
    images: int = 0
    breaks: int = 0
    pre: bool = False
    cell: int = NOWHERE


@define(slots=True)
class Holders:
    """The block elements of a page that hold lines with text, parents first, in parallel lists.

    numbers: their nodes; the first is the root.
    parents: the holder right around each; the root is its own.
    starts, ends: what it holds is `range(start, end)` of the lines with text.
    notes: what was noted of each element.
    owners: the innermost holder of each line with text.
    """

    numbers: list[int] = field(factory=list)
    parents: list[int] = field(factory=list)
    starts: list[int] = field(factory=list)
    ends: list[int] = field(factory=list)
    notes: list[Any] = field(factory=list)
    owners: list[int] = field(factory=list)


@define(slots=True)
class Page:
    """The nodes of a page, parents first, in parallel lists; what is below a hidden element is not there.

    tags: the name of the element in lower case; "-text" for text.
    nodes: the element of the tree (`attributes` are read there when they are needed); of a text node its text
        as written, entities decoded.
    parents: the node around it; node 0 is the root, whose parent is NOWHERE.
    ends: the first node after all that is below it.
    said: the lines that have text.
    holders: the block elements around those, where the walk was asked to note them.
    tables: the data tables, in order (node numbers). Tables that only lay out the page are not among them.
    """

    tags: list[str] = field(factory=list)
    nodes: list[LexborNode | str] = field(factory=list)
    parents: list[int] = field(factory=list)
    ends: list[int] = field(factory=list)
    lines: list[Line] = field(factory=list)
    said: list[Line] = field(factory=list)
    holders: Holders = field(factory=Holders)
    tables: list[int] = field(factory=list)

    def attributes(self, number: int) -> dict[str, str | None]:
        """Return the attributes of a node; a text has none."""
        node = self.nodes[number]
        return {} if isinstance(node, str) else node.attributes
