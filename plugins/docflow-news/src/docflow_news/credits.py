"""Contributors."""

from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.credits import read_contributors
from docflow_news.reading.lines import lines_of

__all__ = ["Credits"]


@component(
    "credits",
    writes={"contributors": list[str]},
    examples=(
        Example(
            "The bridge is open.\nThe Associated Press contributed to this report.",
            {"contributors": ["The Associated Press"]},
        ),
        Example(
            "(Reporting by Anna Berg in Oslo; Editing by Tom Lind)",
            {"contributors": ["Anna Berg", "Tom Lind"]},
        ),
    ),
)
class Credits(Extractor):
    """Read the people and agencies that contributed, from the credits below an article."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `contributors`, each once."""
        return {"contributors": read_contributors(lines_of(doc.text))}
