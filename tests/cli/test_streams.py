"""Standard output and error may be closed, full, in a poor encoding, or gone: the exit code stands."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOST = 'from files("in") | expect doc.words > 9 else drop("short “é”") | to jsonl("out/o.jsonl")\n'
GATE = "flow f { " + LOST.strip() + ' expect run.kept > 0 else fail("nothing left, très peu") }'


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "caf\u00e9.txt").write_text("Caf\u00e9.")
    (tmp_path / "f.flow").write_text(GATE, encoding="utf-8")
    return tmp_path


def _run(here: Path, redirect: str, *arguments: str, **environment: str) -> Any:
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "docflow", *arguments))
    return subprocess.run(
        ["sh", "-c", f"{words} {redirect}"],
        cwd=here,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="latin-1",
        check=False,
    )


@pytest.mark.parametrize("redirect", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_nothing(here: Path, redirect: str) -> None:
    done = _run(here, redirect, "run", "f.flow")
    assert (done.returncode, done.stderr) == (1, "")
    assert (here / "out" / "o.jsonl").exists()


def test_a_reader_that_left_does_not_hide_the_exit_code(here: Path) -> None:
    program = f"'{sys.executable}' -m docflow run f.flow; echo $? >code"
    done = subprocess.run(
        ["sh", "-c", f"{{ sleep 0.2; {program}; }} | true"],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (here / "code").read_text().strip() == "1"
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a current folder cannot be deleted")
@pytest.mark.parametrize("path", ["../f.flow", "HERE/f.flow"])
def test_a_current_folder_that_was_deleted(here: Path, path: str) -> None:
    (here / "gone").mkdir()
    program = f"'{sys.executable}' -P -m docflow run '{path.replace('HERE', str(here))}'"
    done = subprocess.run(
        ["sh", "-c", f"cd gone; rmdir ../gone; {program}"],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "docflow: the current folder was deleted; change to another one and try again\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_standard_output(here: Path) -> None:
    done = _run(here, ">/dev/full", "plugins", "list")
    assert done.returncode == 5
    assert done.stderr == "docflow: cannot write to standard output: the disk is full\n"


def test_a_poor_encoding_gets_escapes(here: Path) -> None:
    done = _run(here, "", "run", "f.flow", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert "short \\u201c" in done.stdout
    done = _run(here, "", "run", "--format", "json", "f.flow", PYTHONIOENCODING="latin-1")
    (flow,) = json.loads(done.stdout)["flows"]
    assert flow["dropped_by"][0][1] == "short “é”"


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--nope"),
        ("run",),
        ("run", "missing.flow"),
        ("run", "-e", "from files("),
        ("run", "-e", 'from files("nothing") | to jsonl("x.jsonl")'),
        ("nonsense",),
        ("check",),
        ("check", "-e", "from"),
        ("test", "f.flow"),
        ("plugins", "show", "nothing"),
        ("plan",),
        ("clean", "nothing"),
    ],
)
def test_errors_are_json_where_json_was_asked_for(
    docflow: Any, here: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(here)
    done = docflow(*arguments, "--format", "json")
    assert done.code in (2, 6)
    assert json.loads(done.out)
    assert done.err == ""


def test_colours_are_forced_into_a_pipe(here: Path) -> None:
    assert "\x1b[31m" in _run(here, "", "run", "f.flow", FORCE_COLOR="1").stdout
    assert "\x1b" not in _run(here, "", "run", "f.flow", FORCE_COLOR="1", NO_COLOR="1").stdout
