"""What `docflow clean` hands to plugins when it is done: the argument of `docflow_cleaned`."""

from collections.abc import Callable, Iterator

import attrs
from attrs import field

from docflow.model import Document

__all__ = ["Cleaned"]


@attrs.frozen
class Cleaned:
    """The documents of a `docflow clean`, as its flow left them. May only grow.

    `inputs` are the paths as they were given; `read` yields the documents in order, the first 2,000 at most,
    from the start each time it is called.
    """

    inputs: tuple[str, ...]
    read: Callable[[], Iterator[Document]] = field(eq=False, repr=False)
