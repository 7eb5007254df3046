"""What JSON-LD says of a page, as one field."""

import datetime
from collections.abc import Mapping

from attrs import asdict

from docflow.plugin import Document, Example, Extractor, component
from docflow_html.facts.head import head_of
from docflow_html.facts.story import Story, story_of
from docflow_html.page.parse import parse
from docflow_html.writing.base import base_of

__all__ = ["JsonLd"]


@component(
    "json_ld",
    writes={"json_ld": Story | None},
    cost="heavy",
    examples=(
        Example(
            '<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Tides rise",'
            ' "author": {"@id": "#a"}, "articleBody": "The water rose.", "datePublished": "2020-05-04"},'
            ' {"@id": "#a", "@type": "Person", "name": "Anna Berg"}]}</script>',
            {
                "json_ld": {
                    "kind": "Article",
                    "headline": "Tides rise",
                    "authors": ["Anna Berg"],
                    "published": datetime.date(2020, 5, 4),
                    "modified": None,
                    "publisher": None,
                    "description": None,
                    "image": None,
                    "body": "The water rose.",
                }
            },
        ),
        Example("<p>No data here.", {"json_ld": None}),
    ),
)
class JsonLd(Extractor):
    """Read the JSON-LD of the article, product or recipe that a page is about: a record, its text as `body`.

    The data of a page is read, never run: at most 30 scripts of 2 MB, 3000 objects, references followed once.
    What it says of other things (lists of teasers, comments) is left out. Null where the page has none, or
    several of the same kind and no address says which is its own.
    """

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return the record."""
        tree = parse(doc.text)
        base = base_of(tree)
        story = story_of(head_of(tree).things, base)
        return {"json_ld": asdict(story) if story else None}
