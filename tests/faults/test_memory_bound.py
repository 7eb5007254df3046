"""The parent needs the same memory for any number of documents; one that is too large costs itself alone."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest

FLOW = """from jsonl("in/*.jsonl")
  | clean.whitespace
  | expect doc.words > 1 else quarantine("too short")
  | dedup.exact
  | tee { | to jsonl("out/copy.jsonl.gz") }
  | to jsonl("out/all.jsonl")
"""
MB = 1_000_000


def _peak(stand: Any, *args: str) -> int:
    """Run a flow; return the most memory (kB) that the process of the command ever had."""
    most = 0
    with stand.start("main.flow", *args) as live:
        while live.running:
            most = max(most, _high_water(live.pid))
            time.sleep(0.005)
        ended = live.ended()
    assert (ended.code, ended.left) == (0, ()), ended.err
    return most


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _fill(stand: Any, documents: int) -> None:
    stand.flow(FLOW)
    for old in (stand.folder / "in").glob("*"):
        old.unlink()
    rows = (
        json.dumps(
            {"id": str(n), "text": "short" if n % 50 == 7 else f"Text {n % 90_000} {'and so on ' * 12}"}
        )
        for n in range(documents)
    )
    stand.write("in/a.jsonl", "\n".join(rows) + "\n")


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_parent_stays_small(stand: Any, workers: str, *, long_run: bool) -> None:
    """Its peak is that of the whole process, from start to end; the input of 100,000 is 16 MB."""
    _fill(stand, 1_000)
    few = _peak(stand, "--workers", workers)
    _fill(stand, 100_000 if long_run else 20_000)
    many = _peak(stand, "--workers", workers, "--fresh")
    assert few > 10_000, "the peak was not seen"
    assert many <= few * 1.1


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("kind", ["line", "bomb", "text", "zstd bomb"])
def test_what_is_too_large_is_set_aside(stand: Any, kind: str, workers: str) -> None:
    """A line of 200 MB, a gzip bomb, a text of 200 MB: each costs itself, within the memory of a worker."""
    stand.write("in/a.jsonl", '{"id": "a1", "text": "before"}\n')
    stand.write("in/z.jsonl", '{"id": "z1", "text": "after"}\n')
    name = {"line": "m.jsonl", "bomb": "m.jsonl.gz", "text": "m.txt", "zstd bomb": "m.jsonl.zst"}[kind]
    _too_large(stand.folder / "in" / name, kind)
    stand.flow('from files("in") | clean.whitespace | to jsonl("out/all.jsonl")\n')
    ended = stand.run("main.flow", "--workers", workers, "--limit", "memory=300MB")
    assert (ended.left, stand.litter()) == ((), [])
    assert "Traceback" not in ended.err
    kept = [json.loads(line) for line in (stand.folder / "out/all.jsonl").read_bytes().splitlines()]
    around = ["a1", "m1", "m3", "z1"] if kind == "line" else ["a1", "z1"]
    first = ["m1"] if "bomb" in kind else []
    assert [each["id"] for each in kept] == sorted([*around, *first])
    (entry,) = stand.quarantine()
    assert entry["reason"] == ("limit:ratio" if "bomb" in kind else "limit:max_doc")
    assert ended.code == 3
    assert (stand.state() / "quarantine.jsonl").stat().st_size < MB


def _too_large(path: Path, kind: str) -> None:
    first, third = b'{"id": "m1", "text": "one"}\n', b'{"id": "m3", "text": "three"}\n'
    if kind == "line":
        path.write_bytes(first + b'{"id": "m2", "text": "' + b"word " * (40 * MB) + b'"}\n' + third)
    elif kind == "text":
        path.write_bytes(b"word " * (40 * MB))
    elif kind == "bomb":
        with gzip.open(path, "wb", 9) as file:
            file.write(first)
            for _ in range(400):
                file.write(b" " * MB)
    else:
        _zstd_bomb(path, first)


def _zstd_bomb(path: Path, first: bytes) -> None:
    from docflow.io.codecs import open_write

    with open_write(path) as file:
        file.write(first)
        for _ in range(400):
            file.write(b" " * MB)
