"""Counting line ends: the same number for long lines, short ones and both, whole and in ranges."""

from pathlib import Path

import pytest

from docflow.engine.inputs.span import COUNTED, LONG, count_lines

TEXTS = {
    "short lines": b"a\n" * 100_000,
    "long lines": (b"b" * 5000 + b"\n") * 90,
    "a long line first": b"c" * (LONG + 9) + b"\n" + b"\n" * 1000,
    "a short line first": b"\n" + b"d" * 2 * COUNTED + b"\nlast without an end",
    "a line longer than a block": b"e" * (3 * COUNTED) + b"\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", TEXTS)
def test_as_many_as_there_are(name: str, tmp_path: Path) -> None:
    text, path = TEXTS[name], tmp_path / "a.jsonl"
    path.write_bytes(text)
    for start, end in ((0, len(text)), (1, len(text)), (len(text) // 3, 2 * len(text) // 3), (7, 7)):
        assert count_lines(path, start, end) == text[start:end].count(b"\n")


def test_a_file_that_became_shorter_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntwo\n")
    assert count_lines(path, 0, 1_000_000) == 2
