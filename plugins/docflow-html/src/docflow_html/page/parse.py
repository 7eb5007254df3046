"""From the text of a page to its tree."""

from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from docflow_html.page.scriptless import speaks_without_scripts, with_noscript_shown
from docflow_html.page.shadow import with_shadow_roots_shown
from docflow_html.page.tame import tame
from docflow_html.page.xhtml import with_closed_elements

__all__ = ["parse"]

_OPTIONS: Final = LexborDocumentOptions.WO_EVENTS
"""No events while the tree grows: with them each `option` of a list is looked at again for each other one."""


def parse(html: str) -> LexborHTMLParser:
    """Return the tree of a page, parsed as browsers do; there is none that cannot be parsed.

    What is hostile in it is tamed first (`tame`), so that the time is linear in the text; empty elements of
    XML are closed (`with_closed_elements`), shadow roots are shown. What stands in `noscript` is one text, as
    in a browser that runs scripts, but for pages that say nothing else. Half a pair of surrogates, which is
    no character, goes.
    """
    page = tame(with_shadow_roots_shown(with_closed_elements(html)))
    tree = LexborHTMLParser(page, options=_OPTIONS, scripting=True)
    if not speaks_without_scripts(tree):
        return tree
    return LexborHTMLParser(tame(with_noscript_shown(page)), options=_OPTIONS, scripting=True)
