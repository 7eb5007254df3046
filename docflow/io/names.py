"""File names made from document ids, one to one.

An id comes from data, so it may hold anything: `../../etc/passwd`, a NUL, `CON`, 10 kB of text. `encode`
gives each id a file name of its own that is safe on Linux, macOS and Windows, and leaves ordinary ids
as they are.

Case is kept: writing capitals as `%41` would spoil nearly every name for the sake of file systems that
ignore case. There two ids may meet in one file (`A` and `a`; also a letter composed and decomposed), as
two documents with the same id always do. Who writes the files tells them apart by `collision_key` and
gives the second `encode(id, copy=2)`.
"""

import hashlib
import re
import unicodedata
from urllib.parse import unquote_to_bytes

from docflow.late import late

__all__ = ["MAX_BYTES", "collision_key", "decode", "encode"]

MAX_BYTES = 180
"""Longer names are cut. File systems allow 255 bytes; the rest is for suffixes and temporary names."""

# `%` itself, what Windows and POSIX refuse, and what hides or reorders text (as in io.escape).
_UNSAFE = late(
    '[%/\\\\:*?"<>|\x00-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f'
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_RESERVED = late(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\.|$| +(?:\.|$))", re.I)
_EMPTY = "%empty"  # no percent-encoding starts with `%e` followed by a letter after f
_CUT = "%-"
_COPY = "%~"


def encode(id_: str, copy: int = 1) -> str:
    """Return the file name (without suffix) for a document id; two ids never share one.

    Unsafe characters are percent-encoded as UTF-8; also a leading dot, space, `-` or `~`, a trailing
    dot or space, and the first letter of names that Windows reserves. A name of more than `MAX_BYTES`
    bytes is cut and ends in a 128-bit digest of the id. `copy` above 1 names further documents with the
    same id.
    """
    name = _UNSAFE.sub(_percent, id_) if id_ else _EMPTY
    if name[0] in ". -~" or _RESERVED.match(name):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if name[-1] in ". ":
        name = f"{name[:-1]}%{ord(name[-1]):02X}"
    if len(name) > MAX_BYTES or len(name.encode()) > MAX_BYTES:
        name = _cut(name, id_)
    return name if copy == 1 else f"{name}{_COPY}{copy}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _cut(name: str, id_: str) -> str:
    digest = hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    head = name.encode()[: MAX_BYTES - len(_CUT) - len(digest)].decode("utf-8", "ignore")
    return f"{head}{_CUT}{digest}"


def decode(name: str) -> str | None:
    """Return the id that `encode` made `name` of; None for a name that was cut or is not of `encode`."""
    whole = name.rpartition(_COPY)[0] if _COPY in name else name
    if whole == _EMPTY:
        return ""
    try:
        id_ = unquote_to_bytes(whole).decode("utf-8", "surrogatepass")
    except UnicodeError:
        return None
    return id_ if _CUT not in whole and encode(id_) == whole else None


def collision_key(name: str) -> str:
    """Return what is equal for names that a file system which ignores case or composition takes as one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
