"""The folders that an interpreter needs."""

import os
import sys
from pathlib import Path

import docflow
from docflow.engine.crew.sandbox.outermost import outermost
from docflow.engine.crew.sandbox.roots import found, own


def test_folders_below_another_are_left_out(tmp_path: Path) -> None:
    for name in ("a/b", "a-b", "c"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to("c")
    given = [str(tmp_path / name) for name in ("a/b", "a", "a-b", "link", "gone")]
    wanted = [os.path.realpath(tmp_path / name) for name in ("a", "a-b", "c")]
    assert outermost([*given, "relative"]) == tuple(map(str, sorted(map(Path, wanted))))


def test_the_interpreter_and_docflow_are_there() -> None:
    roots = [Path(each) for each in found()]
    for needed in (
        sys.prefix,
        str(Path(os.__file__).parent),
        str(Path(docflow.__file__).parent),
    ):
        assert any(Path(needed).resolve().is_relative_to(root) for root in roots)
    assert Path("/") not in roots


def test_its_own_entry_in_proc_is_resolved_in_each_process() -> None:
    assert own() == (*found(), "/proc/self")
