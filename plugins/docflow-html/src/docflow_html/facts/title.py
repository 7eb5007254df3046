"""The title of a page, without what the site puts around it."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from docflow.plugin import late
from docflow_html.facts.head import Head
from docflow_html.facts.story import Story
from docflow_html.facts.values import plain

__all__ = ["title_of"]

_SEPARATOR: Final = late(r"\s+(?:[|·•–—»:\\/-]|::|\|\|)\s+")
_WORD: Final = late(r"\w+")
_PERMALINKS: Final = frozenset("¶#§🔗")
"""What a heading's link to itself shows."""
_MOST_HEADINGS: Final = 8
_ALIKE: Final = 0.5
_LEAST: Final = 8
"""A shorter heading that stands in a title may be the name of a section."""


def title_of(tree: LexborHTMLParser, head: Head, story: Story | None, site: str | None) -> str | None:
    """Return the title: what the page states, or the `<h1>` that says the same without the site's name.

    A heading says the same when the stated title holds it, or, being the only one, half of the words.
    """
    told = story.headline if story and story.kind not in ("WebPage", "CollectionPage") else None
    metas = head.meta("og:title", "twitter:title", "dc.title")
    stated = told or next((said for one in (*metas, head.title) if (said := plain(one, 500))), None)
    headings = [text for node in tree.css("h1")[:_MOST_HEADINGS] if (text := _heading(node))]
    if not stated:
        return headings[0] if len(headings) == 1 else None
    bare = _without_site(stated, site)
    return next((heading for heading in headings if _says(heading, stated, only=len(headings) == 1)), bare)


def _heading(node: LexborNode) -> str | None:
    text = plain(node.text(separator=" "), 300)
    words, _, last = (text or "").rpartition(" ")
    return words if words and last in _PERMALINKS else text


def _says(heading: str, stated: str, *, only: bool) -> bool:
    words, whole = _words(heading), _words(stated)
    if len(heading) >= _LEAST and f" {' '.join(words)} " in f" {' '.join(whole)} ":
        return True
    shared = len(set(words) & set(whole))
    return only and len(words) > 2 and shared >= _ALIKE * max(len(set(words)), 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _without_site(title: str, site: str | None) -> str:
    """Cut the name of the site off the end (or the start) of a title: `Tides rise | Harbour Times`."""
    signs: list[re.Match[str]] = list(_SEPARATOR.finditer(title))
    if not signs or not site:
        return title
    plain_site = site.casefold()
    if title[signs[-1].end() :].strip().casefold() == plain_site:
        return title[: signs[-1].start()]
    if title[: signs[0].start()].strip().casefold() == plain_site:
        return title[signs[0].end() :]
    return title
