"""Texts, names and addresses as pages give them, made plain; what is none of it becomes nothing."""

import html
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin

from docflow.plugin import late
from docflow_html.page.spaces import shown

__all__ = ["address", "names", "plain"]

_LONGEST: Final = 2000
_MOST_NAMES: Final = 50
_LONGEST_NAME: Final = 80
_MARKUP: Final = late(r"</?[A-Za-z][^<>]{0,500}>")
_BY: Final = late(r"(?:written |posted |words )?by:?\s+", 2)
_BETWEEN: Final = late(r"\s*[;|]\s*|,?\s+(?:and|und|et|y|e|en|och|&)\s+")
_LISTED: Final = late(r"\s*[;|]\s*")
_NO_NAME: Final = late(
    r"https?:|www\.|@|//|^[\W\d_]*$|^(?:admin|administrator|author|staff|editor|webmaster|unknown)$", 2
)


def plain(value: object, longest: int = _LONGEST) -> str | None:
    """Return a text in one line, without the entities and tags that pages leave in; None when it is empty."""
    if not isinstance(value, str):
        return None
    text = value[: 4 * longest]
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    text = " ".join(shown(text).split())
    return text[:longest].rstrip() or None


def names(values: Iterable[object]) -> list[str]:
    """Return the names of people, each once; one text may hold several (`Anna Berg and Tom Lind`)."""
    found: dict[str, None] = {}
    for value in values:
        text = plain(value, 400)
        for part in _parts(_BY.sub("", text, count=1)) if text else ():
            name = part.strip(" ,.-–—|")
            if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
                found[name] = None
        if len(found) >= _MOST_NAMES:
            break
    return list(found)


def _parts(text: str) -> list[str]:
    """Cut a list of names; a comma cuts only where each part could be a first and a last name.

    Single words around an "and" are one name: that of a paper or a company (`Boats & Tides`).
    """
    parts = [part for part in _BETWEEN.split(text) if part]
    if not any(" " in part for part in parts):
        parts = [part for part in _LISTED.split(text) if part]
    cut = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        cut += pieces if len(pieces) > 1 and all(" " in piece for piece in pieces) else [part]
    return cut


def address(value: object, base: str) -> str | None:
    """Return an absolute address of the web, or None."""
    if not isinstance(value, str) or not (written := value.strip()) or len(written) > _LONGEST:
        return None
    try:
        joined = urljoin(base, written) if base else written
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) and " " not in joined else None
