"""A final name never stands over wrong bytes."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from docflow.errors import MachineError
from docflow.io import atomic, disk


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_commit_replaces_what_stood_there(tmp_path: Path) -> None:
    temp, final = put(tmp_path / ".stage/a", "new"), put(tmp_path / "out/a.txt", "old")
    atomic.commit(temp, final)
    assert final.read_text() == "new"
    assert not temp.exists()


def test_commit_makes_folders_and_syncs_each_file_and_folder_once(tmp_path: Path, monkeypatch) -> None:
    calls: list[str] = []
    for name in ("fsync_file", "fsync_folder", "replace"):
        real = getattr(disk, name)
        monkeypatch.setattr(
            disk, name, lambda *a, name=name, real=real: (calls.append(f"{name} {a[0].name}"), real(*a))
        )
    pairs = [(put(tmp_path / f"s/{n}", n), tmp_path / "deep/er" / n) for n in ("a", "b")]
    atomic.commit_all(pairs)
    assert calls == ["fsync_file a", "fsync_file b", "replace a", "replace b", "fsync_folder er"]
    assert (tmp_path / "deep/er/b").read_text() == "b"


@pytest.mark.parametrize("name", ["fsync_file", "replace"])
def test_a_fault_leaves_the_old_file_and_says_why(tmp_path: Path, monkeypatch, name: str) -> None:
    def full(*paths: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    temp, final = put(tmp_path / "s/a", "new"), put(tmp_path / "a.txt", "old")
    monkeypatch.setattr(disk, name, full)
    with pytest.raises(MachineError, match="the disk is full"):
        atomic.commit(temp, final)
    assert final.read_text() == "old"
    assert temp.read_text() == "new"


def test_a_link_in_the_place_of_the_final_file_is_replaced_not_followed(tmp_path: Path) -> None:
    target = put(tmp_path / "elsewhere", "precious")
    final = tmp_path / "out.txt"
    final.symlink_to(target)
    atomic.commit(put(tmp_path / "s/a", "new"), final)
    assert target.read_text() == "precious"
    assert not final.is_symlink()


def test_open_new_follows_no_link(tmp_path: Path) -> None:
    target = put(tmp_path / "elsewhere", "precious")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(OSError, match="symbolic links"):
        disk.open_new(tmp_path / "link")
    assert target.read_text() == "precious"


def test_staging_is_empty_and_stale_staging_goes(tmp_path: Path) -> None:
    put(tmp_path / "staging/old/part", "x")
    put(tmp_path / "staging/now/part", "x")
    outside = put(tmp_path / "outside/file", "precious")
    (tmp_path / "staging/link").symlink_to(outside.parent)
    assert atomic.clear_stale(tmp_path / "staging", keep=("now",)) == ("link", "old")
    assert outside.read_text() == "precious"
    assert atomic.stage(tmp_path / "staging", "now") == tmp_path / "staging/now"
    assert list((tmp_path / "staging/now").iterdir()) == []
    assert atomic.clear_stale(tmp_path / "no such folder") == ()


def test_probe_leaves_nothing_behind_and_names_what_is_wrong(tmp_path: Path, monkeypatch) -> None:
    atomic.probe(tmp_path / "new/folder")
    assert list((tmp_path / "new/folder").iterdir()) == []
    file = put(tmp_path / "file", "x")
    with pytest.raises(MachineError, match=r"cannot write to the output folder .*file`: a file stands"):
        atomic.probe(file)
    with pytest.raises(MachineError, match="a part of the path is a file"):
        atomic.probe(file / "below")

    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(disk, "open_new", refuse)
    with pytest.raises(MachineError, match="permission denied"):
        atomic.probe(tmp_path)


HOLD = """
import sys, pathlib
from docflow.io.atomic import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_names_its_holder_and_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / ".docflow/lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(MachineError, match=rf"process {holder.pid} \(since [-\d: ]+\) is writing to"),
            atomic.locked(path),
        ):
            pass
        holder.kill()
        holder.wait()
    with atomic.locked(path):
        assert path.read_text().split()[0] == str(os.getpid())
    with atomic.locked(path):
        pass
