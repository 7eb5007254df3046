"""Authors."""

from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.byline import read_authors
from docflow_news.reading.lines import lines_of

__all__ = ["Byline"]


@component(
    "byline",
    writes={"authors": list[str]},
    examples=(
        Example(
            "By Anna Berg and Tom Lind, Staff Writers\nThe bridge is open.",
            {"authors": ["Anna Berg", "Tom Lind"]},
        ),
        Example("By the time the bell rang, Anna Berg had left.", {"authors": []}),
    ),
)
class Byline(Extractor):
    """Read the authors from the byline; a sentence that starts with "By" names none."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `authors`, as the page spells them."""
        return {"authors": read_authors(lines_of(doc.text))}
