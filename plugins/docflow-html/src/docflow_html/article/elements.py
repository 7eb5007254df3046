"""The blocks of text of a page, and the block elements that hold them, as parallel lists."""

from typing import Final

from attrs import frozen

from docflow_html.article.names import NOTHING, NameReader, Names
from docflow_html.page.page import Line, Page
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
    start: list[int]
    end: list[int]


def elements_of(page: Page, reader: NameReader) -> Elements:
    """Return the blocks of a page, walked with `reader.note`, and the elements that hold any.

    The time is linear in the nodes of the page.
    """
    held, tags = page.holders, page.tags
    links, marks, spans = _inner(page, reader)
    return Elements(
        page.said,
        held.owners,
        links,
        marks,
        _images(page),
        spans,
        [CODES.get(tags[number], 0) for number in held.numbers],
        held.parents,
        held.notes,
        [at for at, names in enumerate(held.notes) if names.hidden],
        held.starts,
        held.ends,
    )


def _inner(page: Page, reader: NameReader) -> tuple[list[int], list[int], list[Names]]:
    """Return what the inline elements of each line tell."""
    links, marks, spans = [], [], []
    tags = page.tags
    for line in page.said:
        first, end = line.first, line.end
        if end - first < 2:
            links.append(0)
            marks.append(0)
            spans.append(NOTHING)
            continue
        held = tags[first:end]
        links.append(held.count("a"))
        begin = () if held[0] == "-text" else held[:3]
        marks.append((not _STRONG.isdisjoint(begin)) + 2 * ("a" in begin) + 4 * ("time" in held))
        has_span = "span" in held
        spans.append(reader.read(page.attributes(first + held.index("span"))) if has_span else NOTHING)
    return links, marks, spans


def _images(page: Page) -> list[int]:
    """Return how many images stand in each line of text, or in the lines without text right before it."""
    if len(page.said) == len(page.lines):
        return [line.images for line in page.lines]
    found, waiting = [], 0
    for line in page.lines:
        waiting += line.images
        if line.text:
            found.append(waiting)
            waiting = 0
    return found
