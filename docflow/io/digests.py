"""Digests: sha256 for what a user may compare by hand, blake2b for keys inside docflow."""

import hashlib
from pathlib import Path

__all__ = ["blake2b", "sha256", "sha256_file"]

CHUNK = 1024 * 1024


def sha256(data: bytes) -> str:
    """Return the sha256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def blake2b(data: bytes, size: int = 16) -> str:
    """Return the blake2b digest of bytes with `size` bytes (1 to 64), in hexadecimal."""
    return hashlib.blake2b(data, digest_size=size).hexdigest()


def sha256_file(path: Path, start: int = 0, length: int | None = None) -> str:
    """Return the sha256 of a file as it is on the disk, or of `length` bytes from `start`; streams.

    A range that reaches past the end ends there. Raises OSError.
    """
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        left = length
        while left is None or left > 0:
            chunk = file.read(CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                break
            digest.update(chunk)
            left = None if left is None else left - len(chunk)
    return digest.hexdigest()
