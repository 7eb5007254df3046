"""Runs that are killed or interrupted: no torn file under a final name, and the next run is whole."""

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killed_run.py")
Tree = dict[str, bytes]


def _start(folder: Path, kind: str, seconds: float = 0.002) -> "subprocess.Popen[str]":
    command = [sys.executable, str(SCRIPT), str(folder), kind, str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def _whole(folder: Path, kind: str) -> Tree:
    process = _start(folder, kind, 0.0)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
    return _tree(folder)


def _tree(folder: Path) -> Tree:
    """What a user sees: no hidden folder."""
    files = (path for path in (folder / "out").rglob("*") if path.is_file())
    shown = (path for path in files if ".docflow" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in shown}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain", "corpus", "grown"])
def test_kill_at_random_moments(tmp_path: Path, kind: str, long_run: bool) -> None:
    whole = _whole(tmp_path / "whole", kind)
    data = whole["out/all.txt"] if kind == "grown" else gzip.decompress(whole["out/all.txt.gz"])
    assert len(data.splitlines()) == 120
    chance = random.Random(7)
    for trial in range(60 if long_run else 6):
        folder = tmp_path / str(trial)
        process = _start(folder, kind)
        time.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        left = _tree(folder)
        assert {name: data for name, data in left.items() if whole.get(name) != data} == {}
        assert _whole(folder, kind) == whole
        assert not (folder / "out/.docflow/test/staging").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("kind", ["plain", "swallow"])
def test_interrupted_runs_leave_no_staging(tmp_path: Path, kind: str, number: int, code: int) -> None:
    process = _start(tmp_path, kind, 0.5)
    deadline = time.monotonic() + 30
    while not (tmp_path / "out/.docflow/test/staging").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (code, "")
    assert err == "interrupted; nothing was written under a final name\n"
    assert _tree(tmp_path) == {}
    assert not (tmp_path / "out/.docflow/test/staging").exists()


def test_the_same_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    trees = []
    for number, extra in enumerate(
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"})
    ):
        folder = tmp_path / str(number)
        command = [sys.executable, str(SCRIPT), str(folder), "corpus", "0"]
        subprocess.run(command, check=True, env=os.environ | extra, capture_output=True, cwd=tmp_path)
        trees.append(_tree(folder))
    assert trees[0] == trees[1]
