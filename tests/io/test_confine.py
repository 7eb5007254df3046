"""`--root`: a path is judged by where it leads."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.errors import RefusedError
from docflow.io.confine import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    (tmp_path / "pr" / "in").mkdir(parents=True)
    (tmp_path / "pr-2").mkdir()
    (tmp_path / "secret").write_text("no")
    (tmp_path / "pr" / "out").symlink_to("..")
    (tmp_path / "pr" / "circle").symlink_to("circle")
    (tmp_path / "pr" / "near").symlink_to("in")
    return Root.of(tmp_path / "pr")


@pytest.mark.parametrize("name", ["", "in", "in/new/deep.txt", "in/../in", "near/x", "../pr/in", "circle"])
def test_inside(root: Root, name: str) -> None:
    assert root.holds(root.path / name)
    assert root.inside(root.path / name, name) == root.path / name


@pytest.mark.parametrize(
    "name",
    ["..", "../secret", "../pr-2/x", "out/secret", "in/../../secret", "near/../../secret", "/etc/passwd"],
)
def test_outside(root: Root, name: str) -> None:
    assert not root.holds(root.path / name)
    with pytest.raises(RefusedError) as refused:
        root.inside(root.path / name, name)
    assert f"`{name}` is outside the root `{root.path}`" in str(refused.value)
    assert "give a wider `--root`" in str(refused.value)


def test_the_message_says_where_a_link_leads(root: Root) -> None:
    with pytest.raises(RefusedError, match=r"a link leads to `.*/secret`"):
        root.inside(root.path / "out" / "secret", "out/secret")


def test_the_root_may_be_reached_by_a_link_itself(root: Root) -> None:
    (root.path.parent / "link").symlink_to("pr")
    assert Root.of(root.path.parent / "link").holds(root.path / "in")


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="there is no such folder"):
        Root.of(tmp_path / "gone")


def test_the_root_of_the_file_system_holds_all() -> None:
    assert Root.of("/").holds("/etc/passwd")


def test_texts_outside_are_not_read(root: Root) -> None:
    (root.path / "in" / "a").write_text("yes")
    read = root.reading(lambda path: path.read_text("utf-8"))
    assert read(root.path / "in" / "a") == "yes"
    with pytest.raises(OSError, match="outside the root"):
        read(root.path / "out" / "secret")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc to ask the kernel")
@given(st.lists(st.sampled_from(["..", ".", "in", "out", "near", "x", "pr", "circle"]), max_size=6))
def test_what_is_held_is_where_the_kernel_would_go(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    """Judged against the path that the kernel itself resolved, for whatever can be opened."""
    base = tmp_path_factory.mktemp("held")
    (base / "pr" / "in").mkdir(parents=True)
    (base / "pr" / "out").symlink_to("..")
    (base / "pr" / "near").symlink_to("in")
    root, path = Root.of(base / "pr"), "/".join([str(base / "pr"), *parts])
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    real = str(Path(f"/proc/self/fd/{handle}").readlink())
    os.close(handle)
    assert root.holds(path) == (real == root.real or real.startswith(root.real + "/"))
