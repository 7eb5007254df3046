"""The blocks of some pages, one behind the other: an array of all costs hardly more than one of a page.

Whatever sums or looks beside a block stays within its page, and adds in the same order: a page gets the same
numbers, to the bit, alone and in a batch.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_html.article.elements import Elements
from docflow_html.article.numbers import Floats, Ints

__all__ = ["Batch", "batch_of"]


@frozen(eq=False)
class Batch:
    """The blocks and elements of pages that have blocks; numbers of blocks and elements count over all pages.

    bounds: the first block of each page, and the end of the last.
    page, place: the page of each block, and its place there.
    roots: the first element of each page.
    home: the page of each element.
    tags, parent, start, end, owner: as in `Elements`.
    """

    pages: Sequence[Elements]
    texts: list[str]
    bounds: Ints
    page: Ints
    place: Ints
    roots: Ints
    home: Ints
    tags: Ints
    parent: Ints
    start: Ints
    end: Ints
    owner: Ints

    def each(self, values: Sequence[float] | NDArray[Any]) -> Floats:
        """Return a column from one value a page."""
        return np.asarray(values, dtype=np.float32)[self.page]

    def sums(self, column: Floats) -> list[float]:
        """Return the sum of a column in each page."""
        bounds = self.bounds.tolist()
        add = np.add.reduce
        return [float(add(column[a:b])) for a, b in pairwise(bounds)]

    def runs(self, columns: Floats) -> Floats:
        """Return the running sums of some columns, each page from 0."""
        out = np.empty_like(columns)
        bounds = self.bounds.tolist()
        for a, b in pairwise(bounds):
            np.add.accumulate(columns[:, a:b], axis=1, out=out[:, a:b])
        return out

    def before(self, columns: NDArray[Any]) -> NDArray[np.float64]:
        """Return what stands before each block of its page, and behind the last of a page what it has in all.

        So there is one place more for each page: that of block `b` of page `p` is `b + p`.
        """
        out = np.zeros((len(columns), columns.shape[1] + len(self.pages)))
        bounds = self.bounds.tolist()
        for page, (a, b) in enumerate(pairwise(bounds)):
            np.add.accumulate(columns[:, a:b], axis=1, out=out[:, a + page + 1 : b + page + 1])
        return out

    def totals(self, *columns: Floats) -> Floats:
        """Return the sums of columns of blocks in each element: a row a column."""
        sums = self.before(np.array(columns, dtype=np.float32))
        return (sums[:, self.end + self.home] - sums[:, self.start + self.home]).astype(np.float32)


def batch_of(pages: Sequence[Elements]) -> Batch:
    """Join pages that have blocks."""
    blocks = np.array([0, *(len(page.lines) for page in pages)])
    elements = np.array([len(page.tags) for page in pages])
    bounds = np.cumsum(blocks)
    roots = np.cumsum(elements) - elements
    page = np.repeat(np.arange(len(pages)), blocks[1:])
    home = np.repeat(np.arange(len(pages)), elements)
    first = bounds[home]
    return Batch(
        pages,
        [line.text for held in pages for line in held.lines],
        bounds,
        page,
        np.arange(len(page)) - bounds[page],
        roots,
        home,
        _joined(held.tags for held in pages),
        _joined(held.parent for held in pages) + roots[home],
        _joined(held.start for held in pages) + first,
        _joined(held.end for held in pages) + first,
        _joined(held.owner for held in pages) + roots[page],
    )


def _joined(lists: Iterable[Sequence[int]]) -> Ints:
    return np.array(list(chain.from_iterable(lists)), dtype=np.int64)
