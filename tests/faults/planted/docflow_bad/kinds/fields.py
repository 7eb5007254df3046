"""A filter, an extractor, a splitter, a function; and a filter that takes its time."""

import time
from collections.abc import Iterable, Mapping

from docflow.plugin import (
    KEEP,
    Document,
    Drop,
    Example,
    Extractor,
    Filter,
    Keep,
    Splitter,
    component,
    function,
    option,
)
from docflow_bad.bodies import misbehave

ANY = (Example("a", "a"),)


@component("judge", examples=ANY, needs=("exec",))
class Judge(Filter):
    """Misbehave as a filter."""

    how: str = option(doc="The body.", default="none", primary=True)

    def judge(self, doc: Document) -> Keep | Drop:
        given = misbehave(self.how, doc.text)
        return KEEP if given == doc.text else given


@component("extract", examples=ANY, writes={"length": int}, needs=("exec",))
class Extract(Extractor):
    """Misbehave as an extractor."""

    how: str = option(doc="The body.", default="none", primary=True)

    def extract(self, doc: Document) -> Mapping[str, object]:
        given = misbehave(self.how, doc.text)
        return {"length": len(given)} if given == doc.text else given


@component("split", examples=ANY, needs=("exec",))
class Split(Splitter):
    """Give the document and its copy; misbehave between the two."""

    how: str = option(doc="The body.", default="none", primary=True)

    def split(self, doc: Document) -> Iterable[Document]:
        yield Document(f"{doc.id}.1", doc.text, doc.source, dict(doc.fields))
        yield Document(f"{doc.id}.2", misbehave(self.how, doc.text), doc.source, dict(doc.fields))


@component("slow", examples=ANY)
class Slow(Filter):
    """Keep every document, after a while."""

    seconds: float = option(doc="How long.", default=0.0, primary=True)

    def judge(self, doc: Document) -> Keep | Drop:
        time.sleep(self.seconds)
        return KEEP


@function(examples=((("none", "a"), "a"),))
def act(how: str, text: str) -> str:
    """Misbehave in an expression."""
    return misbehave(how, text)  # type: ignore[no-any-return]
