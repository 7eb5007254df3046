"""A score that is easy to calculate by hand."""

from collections.abc import Mapping

from docflow.plugin import Component, Document, Example, Extractor, component, hookimpl


@component("readability", writes={"score": float}, examples=(Example("ab abcd", {"score": 3.0}),))
class Readability(Extractor):
    """Write the mean length of the words."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        words = doc.text.split()
        return {"score": round(sum(map(len, words)) / max(len(words), 1), 2)}


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    return (Readability,)
