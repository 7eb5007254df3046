"""What a page holds but does not show."""

from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from docflow.plugin import late

__all__ = ["hidden_ids", "hides"]

_CANDIDATES: Final = '[hidden],[style*="none" i],[style*="hidden" i],dialog:not([open])'
_STYLE: Final = late(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", 2)


def hidden_ids(tree: LexborHTMLParser) -> set[int]:
    """Return the elements (`mem_id`) that the page hides by its markup; style sheets are not read.

    The page as a whole is never hidden: a body that is waits for its script.
    """
    return {node.mem_id for node in tree.css(_CANDIDATES) if hides(node.tag or "", node.attributes)}


def hides(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is one of these."""
    if tag in ("html", "body") or attributes.get("hidden") == "until-found":
        return False
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style") or ""
    written = style.lower()
    if "none" not in written and "hidden" not in written:
        return False
    return tag == "dialog" or bool(_STYLE.search(style))
