"""A file that is rewritten keeps its permissions and its links, and never stands half written."""

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
