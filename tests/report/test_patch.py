"""Patches: what people read is also what `patch` applies."""

import shutil
import subprocess
from pathlib import Path

import pytest

from docflow.report.patch import patch

CASES = [
    ("a\nb\nc\n", "a\nx\nc\n"),
    ("a\nb", "a\nb\n"),
    ("a\n", "a"),
    ("", "a\n"),
    ("a\n\tb\n", "a\n  b\n"),
    ("\n" * 9 + "a\n", "b\n" + "\n" * 9 + "a\n"),
]


@pytest.mark.parametrize(("old", "new"), CASES)
def test_patch_applies_it(old: str, new: str, tmp_path: Path) -> None:
    if shutil.which("patch") is None:
        pytest.skip("there is no `patch` here")
    (tmp_path / "f").write_text(old)
    shown = patch(old, new, "f")
    done = subprocess.run(
        ["patch", "-s", "f"], input=shown, text=True, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr + shown
    assert (tmp_path / "f").read_text() == new


def test_nothing_to_show() -> None:
    assert patch("a\n", "a\n", "f") == ""
    assert patch("", "", "f") == ""


def test_line_ends_show_only_where_nothing_else_differs() -> None:
    assert patch("a\r\nb\r\n", "a\r\nc\r\n", "f").splitlines()[3:] == [" a", "-b", "+c"]
    assert patch("a\nb\r\n", "a\nb\n", "f").splitlines()[3:] == [" a", r"-b\r", "+b"]


def test_nothing_acts_on_a_terminal() -> None:
    shown = patch("a\n", "\x1b[31m\u202e\n", "n\x07.flow", color=True)
    assert "\\x1b[31m\\u202e" in shown
    assert "--- n\\x07.flow" in shown
