"""What a page states of itself, as fields."""

import datetime
from collections.abc import Mapping

from docflow.plugin import Document, Example, Extractor, component
from docflow_html.facts.dates import read_date
from docflow_html.facts.facts import FIELDS, facts_of
from docflow_html.facts.values import names, plain
from docflow_html.page.parse import parse

__all__ = ["Metadata"]


@component(
    "metadata",
    writes=FIELDS,
    cost="heavy",
    examples=(
        Example(
            '<html lang="en-GB"><title>Tides rise | Harbour Times</title>'
            '<meta property="og:site_name" content="Harbour Times">'
            '<meta name="author" content="Anna Berg and Tom Lind">'
            '<link rel="canonical" href="https://times.example/tides">'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Tides rise",'
            ' "datePublished": "2020-05-04T08:00:00+01:00"}</script>',
            {
                "url": "https://times.example/tides",
                "title": "Tides rise",
                "site_name": "Harbour Times",
                "language": "en",
                "published": datetime.date(2020, 5, 4),
                "modified": None,
                "authors": ["Anna Berg", "Tom Lind"],
                "description": None,
                "image": None,
                "kind": "NewsArticle",
            },
        ),
    ),
)
class Metadata(Extractor):
    """Read what a page states of itself: address, title, site, language, dates, authors and more.

    From JSON-LD, Open Graph, Dublin Core and the other `meta` of the web, `<title>`, `<link>` and
    `<html lang>`, for each fact the surest source that has it. The reader `html` writes these fields already;
    the step is for pages that came in a record, such as a line of JSON. It needs the page: put it before
    `html.text`.

    Dates are days, as the page writes them in its own time zone. What only may be a date, such as
    `04/05/2020`, is none. A fact that the page does not state stays as the record has it, such as the `url`
    of a crawl, which relative addresses start from, too; else it is null, or an empty list.
    """

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return the fields."""
        loaded_from = doc.fields.get("url")
        known = loaded_from if isinstance(loaded_from, str) else ""
        facts = facts_of(parse(doc.text), known)
        return {name: _stated(fact, doc.fields.get(name), name) for name, fact in facts.items()}


def _stated(fact: object, known: object, name: str) -> object:
    """Return what the page states; where it states nothing, what the record says in the type of the field."""
    if fact or not known:
        return fact
    if name in ("published", "modified"):
        return known if type(known) is datetime.date else read_date(known)
    if name == "authors":
        return names(known if isinstance(known, list) else [known])
    return plain(known)
