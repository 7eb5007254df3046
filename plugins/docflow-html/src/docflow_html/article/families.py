"""Families of names that page builders share: what an element is for, where its name says so."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_html.article.names import BITS, hash_name

__all__ = ["FAMILIES", "FLAGS"]

FAMILIES: Final = tuple(
    tuple(family.split())
    for family in (
        "comment comments commentlist disqus respond reply replies commenter",
        "related recommended recommend recommendations popular trending latest recirc also",
        "teaser card cards tile tiles promo carousel slider grid feed listing loop",
        "author bio byline contributor writer autor about",
        "share social sharing follow facebook twitter whatsapp addtoany",
        "ad ads advert advertisement sponsor sponsored dfp adsense banner outbrain taboola",
        "newsletter subscribe subscription signup paywall register login cta modal popup",
        "caption credit figure image photo gallery media video player thumbnail",
        "content body entry text story artikel richtext prose markdown itemprop=articlebody",
        "sidebar aside widget rail secondary complementary role=complementary",
        "footer copyright colophon legal disclaimer role=contentinfo bottom",
        "nav menu breadcrumb breadcrumbs navigation navbar pagination pager role=navigation",
        "title headline heading subtitle lead lede intro excerpt summary standfirst deck",
        "meta date time published tags tag category categories info timestamp",
        "forum thread topic message posts answer question discussion bbs",
        "product price description shop cart sku variant specs spec features review",
        "cookie consent gdpr cookies privacy notice alert",
        "hidden hide collapsed print offscreen sr visually mobile",
    )
)
"""The place of a family is the number that the weights know it by: only append."""


def _flags() -> NDArray[np.int64]:
    flags = np.zeros(1 << BITS, dtype=np.int64)
    for place, family in enumerate(FAMILIES):
        flags[[hash_name(word) for word in family]] = 1 << place
    return flags


FLAGS: Final = _flags()
"""The family of a word of a name, as a bit, by its hash."""
