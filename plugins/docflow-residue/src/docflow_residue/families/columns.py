"""The columns of the matcher: which families there are, and what a hit says."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["COLUMNS", "FAMILIES"]

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "share": "share, print, save or send: the whole line is the call",
        "share.part": "a call to follow, share or like, inside a longer line",
        "network": "the name of a social network alone",
        "navigation": "a word of the menu, a skip link",
        "section": "a section of a site alone (News, Sport); weak",
        "breadcrumb": "a path such as Home > News",
        "pager": "previous, next, page 2 of 3, older posts",
        "contents": "the label of a table of contents",
        "date": "a date or a time alone",
        "updated": "published or updated, alone or with a moment",
        "more": "read more, click here, show, expand, close",
        "more.part": "a line that begins with a call to click or to read on elsewhere",
        "number": "a number alone",
        "price": "a price alone",
        "related": "the label of a list of other articles",
        "related.part": "such a label with the headline on the same line",
        "photo": "a photo credit or caption marker alone",
        "photo.part": "a caption that ends or begins with a credit",
        "player": "a word of a media player or a gallery",
        "newsletter": "subscribe, sign up, newsletter: the whole line is the call",
        "newsletter.part": "a pitch for a newsletter or alerts",
        "byline": "who wrote it",
        "author": "about the author, all posts by",
        "author.part": "a biography or how to reach the author",
        "contact": "a mail address, handle or phone number alone",
        "account": "log in, register, my account",
        "account.part": "a subscription wall or a call for money",
        "comments": "a counter of comments, a button to comment",
        "comments.part": "rules and calls about comments",
        "form": "a field or an answer of a form",
        "privacy": "links and buttons of cookies, privacy and terms",
        "privacy.part": "a notice about cookies, privacy or consent",
        "copyright": "a line of copyright or rights",
        "copyright.part": "rights and reprint notes inside a longer line",
        "advertisement": "a marker of advertising alone",
        "disclaimer": "affiliate links, sponsors, no advice",
        "counters": "reading time, views, likes, ratings",
        "tags": "the label of tags or topics",
        "tags.part": "such a label with the tags on the same line",
        "hashtags": "a line of hashtags",
        "wire": "a wire service, or who contributed",
        "source": "source, via, originally published",
        "shop": "a word of a shop: add to cart, in stock",
        "link": "an address of a page or a file alone",
    }
)
FAMILIES: tuple[str, ...] = tuple(COLUMNS)
