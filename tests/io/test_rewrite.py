"""A file that is rewritten keeps its permissions and its links, and never stands half written."""

import os
from pathlib import Path

import pytest

from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.rewrite import rewrite


def test_contents_change_and_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.flow"
    file.write_text("old")
    file.chmod(0o640)
    rewrite(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.flow"]


def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.flow").write_text("old")
    (tmp_path / "link.flow").symlink_to("real.flow")
    rewrite(tmp_path / "link.flow", b"new")
    assert (tmp_path / "link.flow").is_symlink()
    assert (tmp_path / "real.flow").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["open_new", "copy_mode", "fsync_file", "replace"])
def test_a_fault_leaves_the_old_text_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = tmp_path / "a.flow"
    file.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, step, fail)
    with pytest.raises(MachineError, match="the disk is full"):
        rewrite(file, b"new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.flow"]


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.flow"
    file.write_text("old")
    file.chmod(0o444)
    (tmp_path / "link.flow").symlink_to("a.flow")
    for name in ("a.flow", "link.flow"):
        with pytest.raises(MachineError, match=f"cannot write `.*{name}`: it is read-only"):
            rewrite(tmp_path / name, b"new")
    assert file.read_text() == "old"


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    for name, why in [
        ("pipe", "no ordinary file"),
        ("folder", "no ordinary file"),
        ("loop", "a symbolic link"),
    ]:
        with pytest.raises(MachineError, match=f"(?i)cannot write `.*{name}`: .*{why}"):
            rewrite(tmp_path / name, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "loop", "pipe"]
