"""The blocks of text of a page, and the block elements that hold them, as parallel lists."""

from typing import Final

import numpy as np
from attrs import frozen

from docflow_html.article.names import NOTHING, NameReader, Names
from docflow_html.article.numbers import Ints
from docflow_html.page.page import NOWHERE, Line, Page
from docflow_html.page.tags import BLOCK, HEADINGS, KINDS, PRE

__all__ = ["CODES", "TAGS", "Elements", "elements_of"]

TAGS: Final = (
    *("custom", "div", "p", "li", "td", *HEADINGS, "article", "main", "section", "header", "footer", "nav"),
    *("aside", "ul", "ol", "dl", "dt", "dd", "table", "tr", "th", "tbody", "thead", "tfoot", "caption"),
    *("blockquote", "pre", "figure", "figcaption", "form", "button", "body", "details", "summary", "dialog"),
    *("menu", "address", "center", "fieldset", "legend", "hgroup", "search"),
)
"""The place in this tuple is the number that the weights know a tag by: only append."""

_PLACES: Final = {tag: code for code, tag in enumerate(TAGS)}
CODES: Final = {tag: _PLACES.get(tag, 0) for tag, kind in KINDS.items() if kind in (BLOCK, PRE)}
_STRONG: Final = frozenset(("b", "strong"))


@frozen
class Elements:
    """The lines of a page that hold text, and its block elements, parents first.

    Element 0 is the root and its own parent. `owner` is the element of each line, `start` and `end` bound the
    lines that an element holds. `links` counts the links of a line, `marks` tell by a bit each that bold
    type or a link begins it and that it holds a `time`, `images` counts the images since the line before;
    `spans` are the names of the first `span` in it. `hidden` are the elements that the page hides.
    """

    lines: list[Line]
    owner: list[int]
    links: list[int]
    marks: list[int]
    images: list[int]
    spans: list[Names]
    tags: list[int]
    parent: list[int]
    names: list[Names]
    hidden: list[int]
    start: Ints
    end: Ints


def elements_of(page: Page, reader: NameReader, hidden: set[int]) -> Elements:
    """Return the blocks of a page and the elements that hold any, in time linear in its nodes.

    `hidden` are the elements that `page.hidden` finds.
    """
    lines = [line for line in page.lines if line.text]
    numbers = _holders(page, lines)
    place = {number: at for at, number in enumerate(numbers)}
    tags, nodes = page.tags, page.nodes
    names, parents, concealed = [], [], []
    for at, number in enumerate(numbers):
        node = nodes[number]
        if not isinstance(node, str):
            names.append(reader.read(node.attributes))
            if hidden and node.mem_id in hidden:
                concealed.append(at)
        above = page.parents[number]
        while above not in place and above != NOWHERE:
            above = page.parents[above]
        parents.append(place.get(above, 0))
    begins = np.array([line.first for line in lines], dtype=np.int64)
    start = np.searchsorted(begins, np.array(numbers))
    end = np.searchsorted(begins, np.array([page.ends[number] for number in numbers]))
    owner = [place[line.owner] if line.owner != NOWHERE else 0 for line in lines]
    codes = [CODES.get(tags[number], 0) for number in numbers]
    links, marks, spans = _inner(page, lines, reader)
    return Elements(
        lines, owner, links, marks, _images(page), spans, codes, parents, names, concealed, start, end
    )


def _holders(page: Page, lines: list[Line]) -> list[int]:
    """Return the nodes of the root and of the block elements that hold lines, in order."""
    seen = {0}
    found = [0]
    tags, around = page.tags, page.parents
    for line in lines:
        number = line.owner
        while number != NOWHERE and number not in seen:
            seen.add(number)
            if tags[number] in CODES or "-" in tags[number]:
                found.append(number)
            number = around[number]
    return sorted(found)


def _inner(page: Page, lines: list[Line], reader: NameReader) -> tuple[list[int], list[int], list[Names]]:
    """Return what the inline elements of each line tell."""
    links, marks, spans = [], [], []
    for line in lines:
        held = page.tags[line.first : line.end]
        if len(held) < 2:
            links.append(0)
            marks.append(0)
            spans.append(NOTHING)
            continue
        links.append(held.count("a"))
        begin = () if held[0] == "-text" else held[:3]
        marks.append((not _STRONG.isdisjoint(begin)) + 2 * ("a" in begin) + 4 * ("time" in held))
        has_span = "span" in held
        spans.append(reader.read(page.attributes(line.first + held.index("span"))) if has_span else NOTHING)
    return links, marks, spans


def _images(page: Page) -> list[int]:
    """Return how many images stand in each line of text, or in the lines without text right before it."""
    found, waiting = [], 0
    for line in page.lines:
        waiting += line.images
        if line.text:
            found.append(waiting)
            waiting = 0
    return found
