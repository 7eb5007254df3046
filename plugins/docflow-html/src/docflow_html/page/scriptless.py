"""Pages that show nothing before their script has run, and hold their text in `noscript`, as forums do."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from docflow.plugin import late
from docflow_html.page.walk import walk

__all__ = ["speaks_without_scripts", "with_noscript_shown"]

_LITTLE: Final = 200
_TIMES: Final = 5
_TAG: Final = late(r"<[^<>]*>")
_NAME: Final = late(r"(</?)noscript\b", 2)


def speaks_without_scripts(tree: LexborHTMLParser) -> bool:
    """Whether a page says hardly a word where scripts run, and far more in its `noscript`."""
    held = [text for node in tree.css("noscript") if len(text := node.text()) > _LITTLE]
    if not held:
        return False
    said = sum(len(" ".join(_TAG.sub(" ", text).split())) for text in held)
    if said <= _LITTLE:
        return False
    shown = sum(len(line.text) for line in walk(tree).lines)
    return shown < _LITTLE and said > _LITTLE + _TIMES * shown


def with_noscript_shown(html: str) -> str:
    """Return the page with `noscript` as an element that any browser shows."""
    return _NAME.sub(r"\1no-script", html)
