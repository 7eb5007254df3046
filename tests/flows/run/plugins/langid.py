"""Tells three languages apart by their articles."""

from collections.abc import Mapping

from docflow.plugin import Component, Document, Example, Extractor, component, hookimpl

ARTICLES = {"en": {"the", "a", "an"}, "fr": {"le", "la", "les"}, "de": {"der", "die", "das"}}


@component(
    "detect",
    writes={"lang": str},
    examples=(Example("The owl", {"lang": "en"}), Example("?", {"lang": "xx"})),
)
class Detect(Extractor):
    """Write the language of the text, `xx` when it has no article."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        words = set(doc.text.lower().split())
        return {"lang": next((lang for lang, those in ARTICLES.items() if words & those), "xx")}


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    return (Detect,)
