"""What the relative addresses of a page are relative to."""

from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

__all__ = ["base_of"]

_SAYS: Final = (
    ("base[href]", "href"),
    ('link[rel~="canonical" i][href]', "href"),
    ('meta[property="og:url" i][content]', "content"),
)


def base_of(tree: LexborHTMLParser, known: str = "") -> str:
    """Return the address that links start from, "" where nobody says it.

    `<base>` counts in any case, itself relative to the `known` address of the page; without that the
    canonical link and `og:url` stand for it.
    """
    said = [_said(tree, *where) for where in _SAYS]
    own = known or next((address for address in said[1:] if address.startswith(("http://", "https://"))), "")
    try:
        joined = urljoin(own, said[0])
    except ValueError:
        return own
    return joined if joined.startswith(("http://", "https://")) else own


def _said(tree: LexborHTMLParser, selector: str, attribute: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(attribute) or "").strip() if node is not None else ""
