"""Digests are those of `sha256sum`."""

from pathlib import Path

from docflow.io.digests import sha256_file


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    assert sha256_file(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
