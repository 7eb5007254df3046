"""Digests of files, which a user may compare by hand (`sha256sum`)."""

import hashlib
from pathlib import Path

__all__ = ["sha256_file"]


def sha256_file(path: Path) -> str:
    """Return the sha256 of a file as it is on the disk, 64 hexadecimal digits; streams. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
