"""Publisher and date."""

import datetime
from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.lines import lines_of
from docflow_news.reading.published import read_published
from docflow_news.reading.publisher import read_publisher

__all__ = ["Dateline"]


@component(
    "dateline",
    writes={"publisher": str | None, "published": datetime.date | None},
    examples=(
        Example(
            "- The Harbour Times - Monday, May 4, 2020\nThe bridge is open.",
            {"publisher": "The Harbour Times", "published": datetime.date(2020, 5, 4)},
        ),
        Example(
            "OSLO (Continental Press) - The bridge is open again.\nPublished: 19 November 2019, 09:01 AM",
            {"publisher": "Continental Press", "published": datetime.date(2019, 11, 19)},
            note="the agency of the lead, and a stamp",
        ),
        Example("The bridge opened on May 4, 2020, the mayor said.", {"publisher": None, "published": None}),
    ),
)
class Dateline(Extractor):
    """Read the publisher and the date of publication from dateline, stamps, copyright line and lead."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `publisher` and `published`, None where the page does not say."""
        lines = lines_of(doc.text)
        return {"publisher": read_publisher(lines, doc.text), "published": read_published(lines)}
