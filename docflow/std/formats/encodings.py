"""Bytes to text: a mark at the start, else strict UTF-8, else a rejection that says what to write.

No guessing: a wrong guess spoils text in silence, and what was rejected can be replayed with the right
`encoding`.
"""

import codecs

from docflow.plugin import Rejected

__all__ = ["AUTO", "ENCODING_DOC", "check_encoding", "decode", "marked"]

AUTO = "auto"
ENCODING_DOC = 'The encoding, such as "windows-1252"; "auto" takes the mark at the start, else UTF-8.'
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def check_encoding(name: str) -> str | None:
    """Return a sentence when `name` is no encoding of text, else None."""
    if name == AUTO:
        return None
    try:
        b" ".decode(name)  # the empty text would skip the check that it is an encoding of text
    except UnicodeError:
        return None
    except (LookupError, ValueError):
        return f'"{name}" is not an encoding; write "auto", "utf-8", "windows-1252", "utf-16" or the like'
    return None


def marked(head: bytes) -> tuple[str, int]:
    """Return the encoding that the mark (BOM) at the start names, and its length; ("", 0) without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), ("", 0))


def decode(data: bytes, encoding: str, id_: str) -> str | Rejected:
    """Return the text of a whole file, without the mark, otherwise to the letter.

    With "auto", NUL bytes are a rejection too: they are valid UTF-8, but mean a binary file or UTF-16
    without a mark.
    """
    name, skip = marked(data) if encoding == AUTO else (encoding, 0)
    try:
        text = data[skip:].decode(name or "utf-8")
    except UnicodeError as error:
        return _undecodable(data, skip, name or "utf-8", error, id_)
    if encoding == AUTO and not name and "\0" in text:
        at = data.index(b"\0")
        return Rejected(
            "encoding",
            f"byte {at} is NUL, so this is a binary file, or UTF-16 without a mark; "
            'for that write `encoding: "utf-16-le"`',
            id=id_,
            offset=at,
            raw=data,
        )
    return text.removeprefix("\ufeff") if not skip else text


def _undecodable(data: bytes, skip: int, name: str, error: UnicodeError, id_: str) -> Rejected:
    at = skip + (error.start if isinstance(error, UnicodeDecodeError) else 0)
    what = f"byte 0x{data[at]:02X} at offset {at}" if at < len(data) else f"the end at offset {at}"
    hint = '; if it is Western European text, write `encoding: "windows-1252"`' if name == "utf-8" else ""
    return Rejected("encoding", f"{what} is not {name.upper()}{hint}", id=id_, offset=at, raw=data)
