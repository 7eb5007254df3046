"""Between the addresses that editors use and the paths of files, those of Windows too."""

import re
from urllib.parse import quote, unquote, urlsplit

__all__ = ["file_of", "is_file", "uri_of"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"/?([A-Za-z]):(?=/|$)")


def is_file(uri: str) -> bool:
    """Return whether an address is that of a file on the disk."""
    return urlsplit(uri).scheme == "file"


def file_of(uri: str) -> str:
    """Return the file that an address names, with forward slashes; the address where it names no file.

    `file:///c%3A/flows/a.flow` is `C:/flows/a.flow`, `untitled:Untitled-1` stays as it is.
    """
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if parts.scheme != "file":
        return uri
    if parts.netloc and parts.netloc != "localhost":
        return f"//{unquote(parts.netloc)}{path}"
    drive = _DRIVE.match(path)
    return f"{drive[1].upper()}:{path[drive.end() :]}" if drive else path


def uri_of(file: str) -> str:
    """Return the address of a file; what is an address already stays as it is."""
    if _SCHEME.match(file):
        return file
    path = file.replace("\\", "/")
    if path.startswith("//"):
        return "file:" + quote(path)
    if _DRIVE.match(path) and not path.startswith("/"):
        return "file:///" + quote(path, safe="/")
    return "file://" + quote(path)
