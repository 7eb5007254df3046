"""The facts of a page, each from the surest source that has it.

| fact | sources, the surest first |
|---|---|
| url | `<link rel="canonical">`, `og:url`, `twitter:url` |
| title | JSON-LD headline, `og:title`, `twitter:title`, `dc.title`, `<title>`; or the `<h1>` that says it |
| site_name | `og:site_name`, JSON-LD publisher, `application-name`, `twitter:site` without its sign |
| language | `<html lang>`, `content-language`, `og:locale`, `dc.language`; its first part (`en`) |
| published | JSON-LD, `article:published_time`, `datePublished`, Parsely, Sailthru, Dublin Core, `<time>` |
| modified | JSON-LD, `article:modified_time`, `og:updated_time`, `dateModified`, Dublin Core |
| authors | JSON-LD, `author`, `article:author`, Dublin Core and others, `rel="author"`, `itemprop="author"` |
| description | `og:description`, `description`, `twitter:description`, JSON-LD |
| image | `og:image`, JSON-LD, `twitter:image` |
| kind | JSON-LD `@type` of what the page is about, `og:type` |

JSON-LD goes before `meta` where publishers write it for search engines, which check it: dates and authors. A
`<time>` counts only where all on the page name one day. A fact that nobody states is null.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from selectolax.lexbor import LexborHTMLParser

from docflow.plugin import late
from docflow_html.facts.dates import read_date
from docflow_html.facts.head import Head, head_of
from docflow_html.facts.story import Story, story_of
from docflow_html.facts.title import title_of
from docflow_html.facts.values import address, names, plain
from docflow_html.writing.base import base_of

__all__ = ["FIELDS", "facts_of"]

FIELDS: Final[Mapping[str, Any]] = {
    "url": str | None,
    "title": str | None,
    "site_name": str | None,
    "language": str | None,
    "published": datetime.date | None,
    "modified": datetime.date | None,
    "authors": list[str],
    "description": str | None,
    "image": str | None,
    "kind": str | None,
}
"""The facts with their types."""

T = TypeVar("T")
_PUBLISHED: Final = (
    *(
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
    ),
    *("dcterms.created", "dcterms.date", "dc.date.issued", "dc.date.created", "dc.date", "date", "pubdate"),
    *("publishdate", "publish-date", "publication_date", "citation_publication_date", "og:published_time"),
)
_MODIFIED: Final = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
_AUTHORS: Final = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
)
_CROWD: Final = 5
"""More names that stand in bylines are those of a forum, or of other articles."""
_LANGUAGE: Final = late(r"([a-z]{2,3})(?:[-_]|$)", 2)
_BYLINES: Final = (
    '[rel~="author"],[itemprop="author"] [itemprop="name"],[itemprop="author"]:not(:has(*)),.p-author'
)


def facts_of(tree: LexborHTMLParser, address_known: str = "") -> dict[str, object]:
    """Return all FIELDS of a page; `address_known` is where it was loaded from, for relative addresses."""
    head = head_of(tree)
    base = base_of(tree, address_known)
    url = next((found for said in _urls(head) if (found := address(said, base))), None)
    story = story_of(head.things, url or base)
    site = _first(plain(said, 200) for said in _sites(head, story))
    return {
        "url": url,
        "title": title_of(tree, head, story, site),
        "site_name": site,
        "language": _language(head),
        "published": _published(tree, head, story),
        "modified": (story.modified if story else None) or _first(map(read_date, head.meta(*_MODIFIED))),
        "authors": _authors(tree, head, story),
        "description": _first(plain(said) for said in _descriptions(head, story)),
        "image": _first(address(said, base) for said in _images(head, story)),
        "kind": story.kind if story else _first(plain(said, 100) for said in head.meta("og:type")),
    }


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value), None)


def _urls(head: Head) -> Iterator[str]:
    yield head.links.get("canonical", "")
    yield from head.meta("og:url", "twitter:url")


def _sites(head: Head, story: Story | None) -> Iterator[str]:
    yield from head.meta("og:site_name")
    if story and story.publisher:
        yield story.publisher
    yield from head.meta("application-name")
    yield from (said.removeprefix("@") for said in head.meta("twitter:site"))


def _descriptions(head: Head, story: Story | None) -> Iterator[str]:
    yield from head.meta("og:description", "description", "twitter:description", "dc.description")
    if story and story.description:
        yield story.description


def _images(head: Head, story: Story | None) -> Iterator[str]:
    yield from head.meta("og:image", "og:image:url", "og:image:secure_url")
    if story and story.image:
        yield story.image
    yield from head.meta("twitter:image", "twitter:image:src")


def _language(head: Head) -> str | None:
    said = (head.language, *head.meta("content-language", "og:locale", "dc.language", "language"))
    found = (_LANGUAGE.match(one.strip()) for one in said)
    return _first(one[1].lower() if one else None for one in found)


def _published(tree: LexborHTMLParser, head: Head, story: Story | None) -> datetime.date | None:
    if story and story.published:
        return story.published
    if day := _first(map(read_date, head.meta(*_PUBLISHED))):
        return day
    marked = (
        tree.css('[itemprop="datePublished"]')[:1]
        or tree.css("time[pubdate]")[:1]
        or tree.css("time[datetime]")
    )
    days = {
        read_date(node.attributes.get("datetime") or node.attributes.get("content")) for node in marked[:200]
    }
    return days.pop() if len(days) == 1 else None


def _authors(tree: LexborHTMLParser, head: Head, story: Story | None) -> list[str]:
    if story and story.authors:
        return story.authors
    for name in _AUTHORS:
        if found := names(head.metas.get(name, ())):
            return found
    found = names(node.text() for node in tree.css(_BYLINES)[:20])
    return found if len(found) <= _CROWD else []
