"""Which documents belong together: those of one site, or of one folder."""

import re

from docflow.plugin import Document
from docflow_residue.learning.asked import FOLDER, SITE

__all__ = ["group_of", "host_of"]

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:@\s]+)", re.IGNORECASE)
_FIELDS = ("url", "link", "canonical", "site", "host", "domain", "publisher")


def group_of(doc: Document, by: str) -> str:
    """Return the name of the group of a document.

    `site`: the host of its address (field `url`, `link` or `canonical`), else its field `site`, `host`,
    `domain` or `publisher`, else the first folder of its path. `folder`: the whole folder of its path. Any
    other word names a field; of an address its host counts. What is without all that is in the group "".
    """
    if by == FOLDER:
        return _folder(doc)
    if by != SITE:
        return _said(doc, by)
    named = next((said for name in _FIELDS if (said := _said(doc, name))), "")
    return named or host_of(doc.id) or _folder(doc).partition("/")[0]


def host_of(address: str) -> str:
    """Return the host of an address, in lower case and without `www.`; "" for what is no address."""
    found = _HOST.match(address.strip())
    return "" if found is None else found[1].lower().rstrip(".").removeprefix("www.")


def _said(doc: Document, name: str) -> str:
    value = doc.source if name == "source" else doc.id if name == "id" else doc.fields.get(name)
    if value is None or isinstance(value, (list, dict)):
        return ""
    text = str(value)
    return host_of(text) or " ".join(text.split()).casefold()


def _folder(doc: Document) -> str:
    """Return the folder of the file that it was read from; where that has none, of its id."""
    return doc.source.rpartition("/")[0] or doc.id.rpartition("/")[0]
