"""Pools: named ways to run the parts of a flow, which plugins may bring."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docflow.value import frozen

__all__ = ["Pool"]

Work = Callable[[Any], Any]


@frozen
class Pool:
    """A way to run the parts of a flow, taken by its name with `docflow run --engine NAME`.

    `run(work, parts)` calls `work(part)` once for each part and yields `(part, result)` in the order of the
    parts; what `work` returns is passed on untouched. Calls may not overlap: `work` is that of one process. A
    part that is left out, doubled or out of order stops the run. `doc` is a sentence for users.
    """

    name: str
    doc: str
    run: Callable[[Work, Iterable[Any]], Iterator[tuple[Any, Any]]]
