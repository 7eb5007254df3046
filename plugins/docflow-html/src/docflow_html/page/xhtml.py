"""Pages of XML (XHTML, chapters of e-books), whose empty elements a parser of HTML would take for open ones.

`<title/>` or `<script src="a.js"/>` opens, where nobody says that the file is XML, an element that swallows
the page up to the next end tag of that name, often up to the end. So these alone are closed; what else is
written so, such as `<div/>`, hides no text.
"""

import re
from typing import Final

from docflow.plugin import late

__all__ = ["with_closed_elements"]

_HEAD: Final = 2000
_IS_XML: Final = late(r"\s*<\?xml\s|.*?<html\s[^>]*?\bxmlns\s*=", re.I | re.S)
_SWALLOWS: Final = "script|style|title|textarea|iframe|noscript|noembed|noframes|xmp"
_EMPTY: Final = late(rf"<(?:{_SWALLOWS})(?:\s[^<>]*)?/>", re.I)
_ELEMENT: Final = late(rf"<({_SWALLOWS})\b([^<>]*)>(?:(?<=/>)|.*?(?:</\1|\Z))", re.I | re.S)


def with_closed_elements(html: str) -> str:
    """Return the page, with an end tag behind each empty element that would swallow text; or the same object.

    Pages that do not say that they are XML, by a declaration or the `xmlns` of `<html>`, stay as they are.
    """
    head = html[:_HEAD]
    told = head.lower() if head.isascii() else head.casefold()
    if "<?xml" not in told and "xmlns" not in told:  # quicker than the pattern, and true of most pages
        return html
    if not _IS_XML.match(head) or not _EMPTY.search(html):
        return html
    return _ELEMENT.sub(_closed, html)


def _closed(found: re.Match[str]) -> str:
    written = found[0]
    return f"{written[:-2]}></{found[1]}>" if written.endswith("/>") and found[2].endswith("/") else written
