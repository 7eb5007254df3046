"""All fields in one step."""

import datetime
from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.contacts import Contact
from docflow_news.copyright import Rights
from docflow_news.reading.byline import read_authors
from docflow_news.reading.contacts import read_contacts
from docflow_news.reading.credits import read_contributors
from docflow_news.reading.lines import lines_of
from docflow_news.reading.published import read_published
from docflow_news.reading.publisher import read_publisher
from docflow_news.reading.related import read_related
from docflow_news.reading.rights import read_rights

__all__ = ["Metadata"]


@component(
    "metadata",
    writes={
        "publisher": str | None,
        "published": datetime.date | None,
        "authors": list[str],
        "contributors": list[str],
        "contacts": list[Contact],
        "copyright": Rights | None,
        "related": list[str],
    },
    examples=(
        Example(
            "By Anna Berg | May 4, 2020\nThe bridge is open.\nREAD ALSO: Who paid?\n© 2020 Harbour Media.",
            {
                "publisher": "Harbour Media",
                "published": datetime.date(2020, 5, 4),
                "authors": ["Anna Berg"],
                "contributors": [],
                "contacts": [],
                "copyright": {"holder": "Harbour Media", "year": 2020},
                "related": ["Who paid?"],
            },
        ),
    ),
)
class Metadata(Extractor):
    """Read all that stands around an article into fields; put it before `news.residue`.

    The fields of `news.dateline`, `byline`, `credits`, `contacts`, `copyright` and `related` in one step.
    """

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return the seven fields; None or an empty list where the page does not say."""
        lines = lines_of(doc.text)
        return {
            "publisher": read_publisher(lines, doc.text),
            "published": read_published(lines),
            "authors": read_authors(lines),
            "contributors": read_contributors(lines),
            "contacts": read_contacts(lines),
            "copyright": read_rights(lines),
            "related": read_related(lines),
        }
