"""A stranger's pull request, checked and run in its own folder: no trap is tripped, nothing is told."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

BAD = (
    *("evil", "unlisted", "unused", "function", "reader", "secret", "outputs", "linked", "inputs"),
    *("absolute", "include", "include_link", "link"),
)
VERBS = (("check", "--untrusted"), ("plan", "--untrusted"), ("run", "--untrusted"))
CASES = [
    pytest.param(verb, name, id=f"{verb[0]}-{name}")
    for name in BAD
    for verb in VERBS
    if verb[0] != "plan" or name in ("unlisted", "secret", "outputs")
]
SECRET = "the-secret-of-the-machine"


def said(done: Any) -> str:
    text: str = done.stdout + done.stderr
    assert "Traceback" not in text
    assert SECRET not in text
    return text


@pytest.mark.parametrize("how", [(), ("-m", "docflow"), ("-P", "-m", "docflow")], ids=" ".join)
def test_a_flow_among_traps_runs(traps: Any, how: tuple[str, ...]) -> None:
    if "-P" not in how and how:  # Python itself imports these from there before it comes to us
        for name in ("importlib", "functools"):
            (traps.folder / f"{name}.py").unlink()
    for verb in VERBS:
        done = traps.run(*verb, "good.flow", how=how)
        assert done.returncode == 0, said(done)
        said(done)
        assert traps.tripped() == []
    lines = (traps.folder / "out" / "a.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"].strip() for line in lines] == ["one word"]
    report = json.loads((traps.folder / "out" / ".docflow" / "good" / "run.json").read_text())
    assert SECRET not in json.dumps(report)


def test_workers_trip_none_either(traps: Any) -> None:
    done = traps.run("run", "--untrusted", "--workers", "2", "good.flow")
    assert done.returncode == 0, said(done)
    assert traps.tripped() == []


def test_the_link_in_the_data_is_told_of_and_not_read(traps: Any) -> None:
    done = traps.run("run", "--untrusted", "good.flow")
    assert "outside" in said(done)
    for path in (traps.folder / "out").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(("verb", "name"), CASES)
def test_what_a_flow_may_not_do_is_refused(traps: Any, verb: tuple[str, ...], name: str) -> None:
    done = traps.run(*verb, f"bad/{name}.flow")
    assert done.returncode == 2, said(done)
    said(done)
    assert traps.tripped() == []
    assert not (traps.folder / "bad" / "out").exists()


def test_all_at_once(traps: Any) -> None:
    (traps.folder / "bad" / "link.flow").unlink()
    (traps.folder / "bad" / "include_link.flow").unlink()
    done = traps.run("check", "--untrusted", "--format", "json", ".")
    found = {row["file"]: row["ok"] for row in json.loads(done.stdout)["files"]}
    assert found.pop("good.flow") is True
    assert {*found.values()} == {False}
    assert traps.tripped() == []


def test_the_same_flows_without_the_option_show_that_the_traps_work(traps: Any) -> None:
    """An installed plugin is imported, and a secret is read, for a flow that its caller trusts."""
    traps.run("check", "bad/unlisted.flow")
    assert traps.tripped() == ["installed-plugin"]


def test_the_settings_of_a_stranger_hide_nothing(traps: Any) -> None:
    flow = traps.folder / "warned.flow"
    flow.write_text('param idle: int = 1\n\nfrom files("in/*.txt") | to jsonl("out/c.jsonl")\n')
    assert "DF0208" not in said(traps.run("check", "warned.flow"))
    assert "DF0208" in said(traps.run("check", "--untrusted", "warned.flow"))
    (traps.folder / "pyproject.toml").write_text('[tool.docflow.levels]\nDF0208 = "error"\n')
    assert traps.run("check", "--untrusted", "warned.flow").returncode == 2


def test_a_linked_project_file_is_not_looked_at(traps: Any) -> None:
    (traps.folder / "pyproject.toml").unlink()
    (traps.outer / "secret.txt").write_text(f"[tool.docflow]\n{SECRET} = 1\n")
    (traps.folder / "pyproject.toml").symlink_to(traps.outer / "secret.txt")
    done = traps.run("check", "--untrusted", "good.flow")
    assert done.returncode == 0, said(done)


def test_a_planted_link_in_the_state_is_refused(traps: Any) -> None:
    (traps.folder / "out" / ".docflow" / ".lock").symlink_to(traps.outer / "lock")
    done = traps.run("run", "--untrusted", "good.flow")
    assert done.returncode == 2
    assert "is a link; docflow keeps its state there" in said(done)
    assert traps.tripped() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_flow_that_is_a_pipe_or_huge(traps: Any) -> None:
    os.mkfifo(traps.folder / "pipe.flow")
    (traps.folder / "huge.flow").write_text(" " * 5_000_000)
    for name, why in (("pipe.flow", "no ordinary file"), ("huge.flow", "5,000,000 bytes")):
        done = traps.run("check", "--untrusted", name)
        assert done.returncode == 2
        assert why in said(done)


def test_an_include_that_is_a_pipe(traps: Any) -> None:
    os.mkfifo(Path(traps.folder, "bad", "pipe.flow"))
    flow = traps.folder / "bad" / "piped.flow"
    flow.write_text('include "pipe.flow" as x\n\nfrom files("in/*.txt") | x.s | to jsonl("out/c.jsonl")\n')
    done = traps.run("check", "--untrusted", "bad/piped.flow")
    assert done.returncode == 2, said(done)
