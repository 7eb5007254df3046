"""One walk over a parsed page, without recursion and in time linear in its nodes.

Of the ways to see every node of a tree of selectolax, asking for the first child and then for the next
sibling costs 0.19 us a node, `traverse` 0.14 (but it does not tell where an element ends), a parent asked
for besides 0.13 more, the page as `html` with a tokeniser over it three times as much, and the iterator of
resiliparse thirty times. The rest is bookkeeping.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any, Final

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
_LOOSE: Final = 11
"""A custom element in the middle of a phrase: no boundary, but blocks may stand in it."""

_ASKED: Final = frozenset(("span", "table"))
"""Elements whose attributes are read for lines, but that hold none."""

Known = tuple[int, str, bool]
"""Of a tag: its kind, its name, whether the page keeps the elements."""
Note = Callable[[str, Mapping[str, str | None]], Any]


def walk(
    tree: LexborHTMLParser, *, hidden: bool = False, note: Note | None = None, nodes: bool = True
) -> Page:
    """Return the page of a tree: its nodes and its lines.

    `hidden=True` takes for shown what the page hides (`hidden`, `display: none`); so it is where a page
    hides nearly all, for a script to show it. With `note` the page has `holders`, and of each what this makes
    of its tag and attributes. `nodes=False` keeps no elements but the few whose attributes lines ask for:
    thousands of them cost the garbage collector more than the walk.
    """
    root = tree.body or tree.root
    concealed = set() if hidden else hidden_ids(tree)
    walker = _Walker(concealed, note, nodes=nodes)
    if root is not None:
        walker.run(root)
        walker.settle()
    if concealed and _chars(walker.page) < _LITTLE:
        whole = walk(tree, hidden=True, note=note, nodes=nodes)
        if _chars(whole) > _LITTLE + 5 * _chars(walker.page):
            return whole
    mark_tables(walker.page)
    return walker.page


def _chars(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


class _Walker:
    """The state of a walk: where in the page it is, and what was seen of the line in hand."""

    def __init__(self, hidden: set[int], note: Note | None, *, nodes: bool) -> None:
        self.page = Page()
        self.said, self.holders = self.page.said, self.page.holders
        self.hidden = hidden
        self.note = note
        self.nodes = nodes
        self.known: dict[int, Known] = {}
        self.pieces: list[str] = []
        self.first = self.linked = self.images = self.breaks = 0
        self.owner = NOWHERE
        self.holder = 0
        self.loose: list[int] = []
        self.links = self.pre = 0
        self.link_end = 0

    def run(self, root: LexborNode) -> None:  # noqa: C901, PLR0912 - the hot loop: a call costs a third of a node
        """Walk `root` and all that is below it."""
        page, known, hidden, pieces = self.page, self.known, self.hidden, self.pieces
        ends, add_tag, add_node = page.ends, page.tags.append, page.nodes.append
        add_parent, add_end, enter, leave = page.parents.append, page.ends.append, _ENTER, self._leave
        stack: list[tuple[LexborNode, int, int, int]] = []
        push, pop = stack.append, stack.pop
        node, parent, number = root, NOWHERE, 0
        while True:
            try:
                kind, tag, keeps = known[node.tag_id]
            except KeyError:
                kind, tag, keeps = self._learn(node)
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
                    kind = enter[kind](self, number)
                add_tag(tag)
                add_node(node if keeps else "")
                add_parent(parent)
                child = node.first_child
                number += 1
                add_end(number)
                if child is not None:
                    push((node, parent, kind, owner))
                    node, parent = child, number - 1
                    continue
                if kind != INLINE:
                    leave(kind, owner, node)
            following = node.next if stack else None
            while following is None:
                if not stack:
                    return
                ends[parent] = number
                node, parent, kind, owner = pop()
                if kind != INLINE:
                    leave(kind, owner, node)
                following = node.next if stack else None
            node = following

    def _learn(self, node: LexborNode) -> Known:
        tag = node.tag or "-undef"
        kind = KINDS.get(tag, CUSTOM if "-" in tag else INLINE)
        keeps = self.nodes or tag in _ASKED
        if node.tag_id < _STABLE:
            self.known[node.tag_id] = (kind, tag, keeps)
        return kind, tag, keeps

    def _begin(self, number: int) -> None:
        """The line in hand begins with this node, if it has not begun."""
        if not self.pieces and not self.images:
            self.first = number

    def block(self, number: int) -> int:
        if self.pre:
            self._newline()
            return _ROW
        if self.pieces or self.images:
            self._flush()
        self.breaks = 0
        self.owner = number
        if self.note is not None:
            self._hold(number)
        return BLOCK

    def _hold(self, number: int) -> None:
        """What follows stands in this element."""
        holders, said = self.holders, len(self.said)
        numbers = holders.numbers
        holders.parents.append(self.holder)
        self.holder = len(numbers)
        numbers.append(number)
        holders.starts.append(said)
        holders.ends.append(said)
        holders.notes.append(None)

    def _let_go(self, node: LexborNode, note: Note, *, loose: bool = False) -> None:
        """The innermost element ends; it is noted if it holds text."""
        holders, at, said = self.holders, self.holder, len(self.said)
        self.holder = holders.parents[at]
        if loose:
            holds = at + 1 < len(holders.numbers)
            if holds:
                self.loose.append(at)
        else:
            holds = said > holders.starts[at]
        if holds:
            holders.ends[at] = said
            holders.notes[at] = note(node.tag or "", node.attributes)
        else:
            holders.numbers.pop()
            holders.parents.pop()
            holders.starts.pop()
            holders.ends.pop()
            holders.notes.pop()

    def preformatted(self, number: int) -> int:
        inner = self.pre > 0
        kind = self.block(number)
        self.pre += not inner
        return kind if inner else PRE

    def custom(self, number: int) -> int:
        around = self.page.tags[self.owner] if self.owner != NOWHERE else ""
        if around not in FLOWS_ON:
            return self.block(number)
        if self.note is None:
            return INLINE
        self._hold(number)
        return _LOOSE

    def link(self, number: int) -> int:  # noqa: ARG002 - all ways in look alike
        if self.pieces and self.link_end == len(self.page.tags):
            self.pieces.append(" ")  # style sheets set links apart that touch each other
        self.links += 1
        return LINK

    def line_break(self, number: int) -> int:
        if self.pre:
            self._begin(number)
            self.pieces.append("\n")
        else:
            if self.pieces or self.images:
                self._flush()
            self.breaks += 1
        return INLINE

    def rule(self, number: int) -> int:
        if not self.pre:
            if self.pieces or self.images:
                self._flush()
            self.breaks = 0
            self.page.lines.append(Line("", number, number, number + 1))
        return INLINE

    def image(self, number: int) -> int:
        self._begin(number)
        self.images += 1
        return INLINE

    def _leave(self, kind: int, owner: int, node: LexborNode) -> None:
        if kind in (BLOCK, PRE):
            if self.pieces or self.images:
                self._flush()
            self.breaks = 0
            self.owner = owner
            self.pre -= kind == PRE
            if self.note is not None:
                self._let_go(node, self.note)
        elif kind == _LOOSE and self.note is not None:
            self._let_go(node, self.note, loose=True)
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
            page, owner = self.page, self.owner
            first, end = self.first, len(page.tags)
            line = Line(text, owner, first, end, self.linked, self.images, self.breaks, self.pre > 0)
            page.lines.append(line)
            self.breaks = 0
            if text:
                self._say(line)
        self.pieces.clear()
        self.linked = self.images = 0

    def _say(self, line: Line) -> None:
        self.said.append(line)
        if self.note is None:
            return
        holders, at = self.holders, self.holder
        while holders.numbers[at] != line.owner and at:
            at = holders.parents[at]
        holders.owners.append(at)

    def settle(self) -> None:
        """Tell elements in the middle of phrases what they hold: a line may run into them from before."""
        holders = self.page.holders
        begins = [line.first for line in self.page.said] if self.loose else []
        for at in self.loose:
            number = holders.numbers[at]
            holders.starts[at] = bisect_left(begins, number)
            holders.ends[at] = bisect_left(begins, self.page.ends[number])


_ENTER: Final[dict[int, Callable[[_Walker, int], int]]] = {
    BLOCK: _Walker.block,
    PRE: _Walker.preformatted,
    CUSTOM: _Walker.custom,
    LINK: _Walker.link,
    BREAK: _Walker.line_break,
    RULE: _Walker.rule,
    IMAGE: _Walker.image,
}
"""What each kind of element does to the line in hand, and which kind it is there."""
