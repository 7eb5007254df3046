"""The thing that a page is about, as its JSON-LD tells it."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from docflow_html.facts.dates import read_date
from docflow_html.facts.json_ld import Things
from docflow_html.facts.values import address, names, plain

__all__ = ["Story", "story_of"]

_RANKS: Final = {
    **dict.fromkeys(("NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle"), 0),
    **dict.fromkeys(
        ("Article", "BlogPosting", "LiveBlogPosting", "TechArticle", "ScholarlyArticle", "Report"), 0
    ),
    **dict.fromkeys(("BackgroundNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle"), 0),
    **dict.fromkeys(
        ("SocialMediaPosting", "DiscussionForumPosting", "Recipe", "HowTo", "Product", "Review"), 1
    ),
    **dict.fromkeys(("Question", "QAPage", "Event", "JobPosting", "Course", "Book", "Movie", "Dataset"), 1),
    **dict.fromkeys(("VideoObject", "PodcastEpisode", "FAQPage", "Service", "SoftwareApplication"), 2),
    **dict.fromkeys(("WebPage", "ItemPage", "AboutPage", "ContactPage", "CollectionPage", "ProfilePage"), 3),
}
"""What a page may be about, the surest first; a `WebPage` is the page itself."""
_LONGEST_BODY: Final = 1_000_000


@frozen
class Story:
    """What JSON-LD says of the page: all texts plain, all dates days."""

    kind: str
    headline: str | None
    authors: list[str]
    published: datetime.date | None
    modified: datetime.date | None
    publisher: str | None
    description: str | None
    image: str | None
    body: str | None


def story_of(things: Things, base: str = "") -> Story | None:
    """Return what the page is about; None where JSON-LD does not say, or tells several of one kind."""
    ranked = sorted(
        ((_rank(thing), at) for at, thing in enumerate(things) if _rank(thing) is not None),
        key=lambda r: r[0] or 0,
    )
    if not ranked:
        return None
    best = [things[at] for rank, at in ranked if rank == ranked[0][0]]
    headlines = {_headline(thing) for thing in best}
    chosen = best[0]
    if len(headlines) > 1:
        own = [thing for thing in best if base and base in _addresses(thing)]
        if not own:
            return None
        chosen = own[0]
    return _story(chosen, base)


def _rank(thing: Mapping[str, Any]) -> int | None:
    ranks = [_RANKS[kind] for kind in _kinds(thing) if kind in _RANKS]
    return min(ranks) if ranks else None


def _kinds(thing: Mapping[str, Any]) -> list[str]:
    kind = thing.get("@type")
    several = kind if isinstance(kind, list) else [kind]
    return [name.rpartition("/")[2] for name in several if isinstance(name, str)]


def _headline(thing: Mapping[str, Any]) -> str | None:
    return plain(thing.get("headline")) or plain(thing.get("name"))


def _addresses(thing: Mapping[str, Any]) -> list[object]:
    page = thing.get("mainEntityOfPage")
    return [thing.get("url"), thing.get("@id"), page, page.get("@id") if isinstance(page, dict) else None]


def _story(thing: Mapping[str, Any], base: str) -> Story:
    kinds = _kinds(thing)
    body = thing.get("articleBody")
    return Story(
        kind=next(kind for kind in kinds if kind in _RANKS),
        headline=_headline(thing),
        authors=names(name for key in ("author", "creator") for name in _names(thing.get(key))),
        published=read_date(thing.get("datePublished")) or read_date(thing.get("dateCreated")),
        modified=read_date(thing.get("dateModified")),
        publisher=next((text for name in _names(thing.get("publisher")) if (text := plain(name))), None),
        description=plain(thing.get("description")),
        image=next((found for one in _images(thing.get("image")) if (found := address(one, base))), None),
        body=body[:_LONGEST_BODY].strip() or None if isinstance(body, str) else None,
    )


def _names(value: object) -> Iterator[object]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        yield from name if isinstance(name, list) else [name]


def _images(value: object) -> Iterator[object]:
    for item in value if isinstance(value, list) else [value]:
        yield (item.get("url") or item.get("contentUrl")) if isinstance(item, dict) else item
