"""One walk over a parsed page, without recursion and in time linear in its nodes.

Of the ways to see every node of a tree of selectolax, asking for the first child and then for the next
sibling costs 0.19 us a node, `traverse` 0.14 (but it does not tell where an element ends), a parent asked
for besides 0.13 more, the page as `html` with a tokeniser over it three times as much, and the iterator of
resiliparse thirty times. The rest is bookkeeping.
"""

from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from docflow_html.page.hidden import hidden_ids
from docflow_html.page.page import NOWHERE, Line, Page
from docflow_html.page.spaces import collapse
from docflow_html.page.tables import mark_tables
from docflow_html.page.tags import (
    BLOCK,
    BREAK,
    CUSTOM,
    FLOWS_ON,
    HEADINGS,
    HIDDEN,
    IMAGE,
    INLINE,
    KINDS,
    LINK,
    PRE,
    RULE,
    TEXT,
)

__all__ = ["walk"]

_STABLE: Final = 4096
"""Tag numbers below are the parser's own, the others belong to one page (tags that no standard names)."""
_PERMALINKS: Final = frozenset("¶#§🔗")
_LITTLE: Final = 200
"""A page that shows fewer characters than that, and hides others, is taken as shown whole."""

_ROW: Final = 10
"""A block in preformatted text: a line break, no boundary."""

Known = tuple[int, str]


def walk(tree: LexborHTMLParser, *, hidden: bool = False) -> Page:
    """Return the page of a tree: its nodes and its lines.

    `hidden=True` takes for shown what the page hides (`hidden`, `display: none`); so it is where a page
    hides nearly all, for a script to show it.
    """
    root = tree.body or tree.root
    concealed = set() if hidden else hidden_ids(tree)
    walker = _Walker(concealed)
    if root is not None:
        walker.run(root)
    if concealed and _chars(walker.page) < _LITTLE:
        whole = walk(tree, hidden=True)
        if _chars(whole) > _LITTLE + 5 * _chars(walker.page):
            return whole
    mark_tables(walker.page)
    return walker.page


def _chars(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


class _Walker:
    """The state of a walk: where in the page it is, and what was seen of the line in hand."""

    def __init__(self, hidden: set[int]) -> None:
        self.page = Page()
        self.hidden = hidden
        self.known: dict[int, Known] = {}
        self.pieces: list[str] = []
        self.first = self.linked = self.images = self.breaks = 0
        self.owner = NOWHERE
        self.links = self.pre = 0
        self.link_end = 0
        self.enter: dict[int, Callable[[int], int]] = {
            BLOCK: self._block,
            PRE: self._preformatted,
            CUSTOM: self._custom,
            LINK: self._link,
            BREAK: self._break,
            RULE: self._rule,
            IMAGE: self._image,
        }

    def run(self, root: LexborNode) -> None:  # noqa: C901, PLR0912 - the hot loop: a call costs a third of a node
        """Walk `root` and all that is below it."""
        page, known, hidden, pieces = self.page, self.known, self.hidden, self.pieces
        ends, add_tag, add_node = page.ends, page.tags.append, page.nodes.append
        add_parent, add_end, leave = page.parents.append, page.ends.append, self._leave
        stack: list[tuple[LexborNode, int, int, int]] = []
        node, parent, number = root, NOWHERE, 0
        while True:
            kind, tag = known.get(node.tag_id) or self._learn(node)
            if kind == TEXT:
                text = node.text_content or ""
                if pieces or self.pre or not text.isspace():
                    if not pieces and not self.images:
                        self.first = number
                    pieces.append(text)
                    if self.links:
                        self.linked += len(text)
                    add_tag(tag)
                    add_node(text)
                    add_parent(parent)
                    number += 1
                    add_end(number)
            elif kind != HIDDEN and not (hidden and node.mem_id in hidden):
                owner = self.owner
                if kind != INLINE:
                    kind = self.enter[kind](number)
                add_tag(tag)
                add_node(node)
                add_parent(parent)
                child = node.first_child
                if child is not None:
                    stack.append((node, parent, kind, owner))
                    node, parent = child, number
                    number += 1
                    add_end(number)
                    continue
                number += 1
                add_end(number)
                if kind != INLINE:
                    leave(kind, owner)
            while stack:
                following = node.next
                if following is not None:
                    node = following
                    break
                ends[parent] = number
                node, parent, kind, owner = stack.pop()
                if kind != INLINE:
                    leave(kind, owner)
            else:
                return

    def _learn(self, node: LexborNode) -> Known:
        tag = node.tag or "-undef"
        kind = KINDS.get(tag, CUSTOM if "-" in tag else INLINE)
        if node.tag_id < _STABLE:
            self.known[node.tag_id] = (kind, tag)
        return kind, tag

    def _begin(self, number: int) -> None:
        """The line in hand begins with this node, if it has not begun."""
        if not self.pieces and not self.images:
            self.first = number

    def _block(self, number: int) -> int:
        if self.pre:
            self._newline()
            return _ROW
        if self.pieces or self.images:
            self._flush()
        self.breaks = 0
        self.owner = number
        return BLOCK

    def _preformatted(self, number: int) -> int:
        inner = self.pre > 0
        kind = self._block(number)
        self.pre += not inner
        return kind if inner else PRE

    def _custom(self, number: int) -> int:
        around = self.page.tags[self.owner] if self.owner != NOWHERE else ""
        return INLINE if around in FLOWS_ON else self._block(number)

    def _link(self, number: int) -> int:  # noqa: ARG002 - all ways in look alike
        if self.pieces and self.link_end == len(self.page.tags):
            self.pieces.append(" ")  # style sheets set links apart that touch each other
        self.links += 1
        return LINK

    def _break(self, number: int) -> int:  # noqa: ARG002 - see `_link`
        if self.pre:
            self.pieces.append("\n")
        else:
            if self.pieces or self.images:
                self._flush()
            self.breaks += 1
        return INLINE

    def _rule(self, number: int) -> int:
        if not self.pre:
            if self.pieces or self.images:
                self._flush()
            self.breaks = 0
            self.page.lines.append(Line("", number, number, number + 1))
        return INLINE

    def _image(self, number: int) -> int:
        self._begin(number)
        self.images += 1
        return INLINE

    def _leave(self, kind: int, owner: int) -> None:
        if kind in (BLOCK, PRE):
            if self.pieces or self.images:
                self._flush()
            self.breaks = 0
            self.owner = owner
            self.pre -= kind == PRE
        elif kind == LINK:
            self.links -= 1
            self.link_end = len(self.page.tags)
        else:
            self._newline()

    def _newline(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")

    def _drop_last(self) -> None:
        """The link of a heading to itself is no text of it."""
        sign = self.pieces.pop()
        last = len(self.page.nodes) - 1
        while self.page.nodes[last] != sign:
            last -= 1
        self.page.nodes[last] = ""

    def _flush(self) -> None:
        """End the line in hand, which has begun."""
        if len(self.pieces) > 1 and self.pieces[-1] in _PERMALINKS and self.page.tags[self.owner] in HEADINGS:
            self._drop_last()
        written = "".join(self.pieces)
        text = written.strip("\n") if self.pre and not written.isspace() else collapse(written)
        if text or self.images:
            self.page.lines.append(
                Line(
                    text,
                    self.owner,
                    self.first,
                    len(self.page.tags),
                    self.linked,
                    self.images,
                    self.breaks,
                    self.pre > 0,
                )
            )
            self.breaks = 0
        self.pieces.clear()
        self.linked = self.images = 0
