"""What stands in the head of a page, collected in a few looks at the tree."""

from collections.abc import Iterator
from typing import Final

from attrs import define, field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from docflow_html.facts.json_ld import Things, things_in

__all__ = ["Head", "head_of"]

_MOST: Final = 500


@define(slots=True)
class Head:
    """The `meta` by name (lower case, all values), the links by their relation, JSON-LD, title, language."""

    metas: dict[str, list[str]] = field(factory=dict)
    links: dict[str, str] = field(factory=dict)
    things: Things = field(factory=list)
    title: str = ""
    language: str = ""

    def meta(self, *names: str) -> Iterator[str]:
        """Give the values of the first of these names, then of the next, ..."""
        for name in names:
            yield from self.metas.get(name, ())


def head_of(tree: LexborHTMLParser) -> Head:
    """Return the head of a page; what stands in its body by mistake is found, too."""
    head = Head()
    for node in tree.css("meta[content]")[:_MOST]:
        _add_meta(head.metas, node)
    for node in tree.css("link[rel][href]")[:_MOST]:
        attributes = node.attributes
        for relation in (attributes["rel"] or "").lower().split():
            head.links.setdefault(relation, attributes["href"] or "")
    scripts = tree.css('script[type*="ld+json" i]')
    head.things = things_in([node.text() for node in scripts]) if scripts else []
    title = tree.css_first("head > title") or tree.css_first("body title:not(svg title)")
    head.title = title.text() if title is not None else ""
    root = tree.root
    attributes = root.attributes if root is not None else {}
    head.language = attributes.get("lang") or attributes.get("xml:lang") or ""
    return head


def _add_meta(metas: dict[str, list[str]], node: LexborNode) -> None:
    attributes = node.attributes
    content = attributes["content"]
    if content:
        for key in ("property", "name", "itemprop", "http-equiv"):
            if said := attributes.get(key):
                metas.setdefault(said.strip().lower(), []).append(content)
                return
