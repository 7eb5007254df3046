"""Between the addresses that editors use and the paths of files, those of Windows too."""

import re
from urllib.parse import quote, unquote, urlsplit

__all__ = ["file_of", "is_file", "uri_of"]

_DRIVE = re.compile(r"/?([A-Za-z]):(?=/|$)")


def is_file(uri: str) -> bool:
    """Return whether an address is that of a file on the disk."""
    return urlsplit(uri).scheme == "file"


def file_of(uri: str) -> str:
    """Return the file that an address names, with forward slashes; its last part where it names no file.

    `file:///c%3A/flows/a.flow` is `C:/flows/a.flow`, `untitled:Untitled-1` is `Untitled-1`.
    """
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if parts.scheme != "file":
        return path.rpartition("/")[2] or "untitled"
    if parts.netloc and parts.netloc != "localhost":
        return f"//{unquote(parts.netloc)}{path}"
    drive = _DRIVE.match(path)
    return f"{drive[1].upper()}:{path[drive.end() :]}" if drive else path


def uri_of(file: str) -> str:
    """Return the address of a file."""
    path = file.replace("\\", "/")
    if path.startswith("//"):
        return "file:" + quote(path)
    if _DRIVE.match(path) and not path.startswith("/"):
        return "file:///" + quote(path, safe="/")
    return "file://" + quote(path)
