"""`docflow diff`: a version of git or a file, all formats, exit codes, and what is refused."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docflow.report.compare.markdown import LONGEST

Run = Callable[..., Any]
PIPELINES = Path(__file__).resolve().parents[2] / "pipelines"
INCLUDING = """include "shared.flow" as s
from jsonl("in.jsonl")
| s.tidy
| to jsonl("out.jsonl")
"""
SHARED = "stage tidy {\n  | clean.lines([WORD])\n}\n"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two commits of news.flow and of a flow with an include; works in its folder."""
    shutil.copytree(PIPELINES, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out"))
    (tmp_path / "including.flow").write_text(INCLUDING)
    (tmp_path / "shared.flow").write_text(SHARED.replace("WORD", '"Ad"'))
    (tmp_path / "in.jsonl").write_text('{"id": "1", "text": "a\\nAd\\nMore"}\n{"id": "2", "text": "b"}\n')
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "tag", "v1")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_unchanged_flow_is_not_run(docflow: Run, project: Path) -> None:
    shutil.rmtree(project / "samples")
    done = docflow("diff", "news.flow", "--check")
    assert done.code == 0
    assert "changes nothing that runs" in done.out


def test_the_edit_since_the_last_commit(docflow: Run, project: Path) -> None:
    edit(project / "news.flow", "| news.residue\n", '| news.residue(without: ["byline"])\n')
    done = docflow("diff", "news.flow")
    assert done.code == 0
    assert "4 of 6 documents change: 4 keep 4 lines that `news.residue` `byline.by_name`" in done.out
    assert "+ By Ada Quill and Tom Ferris" in done.out
    assert docflow("diff", "news.flow", "--check").code == 1
    assert not (project / "out").exists(), "nothing is written"


AGAINST = ["v1", "HEAD~1", "main~1", "v1:including.flow", "v1:./including.flow", "old.flow"]


@pytest.mark.parametrize("against", AGAINST)
def test_other_versions(docflow: Run, project: Path, against: str) -> None:
    shutil.copy("including.flow", "old.flow")
    edit(project / "including.flow", "| s.tidy", "| s.tidy\n| drop when doc.words < 2")
    git(project, "commit", "-qam", "two")
    done = docflow("diff", "including.flow", "--against", against)
    assert "1 is newly dropped by `drop` (line 4, new step): `doc.words < 2`" in done.out, done
    assert "`doc.words` is `1`" in done.out


def test_includes_are_those_of_the_revision(docflow: Run, project: Path) -> None:
    (project / "shared.flow").write_text(SHARED.replace("WORD", '"Ad", "More"'))
    done = docflow("diff", "including.flow")
    assert "1 of 2 documents changes" in done.out
    assert "loses 1 line to `s.tidy/clean.lines` `More`" in done.out
    shutil.move("shared.flow", "gone.flow")
    edit(project / "including.flow", "shared.flow", "gone.flow")
    assert "1 of 2 documents changes" in docflow("diff", "including.flow").out


def test_a_new_flow(docflow: Run, project: Path) -> None:
    shutil.copy("news.flow", "fresh.flow")
    done = docflow("diff", "fresh.flow", "--check", "--format", "markdown")
    assert done.code == 1
    assert "`fresh.flow` is new" in done.out
    assert "of 6 documents it writes 6" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--against", "nope"), "`nope` is no revision of this git repository"),
        (("--against", "--all"), "`--all` is no revision"),
        (("--against", "nope.flow"), "there is no flow file `nope.flow` to compare with"),
        (("--against", "HEAD:nope.flow"), "the revision `HEAD` has no file `nope.flow`"),
        (("--against", "HEAD:../x"), "has no file"),
        (("--input", "none/*.txt"), "no input matches"),
        (("--set", "nothing=1"), "no param `nothing`"),
        (("--flow", "nothing"), "there is no flow `nothing` in including.flow"),
    ],
)
def test_what_is_refused(docflow: Run, project: Path, arguments: tuple[str, ...], said: str) -> None:
    edit(project / "including.flow", "| s.tidy", "| s.tidy\n| drop when doc.words < 2")
    done = docflow("diff", "including.flow", *arguments)
    assert done.code in (2, 6)
    assert said in done.err


def test_outside_of_git(docflow: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    flow = tmp_path / "a.flow"
    flow.write_text('from jsonl("in.jsonl") | to jsonl("out.jsonl")\n')
    done = docflow("diff", flow)
    assert done.code == 2
    assert "is in no git repository" in done.err
    assert "--against FILE" in done.err


def test_without_git(docflow: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    done = docflow("diff", "news.flow")
    assert done.code == 5
    assert "the command `git` is not there" in done.err


def test_mistakes_name_the_version(docflow: Run, project: Path) -> None:
    edit(project / "news.flow", "news.residue", "news.residu")
    git(project, "commit", "-qam", "two")
    edit(project / "news.flow", "clean.unicode", "clean.unicod")
    done = docflow("diff", "news.flow")
    assert done.code == 2
    assert "--> news.flow:12" in done.err
    assert "--> HEAD:./news.flow:14" in done.err


def test_empty_input_is_no_success(docflow: Run, project: Path) -> None:
    edit(project / "including.flow", "| s.tidy", "| s.tidy\n| clean.unicode")
    (project / "in.jsonl").write_text("")
    done = docflow("diff", "including.flow")
    assert done.code == 6
    assert "no version read any document" in done.err


def test_json_and_a_file(docflow: Run, project: Path) -> None:
    edit(project / "news.flow", "doc.words > 0", "doc.words >= 75")
    found = json.loads(docflow("diff", "news.flow", "--format", "json").out)
    assert (found["differs"], found["flows"][0]["changed"]) == (True, 2)
    assert docflow("diff", "news.flow", "--format", "json", "-o", "x.json").out == ""
    assert json.loads((project / "x.json").read_text()) == found
    docflow("diff", "news.flow", "--format", "markdown", "-o", "x.md")
    page = (project / "x.md").read_text()
    assert page.startswith("### `news.flow` against `HEAD:./news.flow`")
    assert len(page) < LONGEST
    assert docflow("diff", "news.flow", "-o", "no/such/x.md").code == 5


def test_inputs_and_limits(docflow: Run, project: Path) -> None:
    edit(project / "news.flow", "doc.words > 0", "doc.words >= 75")
    files = sorted(str(path.relative_to(project)) for path in (project / "samples" / "news").glob("*.txt"))
    done = docflow("diff", "news.flow", "--examples", "0", "--input", *files[:3])
    assert "of 3 documents" in done.out
    done = docflow("diff", "news.flow", "--limit", "2", "--examples", "0")
    assert "2 documents at most" in done.out
    assert "of 2 documents" in done.out or "all 2 documents" in done.out


def test_a_result_is_the_same_every_time(docflow: Run, project: Path) -> None:
    edit(project / "news.flow", "| news.residue\n", '| news.residue(without: ["byline", "related"])\n')
    pages = {docflow("diff", "news.flow", "--format", "markdown").out for _ in range(2)}
    assert len(pages) == 1
