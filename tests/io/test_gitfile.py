"""Files of a revision, and what git says when there is none."""

import subprocess
from pathlib import Path

import pytest

from docflow.errors import MachineError, RefusedError
from docflow.io.gitfile import revision_of


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "a b"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "é.flow").write_text("one\n", encoding="utf-8")
    (folder / "bad").write_bytes(b"\xff")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    (folder / "in" / "é.flow").write_text("two\n", encoding="utf-8")
    return folder


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_file_as_it_was(repository: Path) -> None:
    revision = revision_of(repository / "in", "HEAD")
    assert revision.read(repository / "in" / "é.flow") == "one\n"
    assert (revision.top, len(revision.commit)) == (repository.resolve(), 40)


def test_files_that_are_not_there(repository: Path, tmp_path: Path) -> None:
    revision = revision_of(repository, "HEAD")
    for path in (repository / "none", repository / "in", tmp_path / "outside"):
        with pytest.raises(FileNotFoundError):
            revision.read(path)
    with pytest.raises(UnicodeDecodeError):
        revision.read(repository / "bad")


@pytest.mark.parametrize("name", ["nope", "--help", "-v", "HEAD:in", "", "a\0b", "HEAD~9"])
def test_names_of_no_revision(repository: Path, name: str) -> None:
    with pytest.raises(RefusedError):
        revision_of(repository, name)


def test_the_repository_of_a_hook_is_not_meant(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a hook git names its own repository, as seen from its top: here that would be another."""
    git(tmp_path, "init", "-q", "other")
    for given in (".git", str(tmp_path / "other" / ".git")):
        monkeypatch.setenv("GIT_DIR", given)
        monkeypatch.setenv("GIT_INDEX_FILE", f"{given}/index")
        assert revision_of(repository / "in", "HEAD").read(repository / "in" / "é.flow") == "one\n"


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RefusedError, match="is in no git repository"):
        revision_of(tmp_path, "HEAD")


def test_no_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(RefusedError, match="no commit yet"):
        revision_of(tmp_path, "HEAD")


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError, match="git` is not there"):
        revision_of(tmp_path, "HEAD")
