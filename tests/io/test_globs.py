"""Finding input files."""

import os
import subprocess
from pathlib import Path

import pytest

from docflow.errors import MachineError
from docflow.io.globs import expand, fixed_part, nearest


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "news/b.txt",
        "news/a.txt.gz",
        "news/Z.txt",
        "news/é.txt",
        "news/.secret.txt",
        "news/.docflow/run.json",
        "news/deep/er/c.d.txt",
        "news/deep/e.jsonl",
        "odd/a[1].txt",
        "odd/a1.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    return tmp_path


def shown(pattern: str, base: Path) -> list[str]:
    return [found.display for found in expand(pattern, base)]


def test_a_folder_is_walked_without_hidden_files_in_code_point_order(tree: Path) -> None:
    assert shown("news", tree) == [
        "Z.txt",
        "a.txt.gz",
        "b.txt",
        "deep/e.jsonl",
        "deep/er/c.d.txt",
        "é.txt",
    ]
    assert shown("news/", tree) == shown("news", tree) == shown("news/**", tree)


def test_a_star_stays_in_one_folder_and_double_star_does_not(tree: Path) -> None:
    assert shown("news/*.txt", tree) == ["Z.txt", "b.txt", "é.txt"]
    assert shown("news/**/*.txt", tree) == ["Z.txt", "b.txt", "deep/er/c.d.txt", "é.txt"]
    assert shown("**/er/*", tree) == ["news/deep/er/c.d.txt"]
    assert shown("news/*/*.jsonl", tree) == ["deep/e.jsonl"]
    assert shown("news/**/**/c*", tree) == ["deep/er/c.d.txt"]
    assert shown("news/[!a-z].txt", tree) == ["Z.txt", "é.txt"]
    assert shown("*/deep/e.jsonl", tree) == ["news/deep/e.jsonl"]


def test_hidden_files_are_found_only_when_named(tree: Path) -> None:
    assert shown("news/.*", tree) == [".secret.txt"]
    assert shown("news/.secret.txt", tree) == [".secret.txt"]
    assert shown("news/.docflow/*", tree) == ["run.json"]


def test_a_single_file_has_its_name_as_display(tree: Path) -> None:
    (found,) = expand("news/deep/er/c.d.txt", tree)
    assert (found.display, found.stem, found.name) == ("c.d.txt", "c.d", "c.d.txt")
    assert found.path.is_absolute()
    assert found.path.read_bytes() == b"x"


def test_a_file_whose_name_holds_wildcards_is_itself(tree: Path) -> None:
    assert shown("odd/a[1].txt", tree) == ["a[1].txt"]
    (tree / "odd/a[1].txt").unlink()
    assert shown("odd/a[1].txt", tree) == ["a1.txt"]


def test_stems_lose_compression_and_one_format_suffix(tree: Path) -> None:
    stems = {found.display: found.stem for found in expand("news", tree)}
    assert stems["a.txt.gz"] == "a"
    assert stems["deep/er/c.d.txt"] == "deep/er/c.d"


def test_an_absolute_pattern_ignores_the_base(tree: Path) -> None:
    assert shown(f"{tree}/news/*.txt", Path("/")) == ["Z.txt", "b.txt", "é.txt"]


def test_nothing_is_an_empty_answer(tree: Path) -> None:
    assert shown("nowhere/*.txt", tree) == []
    assert shown("nowhere", tree) == []
    assert shown("empty", tree) == []
    assert shown("news/b.txt/*", tree) == []
    assert shown("a\0b", tree) == []


def test_links_to_files_are_read_and_circles_do_no_harm(tree: Path) -> None:
    (tree / "news/deep/loop").symlink_to(tree / "news")
    (tree / "news/linked.txt").symlink_to(tree / "odd/a1.txt")
    (tree / "news/broken.txt").symlink_to(tree / "gone")
    assert shown("news/**/*.txt", tree) == ["Z.txt", "b.txt", "deep/er/c.d.txt", "linked.txt", "é.txt"]
    assert shown("news/deep/*/b.txt", tree) == ["loop/b.txt"]


def test_special_files_are_not_read(tree: Path) -> None:
    os.mkfifo(tree / "news/pipe.txt")
    assert "pipe.txt" not in shown("news", tree)
    assert shown("news/pipe.txt", tree) == []


def test_names_that_are_no_utf8_are_shown_as_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    (found,) = expand("*.txt", tmp_path)
    assert found.display == "caf\\xe9.txt"
    assert found.path.read_bytes() == b"x"


def test_a_very_deep_tree_needs_no_stack(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        assert expand(str(tmp_path), tmp_path) == ()
    finally:  # what pytest would use to clean up recurses
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_a_folder_that_cannot_be_read_is_an_error(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(MachineError, match=r"cannot read the folder .*deep"):
        expand("news", tree)


def test_the_fixed_part_ends_before_the_first_wildcard() -> None:
    assert fixed_part("a/b/*.txt") == ("a/b", ("*.txt",))
    assert fixed_part("/x/**/y") == ("/x", ("**", "y"))
    assert fixed_part("/*") == ("/", ("*",))
    assert fixed_part("plain/file") == ("plain/file", ())


def test_the_nearest_path_is_named(tree: Path) -> None:
    assert nearest("newz/*.txt", tree) == (
        f"the folder `{tree}` exists, but has no `newz`; did you mean `news`?"
    )
    assert nearest("news/deap/x.txt", tree) == "`news` exists, but has no `deap`; did you mean `deep`?"
    assert nearest("news/bb.txt", tree) == "`news` exists, but has no `bb.txt`; did you mean `b.txt`?"
    assert nearest("news/*.text", tree) == (
        "`news` exists, but nothing in it matches `*.text`; 3 files there end in `.txt`"
    )
    assert nearest("empty/*", tree) == "`empty` exists, but is empty or not a folder"
    assert nearest("/qqq/*", tree) == "`/` exists, but has no `qqq`"
