"""A corpus step that misbehaves in one of its two passes over the documents."""

from collections.abc import Iterable
from typing import Any

from docflow.plugin import Corpus, Document, Drop, Example, component, option
from docflow_bad.bodies import misbehave

ANY = (Example(("a", "b", "a"), ("a", "b")),)


@component("once", examples=ANY, needs=("exec",))
class Once(Corpus):
    """Keep the first of equal texts; misbehave where it is told to."""

    how: str = option(doc="The body.", default="none", primary=True)
    at: str = option(doc="`observe` or `apply`.", default="observe")

    def observe(self, doc: Document) -> Any:
        return misbehave(self.how if self.at == "observe" else "none", doc.text)

    def reduce(self, sketches: Iterable[tuple[int, Any]]) -> Any:
        first: dict[str, int] = {}
        for position, text in sketches:
            first[text] = min(position, first.get(text, position))
        return frozenset(first.values())

    def apply(self, doc: Document, position: int, state: Any) -> Document | Drop:
        given = misbehave(self.how if self.at == "apply" else "none", doc.text)
        if given != doc.text:
            return given  # type: ignore[no-any-return]
        return doc if position in state else Drop("seen before")
