"""A file that grows part by part."""

from hashlib import sha256
from pathlib import Path

import pytest

from docflow.engine.outputs.trunk import Trunk


def _part(trunk: Trunk, *data: bytes) -> str:
    file = trunk.open()
    for each in data:
        file.write(each)
    file.close()
    return trunk.finish(sum(map(len, data)))


def test_parts_follow_each_other(tmp_path: Path) -> None:
    trunk = Trunk(tmp_path / "x")
    assert _part(trunk, b"one", b"two") == sha256(b"onetwo").hexdigest()
    assert _part(trunk, b"three") == sha256(b"onetwothree").hexdigest()
    assert (trunk.size, trunk.path.read_bytes()) == (11, b"onetwothree")


def test_a_part_that_breaks_off_is_written_again(tmp_path: Path) -> None:
    trunk = Trunk(tmp_path / "x")
    _part(trunk, b"one")
    trunk.open().write(b"broken")
    trunk.close()
    assert _part(trunk, b"two") == sha256(b"onetwo").hexdigest()
    assert trunk.path.read_bytes() == b"onetwo"


def test_it_is_cut(tmp_path: Path) -> None:
    trunk = Trunk(tmp_path / "x")
    _part(trunk, b"one")
    trunk.open().write(b"broken")
    trunk.cut(3)
    assert trunk.path.read_bytes() == b"one"
    trunk.cut(0)
    assert not trunk.path.exists()


def test_a_file_that_became_shorter_is_not_written_on(tmp_path: Path) -> None:
    trunk = Trunk(tmp_path / "x")
    _part(trunk, b"one")
    trunk.path.write_bytes(b"on")
    with pytest.raises(OSError, match="shorter"):
        trunk.open()
    assert trunk.path.read_bytes() == b"on"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "y")
    with pytest.raises(OSError, match="x"):
        Trunk(tmp_path / "x").open()
    assert not (tmp_path / "y").exists()
