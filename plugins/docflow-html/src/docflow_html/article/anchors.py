"""What the head of a page says of its content: title, description, kind, the article in JSON-LD."""

import json
from collections.abc import Iterable
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from docflow.plugin import late
from docflow_html.article.words import words_of

__all__ = ["Anchors", "read_anchors"]

_LONGEST_SCRIPT: Final = 2_000_000
_MOST_STEPS: Final = 20_000
_TAG: Final = late(r"<[^<>]*>")
_TYPE: Final = late(r'"@type"\s*:\s*\[?\s*"([A-Za-z]+)"')
_KINDS: Final = (
    ("article", "posting", "report"),
    ("product", "offer"),
    ("discussion", "qapage", "question", "comment"),
)


class Anchors(NamedTuple):
    """Texts are lower-case words, a space between; `kinds` has a flag for article, product and forum."""

    title: str = ""
    description: str = ""
    kinds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    body: str = ""


def plain(text: str) -> str:
    """Return the words of a text in lower case, one space between them."""
    return b" ".join(words_of(text)).decode("utf-8", "replace")


def read_anchors(tree: LexborHTMLParser) -> Anchors:
    """Return the anchors of a page."""
    said = {"title": "", "og:title": "", "og:description": "", "description": "", "og:type": ""}
    head = tree.head
    node = None if head is None else head.first_child
    while node is not None:
        if node.tag == "meta":
            attributes = node.attributes
            name = (attributes.get("property") or attributes.get("name") or "").lower()
            if name in said:
                said[name] = said[name] or attributes.get("content") or ""
        elif node.tag == "title":
            said["title"] = said["title"] or node.text_content or ""
        node = node.next
    data = [node.text_content or "" for node in tree.css('script[type="application/ld+json"]')]
    types = {found.lower() for text in data for found in _TYPE.findall(text[:_LONGEST_SCRIPT])}
    flags = [float(any(word in name for name in types for word in words)) for words in _KINDS]
    article = max(flags[0], float(said["og:type"].lower() == "article"))
    title = plain(said["og:title"] or said["title"])
    description = plain(said["og:description"] or said["description"])
    return Anchors(title, description, (article, flags[1], flags[2]), _article_body(data))


def _article_body(data: Iterable[str]) -> str:
    """Return the longest `articleBody` in JSON-LD texts as plain words, or nothing."""
    longest = ""
    for text in data:
        if '"articleBody"' not in text or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_STEPS):
            if not waiting:
                break
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                body = value.get("articleBody")
                longest = body if isinstance(body, str) and len(body) > len(longest) else longest
                waiting.extend(value.values())
    return plain(_TAG.sub(" ", longest)) if longest else ""
