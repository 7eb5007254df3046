"""`docflow check`: what it takes, what it prints, what it writes, how it ends."""

import io
import json
import stat
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from docflow.cli import mending
from docflow.io import disk
from docflow.lang.fixing import Mended

BAD = 'use dedup as spare\nfrm text("a/*.txt")\n  | clean.whitespac\n  | to jsonl("b.jsonl")\n'
MENDED = 'from text("a/*.txt")\n  | clean.whitespace\n  | to jsonl("b.jsonl")\n'
GOOD = 'from text("a/*.txt")\n  | to jsonl("b.jsonl")\n'
SPARE = "use dedup as spare\n" + GOOD
UNKNOWN = GOOD.replace("| to", "| nothing.like_it\n  | to")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# ------------------------------------------------------------------------------------- what it takes


def test_a_folder_means_the_flows_below_it(docflow: Any, here: Path) -> None:
    for name in ("b.flow", "sub/a.flow", ".hidden/c.flow", "note.txt"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(GOOD)
    done = docflow("check", ".", "b.flow")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "b.flow: no findings in 1 flow, 1 step, 0 tests",
            "sub/a.flow: no findings in 1 flow, 1 step, 0 tests",
            "2 flows: no findings",
        ],
    )
    (here / "empty").mkdir()
    done = docflow("check", "empty")
    assert (done.code, done.out) == (2, "")
    assert "holds no flow" in done.err


def test_many_clean_flows_are_only_counted(docflow: Any, here: Path) -> None:
    for number in range(12):
        (here / f"{number:02}.flow").write_text(GOOD if number else SPARE)
    done = docflow("check", ".")
    assert done.out.endswith(
        "1 warning in 00.flow\n12 flows: 1 warning in 1 of them\n1 can be fixed with `--fix`\n"
    )
    assert "01.flow" not in done.out


def test_long_lists_have_sums_by_code(docflow: Any, here: Path) -> None:
    steps = "".join(f"  | clean.step{number}\n" for number in range(25))
    (here / "a.flow").write_text(SPARE.replace("  | to", steps + "  | to"))
    done = docflow("check", "a.flow")
    tail = done.out.splitlines()[-4:]
    assert tail[1].startswith("  25  error[DF0201]")
    assert "warning[DF0208]" in tail[2] or tail[2].endswith("--fix`")


def test_standard_input_may_be_called_like_a_file(docflow: Any, here: Path, monkeypatch: Any) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "parts.flow").write_text("stage tidy {\n  | clean.whitespace\n}\n")
    text = 'include "parts.flow" as parts\n' + GOOD.replace("| to", "| parts.tidy\n  | to")
    pipe(monkeypatch, text.replace("\n", "\r\n").encode())
    done = docflow("check", "-", "--stdin-name", "sub/x.flow")
    assert (done.code, done.out) == (0, "sub/x.flow: no findings in 1 flow, 2 steps, 0 tests\n")
    pipe(monkeypatch, b"\xff")
    done = docflow("check", "-")
    assert done.code == 2
    assert "standard input is not UTF-8" in done.err
    assert "write `-`" in docflow("check", "--stdin-name", "a", "-e", GOOD).err


# ------------------------------------------------------------------------------------------- levels


def test_a_warning_can_be_denied_and_left_out(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(SPARE)
    assert docflow("check", "a.flow").code == 0
    for what in ("warnings", "DF0208", "df02", "DF03,DF0208"):
        done = docflow("check", "a.flow", "--deny", what)
        assert (done.code, "error[DF0208]" in done.out) == (2, True)
    done = docflow("check", "a.flow", "--allow", "DF0208", "--deny", "warnings")
    assert (done.code, done.out) == (0, "a.flow: no findings in 1 flow, 1 step, 0 tests\n")
    assert docflow("check", "a.flow", "--deny", "warnings", "--deny", "DF03").code == 2


def test_levels_of_the_project_count_and_the_command_line_comes_first(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(SPARE)
    (here / "pyproject.toml").write_text('[tool.docflow.levels]\nDF0208 = "error"\n')
    assert docflow("check", "a.flow").code == 2
    assert docflow("check", "a.flow", "--allow", "DF0208").code == 0
    (here / "pyproject.toml").write_text('[tool.docflow.levels]\nDF0208 = "off"\n')
    assert docflow("check", "a.flow", "--deny", "warnings").code == 0


def test_wrong_levels_are_refused(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(SPARE)
    assert "did you mean `DF0208`?" in docflow("check", "a.flow", "--deny", "DF0288").err
    assert "both denied and allowed" in docflow("check", "a.flow", "--deny", "DF02", "--allow", "DF02").err
    (here / "pyproject.toml").write_text('[tool.docflow.levels]\nDF0208 = "fatal"\n')
    done = docflow("check", "a.flow")
    assert (done.code, done.out) == (2, "")
    assert "pyproject.toml:2:11" in done.err


def test_a_run_does_not_mind_denied_warnings(docflow: Any, here: Path) -> None:
    (here / "a").mkdir()
    (here / "a" / "x.txt").write_text("A.")
    (here / "a.flow").write_text(SPARE)
    (here / "pyproject.toml").write_text('[tool.docflow.levels]\nwarnings = "error"\n')
    assert docflow("check", "a.flow").code == 2
    done = docflow("run", "a.flow")
    assert (done.code, "warning[DF0208]" in done.err) == (0, True)
    (here / "pyproject.toml").write_text('[tool.docflow.levels]\nwarnings = "off"\n')
    assert "DF0208" not in docflow("run", "a.flow").err


# --------------------------------------------------------------------------------------------- --fix


def test_what_can_be_fixed_is_written_and_the_rest_is_shown(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(BAD)
    done = docflow("check", "a.flow")
    assert done.code == 2
    assert done.out.endswith("can be fixed with `--fix`\n")
    done = docflow("check", "--fix", "a.flow")
    assert (done.code, done.err) == (0, "")
    assert (here / "a.flow").read_text() == MENDED
    assert done.out.startswith("--- a.flow\n+++ a.flow\n@@")
    assert done.out.endswith("fixed 3 findings in a.flow\nno findings are left\n")
    assert docflow("check", "--fix", "a.flow").out == "no findings\n"
    (here / "b.flow").write_text(UNKNOWN)
    done = docflow("check", "--fix", "b.flow")
    assert (done.code, (here / "b.flow").read_text()) == (2, UNKNOWN)
    assert "error[" in done.out


def test_line_ends_mark_and_permissions_stay(docflow: Any, here: Path) -> None:
    file = here / "a.flow"
    file.write_bytes(b"\xef\xbb\xbf# It cleans.\r\n" + BAD.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    assert docflow("check", "--fix", "a.flow").code == 0
    assert file.read_bytes() == b"\xef\xbb\xbf# It cleans.\r\n" + MENDED.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_diff_writes_nothing_and_can_be_applied(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(BAD)
    done = docflow("check", "--fix", "--diff", "a.flow")
    assert (done.code, (here / "a.flow").read_text()) == (1, BAD)
    assert "-use dedup as spare" in done.out
    assert "3 findings in 1 file would be fixed; nothing was written" in done.err
    (here / "b.flow").write_text(GOOD)
    assert docflow("check", "--fix", "--diff", "b.flow").code == 0
    (here / "b.flow").write_text(UNKNOWN)
    assert docflow("check", "--fix", "--diff", "b.flow").code == 2
    assert docflow("check", "--diff", "b.flow").code == 2


def test_a_text_is_printed_and_all_else_goes_to_standard_error(
    docflow: Any, here: Path, monkeypatch: Any
) -> None:
    done = docflow("check", "--fix", "-e", BAD + "# docflow: allow\n")
    assert (done.code, done.out) == (0, MENDED + "# docflow: allow\n")
    assert "DF0712" in done.err
    pipe(monkeypatch, BAD.replace("\n", "\r\n").encode())
    assert docflow("check", "--fix", "-").out == MENDED.replace("\n", "\r\n")
    assert not list(here.iterdir())


def test_an_included_file_is_not_written(docflow: Any, here: Path) -> None:
    part = "stage tidy {\n  | clean.whitespac\n}\n"
    (here / "parts.flow").write_text(part)
    text = 'include "parts.flow" as parts\n' + GOOD.replace("| to", "| parts.tidy\n  | to")
    (here / "a.flow").write_text(text)
    done = docflow("check", "--fix", "a.flow")
    assert (done.code, (here / "parts.flow").read_text()) == (2, part)
    assert "to fix them: docflow check --fix parts.flow" in done.out
    assert docflow("check", "--fix", "a.flow", "parts.flow").code == 0
    assert "clean.whitespace" in (here / "parts.flow").read_text()


def test_a_full_disk_leaves_the_file_as_it_was(docflow: Any, here: Path, monkeypatch: Any) -> None:
    (here / "a.flow").write_text(BAD)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "fsync_file", full)
    done = docflow("check", "--fix", "a.flow")
    assert done.code == 5
    assert (here / "a.flow").read_text() == BAD
    assert [path.name for path in here.iterdir()] == ["a.flow"]


def test_a_fix_that_is_left_out_is_told(docflow: Any, here: Path, monkeypatch: Any) -> None:
    (here / "a.flow").write_text(SPARE)
    monkeypatch.setattr(mending, "mend", lambda text, check, _: Mended(text, (), tuple(check(text))))
    done = docflow("check", "--fix", "a.flow")
    assert done.out.endswith("not applied, since it would lead to more errors: 1 offer\n")


def test_a_file_that_cannot_be_written_stops_no_other(docflow: Any, here: Path, monkeypatch: Any) -> None:
    for name in ("a.flow", "b.flow", "c.flow"):
        (here / name).write_text(BAD)
    replace = disk.replace

    def fails_for_b(temp: Path, final: Path) -> None:
        if final.name == "b.flow":
            raise OSError(30, "Read-only file system")
        replace(temp, final)

    monkeypatch.setattr(disk, "replace", fails_for_b)
    done = docflow("check", "--fix", ".")
    assert done.code == 5
    assert done.out.startswith("--- a.flow")
    assert "--- b.flow" not in done.out
    assert "--> b.flow" in done.out
    assert "read-only" in done.err
    assert [(here / f"{name}.flow").read_text() for name in "abc"] == [MENDED, BAD, MENDED]
    (here / "c.flow").write_text(BAD)
    done = docflow("check", "--fix", ".", "--format", "json")
    b, c = json.loads(done.out)["files"][1:]
    assert (done.code, done.err, c["ok"], b["ok"], b["fixed"]) == (5, "", True, False, [])
    assert b["error"] == f"cannot write `{here / 'b.flow'}`: the file system is read-only"


def test_a_file_that_changed_meanwhile_is_not_written(docflow: Any, here: Path, monkeypatch: Any) -> None:
    (here / "a.flow").write_text(BAD)
    monkeypatch.setattr(mending, "read_raw", lambda _: "something else")
    done = docflow("check", "--fix", "a.flow")
    assert (done.code, (here / "a.flow").read_text()) == (5, BAD)
    assert "has changed while it was checked" in done.err


def test_what_is_off_is_not_fixed(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(SPARE)
    assert docflow("check", "--fix", "--allow", "DF0208", "a.flow").code == 0
    assert (here / "a.flow").read_text() == SPARE


# ------------------------------------------------------------------------------------------- formats


def test_json_has_findings_and_what_was_fixed(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(BAD)
    [row] = json.loads(docflow("check", "--fix", "--diff", "a.flow", "--format", "json").out)["files"]
    assert row["diff"].startswith("--- a.flow")
    [row] = json.loads(docflow("check", "--fix", "a.flow", "--format", "json").out)["files"]
    assert (row["ok"], row["diagnostics"]) == (True, [])
    assert sorted(each["code"] for each in row["fixed"])[-1] == "DF0208"


def test_github_prints_one_line_a_finding(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(UNKNOWN.replace("text(", "txet("))
    done = docflow("check", "a.flow", "--format", "github")
    assert done.code == 2
    assert all(" file=a.flow,line=" in line for line in done.out.splitlines())
    assert len(done.out.splitlines()) == 2
    assert docflow("check", "-e", GOOD, "--format", "github").out == ""


def test_sarif_holds_all_files(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(SPARE)
    (here / "b.flow").write_text(GOOD)
    done = docflow("check", ".", "--format", "sarif")
    run = json.loads(done.out)["runs"][0]
    assert [each["location"]["uri"] for each in run["artifacts"]] == ["a.flow", "b.flow"]
    assert [each["ruleId"] for each in run["results"]] == ["DF0208"]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_junit_counts_errors_as_failures_and_warnings_as_skipped(docflow: Any, here: Path) -> None:
    (here / "a.flow").write_text(UNKNOWN)
    (here / "b.flow").write_text(SPARE)
    (here / "c.flow").write_text(GOOD)
    root = ElementTree.fromstring(docflow("check", ".", "--format", "junit").out)
    assert [(s.get("name"), s.get("failures"), s.get("skipped")) for s in root] == [
        *(("a.flow", "1", "0"), ("b.flow", "0", "1"), ("c.flow", "0", "0")),
    ]
    assert "a.flow:2:5" in (root[0][0][0].text or "")


@pytest.mark.parametrize("arguments", [["missing.flow"], ["--no-such-option"], []])
def test_a_refusal_is_a_whole_document(docflow: Any, arguments: list[str]) -> None:
    sarif = docflow("check", *arguments, "--format", "sarif")
    assert json.loads(sarif.out)["runs"][0]["invocations"][0]["executionSuccessful"] is False
    junit = docflow("check", *arguments, "--format=junit")
    assert ElementTree.fromstring(junit.out).get("failures") == "1"
    github = docflow("check", *arguments, "--format", "github")
    assert github.out.startswith("::error title=docflow::")
    assert [sarif.code, junit.code, github.code] == [2, 2, 2]
    assert sarif.err


def test_wrong_settings_are_a_whole_document(docflow: Any, here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.docflow]\nlevel = 1\n")
    (here / "a.flow").write_text(GOOD)
    run = json.loads(docflow("check", "a.flow", "--format", "sarif").out)["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("pyproject.toml", 2)
