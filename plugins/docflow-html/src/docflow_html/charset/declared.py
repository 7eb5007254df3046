"""What a page says of its own encoding."""

import codecs
from typing import Final

from docflow.plugin import late
from docflow_html.charset.labels import codec_of

__all__ = ["declared", "language", "marked"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 first: its little-endian mark begins with that of UTF-16."""
_HEAD: Final = 4096
"""Browsers look at 1024 bytes; pages that are saved with a long comment before have it later."""
_COMMENT: Final = late(r"<!--.*?(?:-->|\Z)", 16)
_META: Final = late(r"<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:_-]{2,40})", 2)
_XML: Final = late(r"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:_-]{2,40})", 2)
_LANGUAGE: Final = late(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([a-z]{2,3})", 2)


def marked(data: bytes) -> tuple[str, int]:
    """Return the encoding that the mark at the start (BOM) tells, and its length; ("", 0) without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("", 0))


def declared(data: bytes) -> str:
    """Return the codec that the page names in `<meta>` or its XML declaration, "" where it names none.

    A declaration that can be read byte by byte cannot speak of UTF-16: then UTF-8 is meant (WHATWG).
    """
    head = _head(data)
    said = _META.search(_COMMENT.sub("", head)) or _XML.match(head)
    codec = codec_of(said[1]) if said else ""
    return "utf-8" if codec.startswith("utf-16") else codec


def language(data: bytes) -> str:
    """Return the language of `<html lang>`, two or three letters, "" where it is not said."""
    said = _LANGUAGE.search(_head(data))
    return said[1].lower() if said else ""


def _head(data: bytes) -> str:
    return data[:_HEAD].decode("latin-1")
