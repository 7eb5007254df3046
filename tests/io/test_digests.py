"""Digests of files and ranges of them."""

import hashlib
from pathlib import Path

from docflow.io import digests


def test_a_file_and_its_ranges(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(digests, "CHUNK", 7)
    data = bytes(range(100))
    path = tmp_path / "f"
    path.write_bytes(data)
    assert digests.sha256_file(path) == hashlib.sha256(data).hexdigest() == digests.sha256(data)
    assert digests.sha256_file(path, 10, 33) == digests.sha256(data[10:43])
    assert digests.sha256_file(path, 90, 1000) == digests.sha256(data[90:])
    assert digests.sha256_file(path, 5, 0) == digests.sha256(b"")


def test_blake2b_has_the_size_that_was_asked_for() -> None:
    assert digests.blake2b(b"x") == hashlib.blake2b(b"x", digest_size=16).hexdigest()
    assert len(digests.blake2b(b"x", 8)) == 16
