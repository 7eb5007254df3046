"""The main content of pages: which of their lines stay."""

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen
from docflow_residue.trees import Trees
from selectolax.lexbor import LexborHTMLParser

from docflow_html.article.anchors import read_anchors
from docflow_html.article.deciding import decide
from docflow_html.article.elements import elements_of
from docflow_html.article.features import Frame, frame_of
from docflow_html.article.model import Model, load_model
from docflow_html.article.names import NameReader
from docflow_html.article.numbers import Floats
from docflow_html.article.scoring import probabilities
from docflow_html.article.second import second_columns
from docflow_html.page.hidden import hidden_ids
from docflow_html.page.page import Line, Page
from docflow_html.page.walk import walk

__all__ = ["Content", "Finder"]

_MOST_ROWS = 8000


@frozen(eq=False)
class Content:
    """A page, and those of its lines that are its main content."""

    tree: LexborHTMLParser
    page: Page
    lines: list[Line]


@frozen(eq=False)
class _Ready:
    tree: LexborHTMLParser
    page: Page
    lines: list[Line]
    frame: Frame


class Finder:
    """Finds the main content of pages; keeps the weights, and what was read of names, from page to page."""

    def __init__(self, model: Model | None = None) -> None:
        self._model = model or load_model()
        self._names = NameReader()

    def find(self, trees: Sequence[LexborHTMLParser]) -> list[Content]:
        """Return the content of each page: the same as one by one, in less time."""
        found: list[Content] = []
        waiting: list[Content | _Ready] = []
        rows = 0
        for tree in trees:
            waiting.append(self._ready(tree))
            rows += len(waiting[-1].lines)
            if rows > _MOST_ROWS:
                found.extend(self._decided(waiting))
                waiting, rows = [], 0
        return [*found, *self._decided(waiting)]

    def _ready(self, tree: LexborHTMLParser) -> "Content | _Ready":
        page = walk(tree, hidden=True)
        elements = elements_of(page, self._names, hidden_ids(tree))
        if not elements.lines:
            return Content(tree, page, [])
        frame = frame_of(elements, self._model.tables, read_anchors(tree))
        return _Ready(tree, page, elements.lines, frame)

    def _decided(self, waiting: Iterable["Content | _Ready"]) -> list[Content]:
        held = list(waiting)
        ready = [page for page in held if isinstance(page, _Ready)]
        first = _score(self._model.first, [page.frame.columns for page in ready])
        both = [
            {**page.frame.columns, **second_columns(page.frame, share)}
            for page, share in zip(ready, first, strict=True)
        ]
        second = iter(_score(self._model.second, both))
        return [_chosen(page, next(second)) if isinstance(page, _Ready) else page for page in held]


def _score(trees: Trees, pages: Sequence[dict[str, Floats]]) -> list[Floats]:
    """Return the probabilities of the blocks of each page."""
    if not pages:
        return []
    joined = {name: np.concatenate([page[name] for page in pages]) for name in trees.columns}
    bounds = np.cumsum([len(page["words"]) for page in pages])[:-1]
    return np.split(probabilities(trees, joined), bounds)


def _chosen(page: _Ready, chances: Floats) -> Content:
    columns = page.frame.columns
    kept = decide(chances, columns["words"], columns["prose"])
    return Content(
        page.tree, page.page, [line for line, stays in zip(page.lines, kept.tolist(), strict=True) if stays]
    )
