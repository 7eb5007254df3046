"""What a page holds but does not show."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from docflow.plugin import late

__all__ = ["hidden_ids"]

_CANDIDATES: Final = '[hidden],[style*="none" i],[style*="hidden" i],dialog:not([open])'
_STYLE: Final = late(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", 2)


def hidden_ids(tree: LexborHTMLParser) -> set[int]:
    """Return the elements (`mem_id`) that the page hides by its markup; style sheets are not read.

    The page as a whole is never hidden: a body that is waits for its script.
    """
    found = set()
    for node in tree.css(_CANDIDATES):
        attributes = node.attributes
        if node.tag in ("html", "body") or attributes.get("hidden") == "until-found":
            continue
        if "hidden" in attributes or node.tag == "dialog" or _STYLE.search(attributes.get("style") or ""):
            found.add(node.mem_id)
    return found
