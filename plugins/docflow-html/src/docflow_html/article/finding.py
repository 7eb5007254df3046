"""The main content of pages: which of their lines stay."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from attrs import frozen
from selectolax.lexbor import LexborHTMLParser

from docflow_html.article.anchors import Anchors, read_anchors
from docflow_html.article.deciding import decide
from docflow_html.article.elements import Elements, elements_of
from docflow_html.article.features import frame_of
from docflow_html.article.model import Model, load_model
from docflow_html.article.names import NameReader
from docflow_html.article.numbers import Floats
from docflow_html.article.scoring import Stage
from docflow_html.article.second import second_columns
from docflow_html.page.page import Line, Page
from docflow_html.page.walk import walk

__all__ = ["Content", "Finder"]

_MOST_ROWS = 8000


@frozen(eq=False)
class Content:
    """A page, and those of its lines that are its main content."""

    page: Page
    lines: list[Line]


@frozen(eq=False)
class _Ready:
    page: Page
    elements: Elements
    anchors: Anchors


class Finder:
    """Finds the main content of pages; keeps the weights, and what was read of names, from page to page."""

    def __init__(self, model: Model | None = None) -> None:
        found = model or load_model()
        self._tables = found.tables
        self._first, self._second = Stage(found.first), Stage(found.second)
        self._names = NameReader()

    def find(self, trees: Iterable[LexborHTMLParser], *, nodes: bool = True) -> Iterator[Content]:
        """Give the content of each page: the same as one by one, in less time.

        Without `nodes` the pages keep no elements, which only their writing as Markdown asks for.
        """
        waiting: list[_Ready] = []
        rows = 0
        for tree in trees:
            page = walk(tree, hidden=True, note=self._names.note, nodes=nodes)
            waiting.append(_Ready(page, elements_of(page, self._names), read_anchors(tree)))
            if not nodes:
                page.nodes.clear()
            rows += len(page.said)
            if rows > _MOST_ROWS:
                yield from self._decided(waiting)
                waiting, rows = [], 0
        yield from self._decided(waiting)

    def _decided(self, waiting: Sequence[_Ready]) -> Iterator[Content]:
        asked = [page for page in waiting if page.elements.lines]
        kept = iter(self._kept(asked) if asked else ())
        for page in waiting:
            yield Content(page.page, next(kept) if page.elements.lines else [])

    def _kept(self, pages: Sequence[_Ready]) -> Iterator[list[Line]]:
        """Give the lines that stay of pages that have some."""
        elements = [page.elements for page in pages]
        frame = frame_of(elements, self._tables, [page.anchors for page in pages])
        share = self._first.probabilities(frame.columns)
        chances = self._second.probabilities({**frame.columns, **second_columns(frame, share)})
        columns: Floats = np.array([chances, frame.columns["words"], frame.columns["prose"]])
        for page, mine in zip(elements, np.split(columns, frame.batch.bounds[1:-1], axis=1), strict=True):
            stays = decide(*mine).tolist()
            yield [line for line, stay in zip(page.lines, stays, strict=True) if stay]
