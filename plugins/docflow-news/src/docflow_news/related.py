"""Headlines of related articles."""

from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.lines import lines_of
from docflow_news.reading.related import read_related

__all__ = ["Related"]


@component(
    "related",
    writes={"related": list[str]},
    examples=(
        Example("SEE ALSO: Who owns the mill?", {"related": ["Who owns the mill?"]}),
        Example(
            "Related:\nWho owns the old mill?\nTen mills to see",
            {"related": ["Who owns the old mill?", "Ten mills to see"]},
        ),
    ),
)
class Related(Extractor):
    """Read the headlines of related articles, by the rules by which `news.residue` removes them."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `related`, each headline once."""
        return {"related": read_related(lines_of(doc.text))}
