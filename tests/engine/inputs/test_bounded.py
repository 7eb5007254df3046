"""What is too large ends as `limit:` in bounded memory: long lines, bombs, whatever holds them."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
MB = 1_000_000
MEMORY = 30 * MB
LINE = b'{"text":"' + b"x" * MB


def _long_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write(LINE)
        file.seek(200 * MB)  # a hole: nothing is on the disk, and it reads as zeros
        file.write(b'"}\n{"id":"after","text":"a"}\n')


def _bomb(path: Path) -> None:
    with gzip.open(path, "wb", 1) as file:
        for _ in range(200):
            file.write(bytes(MB))


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        with made.open("a.jsonl", "w") as file:
            for _ in range(100):
                file.write(b" " * MB)
        made.writestr("b.jsonl", '{"id":"after","text":"a"}')


def _tar_with_a_long_line(path: Path) -> None:
    with tarfile.open(path, "w") as made:
        for name, data in (("a.jsonl", LINE * 100 + b"\n"), ("b.jsonl", b'{"id":"after","text":"a"}')):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs to know its own size")
@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("a.jsonl", _long_line, [["after"], ["limit:max_doc"]]),
        ("a.jsonl.gz", _bomb, [[], ["limit:ratio"]]),
        ("a.zip", _zip_bomb, [["after"], ["limit:ratio"]]),
        ("a.tar", _tar_with_a_long_line, [["after"], ["limit:max_doc"]]),
    ],
)
def test_it_ends_as_a_limit(tmp_path: Path, name: str, make: Callable[[Path], Any], told: list[Any]) -> None:
    path = tmp_path / name
    make(path)
    command = [sys.executable, str(HERE / "hostile.py"), "jsonl", str(path), str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == told
