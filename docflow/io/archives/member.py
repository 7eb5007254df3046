"""What an archive gives: its members, in the order in which they stand in it, and what is wrong with it."""

import re
from typing import BinaryIO

from attrs import frozen

from docflow.late import late

__all__ = ["Fault", "Member", "clean_name"]

_CONTROL = late("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@frozen
class Member:
    """A file in an archive. `stream` is good until the next member is asked for.

    Reading it raises `StreamError` where the data is damaged, cut short or grows too much.
    """

    name: str
    stream: BinaryIO


@frozen
class Fault:
    """Something in an archive that is not read; `name` is the member's, "" for the archive itself.

    `reason` is `archive`, `damaged`, `truncated`, `unreadable`, `limit:members` or `limit:ratio`, `message` a
    sentence.
    """

    reason: str
    message: str
    name: str = ""


def clean_name(raw: bytes, encoding: str = "utf-8") -> str:
    r"""Return the name of a member as a path below the archive, whatever stands in it.

    Backslashes are slashes; what leads out (a leading slash, `C:`, `..`) goes; control characters, and bytes
    that are no text, are written as escapes. Only a name to show: no file is ever made by it.
    """
    text = raw.replace(b"\\", b"/").decode(encoding, "backslashreplace")
    kept = [part for part in text.split("/") if part not in ("", ".", "..")]
    if kept and re.fullmatch("[A-Za-z]:", kept[0]):
        del kept[0]
    return _CONTROL.sub(_escape, "/".join(kept)) or "_"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
