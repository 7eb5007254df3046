"""Bytes to text as browsers do it, but that what is UTF-8 is read as UTF-8."""

import re
from typing import Final

from attrs import frozen

from docflow_html.charset.declared import declared, language, marked
from docflow_html.charset.guess import guess

__all__ = ["Decoded", "NotText", "decode"]

_FEW: Final = 3
"""So many signs of a legacy encoding may look like UTF-8 by chance."""
_TORN: Final = 50
"""One broken sign in so many good ones: what was declared, cut or patched."""
_PATCHED: Final = 10
_PATCHED_AS_DECLARED: Final = 3
"""UTF-8 with one broken sign in so many good ones is UTF-8: other writings look like it by chance, one sign
in two at most (GBK), those of one byte far less."""
_SEQUENCES: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_CONTROLS: Final = bytes((*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))
"""The bytes that tell of binary data (WHATWG MIME Sniffing, 3); ESC is part of encodings."""
_FEWEST_SIGNS: Final = 30
_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
)


class NotText(Exception):  # noqa: N818 - it is an answer: these bytes are no page
    """The bytes are no text; the message says what they are."""


@frozen
class Decoded:
    """The text of a page, the encoding that it was read in, and how many signs of it were broken."""

    text: str
    charset: str
    replaced: int


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Return the text of a page; `encoding` is a codec that goes before all that the page says.

    In this order: the mark at the start (BOM); UTF-8, when the bytes are; what the page declares, when the
    bytes can be read so; UTF-8 with broken signs, when they are few; a guess (`guess`). Broken signs become
    U+FFFD and are counted. NUL characters, which no page has, go.

    Raises NotText for other formats that came under the name of a page.
    """
    mark, skip = marked(data)
    if encoding or mark:
        return _read(data[skip if not encoding or mark == encoding else 0 :], encoding or mark)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotText(what)
    if b"\0" in data[:1024] and len(data) > 3:
        return _read(data, _wide(data))
    return _read(data, _chosen(data))


def _chosen(data: bytes) -> str:
    head = data[:1024]
    if (len(head) - len(head.translate(None, _CONTROLS))) * _FEWEST_SIGNS > len(head):
        raise NotText("a binary file")
    if data.isascii():
        return "iso2022_jp" if b"\x1b$" in data and declared(data) == "iso2022_jp" else "utf-8"
    said = declared(data)
    sequences = len(_SEQUENCES.findall(data))
    broken = _broken(data, "utf-8")
    if broken == 0 and (said in ("", "utf-8") or sequences > _FEW or _broken(data, said)):
        return "utf-8"
    if said and said != "utf-8" and _broken(data, said) * _TORN <= len(data) // 10:
        return said
    if sequences and broken * (_PATCHED_AS_DECLARED if said == "utf-8" else _PATCHED) <= sequences:
        return "utf-8"
    return guess(data, language(data))


def _broken(data: bytes, codec: str) -> int:
    """Return how many signs cannot be read."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return max(data.decode(codec, "replace").count("\ufffd"), 1)
    return 0


def _wide(data: bytes) -> str:
    """Return the kind of UTF-16 that bytes with NULs are: by the places, odd or even, of its NULs."""
    even, odd = data[:1024:2].count(0), data[1:1024:2].count(0)
    if max(even, odd) < 8 * min(even, odd) or max(even, odd) * 10 < min(len(data), 1024):
        return _chosen(data)
    return "utf-16-be" if even > odd else "utf-16-le"


def _read(data: bytes, codec: str) -> Decoded:
    try:
        text, replaced = data.decode(codec), 0
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        replaced = text.count("\ufffd")
    if "\0" in text:
        text = text.replace("\0", "")
    return Decoded(text, _NAMES.get(codec, codec), replaced)


_NAMES: Final = {
    **{f"cp125{digit}": f"windows-125{digit}" for digit in range(9)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in range(1, 17)},
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp874": "windows-874",
    "cp866": "ibm866",
    "euc_jp": "euc-jp",
    "big5hkscs": "big5",
    "iso2022_jp": "iso-2022-jp",
    "mac-roman": "macintosh",
    "utf-16-le": "utf-16le",
    "mac-cyrillic": "x-mac-cyrillic",
    "utf-16-be": "utf-16be",
}
"""What the standard calls the codecs."""
