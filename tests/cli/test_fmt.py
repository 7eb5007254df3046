"""`docflow fmt`: what it writes, what it prints, how it ends."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from docflow.cli.verbs import fmt
from docflow.io import disk
from docflow.lang.layout.format import LayoutError

UGLY = 'from   text("a")|drop # why\n'
NICE = 'from text("a") | drop  # why\n'
BROKEN = 'from text("a") | | drop\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "nice.flow").write_text(NICE)
    (tmp_path / "ugly.flow").write_text(UGLY)
    (tmp_path / "sub" / "ugly.flow").write_text(UGLY)
    (tmp_path / ".hidden" / "ugly.flow").write_text(UGLY)
    (tmp_path / "sub" / "other.txt").write_text(UGLY)
    return tmp_path


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="latin-1"))

    return give


def test_a_folder_is_formatted_in_place(docflow, folder: Path) -> None:
    (folder / "ugly.flow").chmod(0o640)
    done = docflow("fmt", ".")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "formatted ugly.flow\nformatted sub/ugly.flow\n2 files formatted, 1 formatted already\n"
    )
    assert (folder / "ugly.flow").read_text() == NICE
    assert (folder / "ugly.flow").stat().st_mode & 0o777 == 0o640
    assert (folder / ".hidden" / "ugly.flow").read_text() == UGLY
    assert docflow("fmt", ".", "nice.flow").out == "3 files formatted already\n"


def test_what_is_formatted_is_not_written(docflow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(disk, "open_new", refuse)
    assert docflow("fmt", "nice.flow").code == 0
    for option in ("--check", "--diff"):
        docflow("fmt", option, "ugly.flow")
    assert (folder / "ugly.flow").read_text() == UGLY


def test_check_names_the_files(docflow, folder: Path) -> None:
    done = docflow("fmt", "--check", "nice.flow", "ugly.flow")
    assert (done.code, done.out) == (
        1,
        "would format ugly.flow\n1 file would be formatted, 1 formatted already\n",
    )
    assert docflow("fmt", "--check", "nice.flow").code == 0


def test_diff_shows_what_would_change(docflow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = docflow("fmt", "--diff", "ugly.flow")
    assert (done.code, done.err) == (0, "1 file would be formatted\n")
    assert done.out == f"--- ugly.flow\n+++ ugly.flow\n@@ -1 +1 @@\n-{UGLY}+{NICE}"
    assert docflow("fmt", "--diff", "--check", "ugly.flow").code == 1
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m+from text" in docflow("fmt", "--diff", "ugly.flow").out


def test_a_file_with_mistakes_is_left_and_others_are_done(docflow, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN)
    (folder / "odd.flow").write_bytes(b"from \xff")
    done = docflow("fmt", "broken.flow", "odd.flow", "none.flow", "ugly.flow")
    assert done.code == 2
    assert "error[DF0101]: `|` is written twice" in done.err
    assert "docflow: the flow file `odd.flow` is not UTF-8 text (byte 5)" in done.err
    assert "docflow: there is no flow file `none.flow`" in done.err
    assert done.out == "formatted ugly.flow\n1 file formatted, 1 with mistakes, 2 not formatted\n"
    assert (folder / "broken.flow").read_text() == BROKEN


def test_standard_input(docflow, folder: Path, piped) -> None:
    piped('let é = "ü"\r\nlet  b=2'.encode())
    done = docflow("fmt", "-")
    assert (done.code, done.err) == (0, "")
    assert done.out == 'let é = "ü"\r\nlet b = 2\r\n'
    piped(BROKEN.encode())
    done = docflow("fmt", "-", "--stdin-name", "mine.flow")
    assert (done.code, done.out) == (2, "")
    assert "mine.flow:1:18" in done.err
    piped(UGLY.encode())
    done = docflow("fmt", "-", "--check")
    assert (done.code, done.out) == (1, "would format <stdin>\n1 file would be formatted\n")
    piped(b"\xff")
    assert "standard input is not UTF-8 text (byte 0)" in docflow("fmt", "-").err


def test_some_lines(docflow, folder: Path) -> None:
    (folder / "two.flow").write_text("let  a=1\nlet  b=2\nlet  c=3\n")
    assert docflow("fmt", "--range", "2", "two.flow").code == 0
    assert (folder / "two.flow").read_text() == "let  a=1\nlet b = 2\nlet  c=3\n"
    docflow("fmt", "--range", "1:2", "two.flow")
    assert (folder / "two.flow").read_text() == "let a = 1\nlet b = 2\nlet  c=3\n"
    docflow("fmt", "--range", "7:9", "two.flow")
    assert (folder / "two.flow").read_text() == "let a = 1\nlet b = 2\nlet  c=3\n"


def test_some_lines_have_their_comments(docflow, folder: Path) -> None:
    text = "flow  a  {   # a\n  from   text('a')   # b\n  |  drop   # c\n}   # d\n".replace("'", '"')
    for line, shown in enumerate(["flow a {  # a", '  from text("a")  # b', "  | drop  # c", "}  # d"]):
        (folder / "a.flow").write_text(text)
        docflow("fmt", "--range", str(line + 1), "a.flow")
        lines = text.splitlines()
        assert (folder / "a.flow").read_text().splitlines() == [*lines[:line], shown, *lines[line + 1 :]]


def test_line_ends_of_one_return(docflow, folder: Path) -> None:
    (folder / "mac.flow").write_bytes(b"let a=1 # c\rlet b=2\r")
    assert docflow("fmt", "mac.flow").out == "formatted mac.flow\n1 file formatted\n"
    assert (folder / "mac.flow").read_bytes() == b"let a = 1  # c\nlet b = 2\n"


def test_json(docflow, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN)
    done = docflow("fmt", "--format", "json", "broken.flow", "ugly.flow")
    assert done.code == 2
    broken, ugly = json.loads(done.out)["files"]
    assert (broken["changed"], broken["written"], broken["text"]) == (False, False, None)
    assert broken["diagnostics"][0]["code"] == "DF0101"
    assert (ugly["changed"], ugly["written"], ugly["text"]) == (True, True, NICE)


def test_command_lines_that_say_nothing(docflow, folder: Path) -> None:
    for arguments, said in [
        ((), "no flow to format"),
        (("-", "nice.flow"), "`-` stands alone"),
        (("--range", "3:1", "nice.flow"), "is no range of lines"),
        (("--range", "0", "nice.flow"), "is no range of lines"),
        (("--range", "a", "nice.flow"), "is no range of lines"),
        (("--range", "\u0663", "nice.flow"), "is no range of lines"),
        (("--stdin-name", "mine.flow", "nice.flow"), "write `-` as the file, too"),
        (("",), "the name of a file is empty"),
        (("--range", "1:2", "nice.flow", "ugly.flow"), "`--range` is for one file"),
    ]:
        done = docflow("fmt", *arguments)
        assert done.code == 2
        assert said in done.err
    (folder / "empty").mkdir()
    assert "the folder `empty` holds no flow file" in docflow("fmt", "empty").err


def test_a_link_stays_a_link(docflow, folder: Path) -> None:
    (folder / "link.flow").symlink_to("ugly.flow")
    assert docflow("fmt", "link.flow", "ugly.flow").out == "formatted link.flow\n1 file formatted\n"
    assert (folder / "link.flow").is_symlink()
    assert (folder / "ugly.flow").read_text() == NICE


def test_a_read_only_file_is_left_and_others_are_done(docflow, folder: Path) -> None:
    (folder / "ugly.flow").chmod(0o444)
    done = docflow("fmt", "ugly.flow", "sub")
    assert (done.code, done.err) == (5, "docflow: cannot write `ugly.flow`: it is read-only\n")
    assert done.out == "formatted sub/ugly.flow\n1 file formatted, 1 not formatted\n"
    assert (folder / "ugly.flow").read_text() == UGLY
    assert docflow("fmt", "--check", "ugly.flow").code == 1


def test_links_in_a_circle_are_no_file(docflow, folder: Path) -> None:
    (folder / "loop.flow").symlink_to("loop.flow")
    done = docflow("fmt", "loop.flow", "nice.flow")
    assert (done.code, done.out) == (2, "1 file formatted already, 1 not formatted\n")
    assert "the flow file `loop.flow` cannot be read: Too many levels of symbolic links" in done.err


def test_a_disk_that_is_full_leaves_the_file(docflow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "fsync_file", full)
    done = docflow("fmt", "ugly.flow", "nice.flow")
    assert done.code == 5
    assert "the disk is full" in done.err
    assert (folder / "ugly.flow").read_text() == UGLY
    assert sorted(path.name for path in folder.iterdir()) == [".hidden", "nice.flow", "sub", "ugly.flow"]


def test_a_bug_of_the_layout_writes_nothing(docflow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(text: str, file: str, **more: object) -> None:
        raise LayoutError("formatting would lose or move a comment: # why")

    monkeypatch.setattr(fmt, "format_text", lose)
    done = docflow("fmt", "ugly.flow")
    assert done.code == 70
    assert "internal error in ugly.flow: formatting would lose or move a comment: # why" in done.err
    assert (folder / "ugly.flow").read_text() == UGLY
