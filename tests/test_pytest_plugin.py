"""The pytest plugin, in runs of their own: what is collected, how failures show, what it costs others."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from docflow.flowfile.file import FlowFile
from docflow.flowfile.testing.tests import open_tests, run_one

FLOW = """
stage tidy { | clean.whitespace }

test "blanks go" of tidy {
  given "a  b"
  then doc.text == "a b"
}

test "wrong, on purpose [x]::y" of tidy {
  given "a  b"
  then doc.words == 3
  then doc.text == "a  b"
}
"""


PLUGINS = ("-p", "no:docflow", "-p", "docflow.pytest_plugin", "-p", "no:xdist", "-p", "no:hypothesispytest")
"""Whether or not this environment has the plugin as an entry point."""
pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """Import what a flow test needs once, and not in every run inside pytester."""
    for name in ("cases", "diagnostics", "failures"):
        import_module(f"docflow.report.{name}")
    tests = open_tests(FlowFile(FLOW, "x.flow", Path()))
    assert [len(run_one(tests, case).result.failures) for case in tests.cases] == [0, 2]


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    root = pytester.path
    (root / "pipelines").mkdir()
    (root / "pytest.ini").write_text("[pytest]\naddopts = --strict-config -p no:cacheprovider\n")
    (root / "pipelines" / "two.flow").write_text(FLOW)
    (root / "pipelines" / "none.flow").write_text('from text("*.txt") | to jsonl("out.jsonl")\n')
    (root / "pipelines" / "foreign.flow").write_text("<?xml version='1.0'?>\n<Flow/>\n")
    (root / "pipelines" / "test_python.py").write_text("def test_python():\n    pass\n")
    return root


@pytest.fixture
def run(folder: Path, pytester: pytest.Pytester) -> Callable[..., tuple[int, str]]:
    """Run pytest with the plugin, in this process; return its exit code and what it printed."""

    def call(*arguments: str) -> tuple[int, str]:
        done = pytester.runpytest_inprocess(*PLUGINS, "-q", *arguments)
        out = "\n".join(done.outlines) + "\n"
        assert "INTERNALERROR" not in out
        return int(done.ret), out

    return call


def test_tests_of_flows_are_items(run: Any) -> None:
    code, out = run("--collect-only")
    assert code == 0
    assert [line for line in out.splitlines() if "::" in line] == [
        "pipelines/test_python.py::test_python",
        "pipelines/two.flow::blanks go",
        "pipelines/two.flow::wrong, on purpose [x]::y",
    ]


def test_a_failure_shows_the_claim_and_no_traceback(folder: Path, run: Any) -> None:
    code, out = run()
    assert code == 1
    assert "1 failed, 2 passed" in out
    assert " --> pipelines/two.flow:11:8\n" in out
    assert "   expected: 3\n   got:      2\n" in out.replace("\n  ", "\n   ")
    assert "\n    - a" in out
    assert "\n    + a" in out
    assert "FAILED pipelines/two.flow::wrong, on purpose [x]::y - `doc.words == 3` does" in out
    assert "Traceback" not in out
    assert ".py" not in out


def test_selection(folder: Path, run: Any) -> None:
    assert run("-k", "blanks")[1].startswith(".")
    assert "1 passed" in run("pipelines/two.flow::blanks go")[1]
    assert "1 failed" in run("pipelines/two.flow::wrong, on purpose [x]::y")[1]


def test_a_name_with_the_mark_of_pytest_is_found_again(folder: Path, run: Any) -> None:
    (folder / "pipelines" / "two.flow").write_text(FLOW.replace("blanks go", "a::b [c::d]"))
    assert "1 passed" in run("pipelines/two.flow::a:b [c::d]")[1]


def test_a_wrong_flow_is_an_error_of_the_collection(folder: Path, run: Any) -> None:
    (folder / "pipelines" / "two.flow").write_text(FLOW.replace("whitespace", "whitspace"))
    code, out = run()
    assert code == 2
    assert "error[DF0201]: `clean` has no step `whitspace`\n --> pipelines/two.flow:2:16\n" in out
    assert "Traceback" not in out


def test_what_is_no_text_is_an_error_of_the_collection(folder: Path, run: Any) -> None:
    (folder / "pipelines" / "two.flow").write_bytes(b'test "x" of \xff {}\n')
    code, out = run()
    assert code == 2
    assert "`pipelines/two.flow` is not UTF-8 text (byte 12)" in out


def test_snapshots(folder: Path, run: Any) -> None:
    text = 'stage tidy { | clean.whitespace }\ntest "s" of tidy { given "a" then snapshot("s") }\n'
    (folder / "pipelines" / "two.flow").write_text(text)
    assert "was never accepted" in run()[1]
    assert run("--docflow-update")[0] == 0
    assert (folder / "pipelines" / "two.snapshots" / "s.txt").is_file()
    assert run()[0] == 0


def test_a_project_may_leave_flows_to_docflow(folder: Path, run: Any) -> None:
    assert "1 passed" in run("-o", "docflow_tests=false")[1]
    assert "1 failed" in run("-o", "docflow_tests=false", "pipelines/two.flow")[1]


def test_workers_of_xdist_take_them(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", *PLUGINS[:4], "-q", "-n", "2"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    assert "--> pipelines/two.flow:11:8" in done.stdout


def test_a_component_that_leaves_python_fails_one_test(
    folder: Path, run: Any, pytester: pytest.Pytester
) -> None:
    pytester.syspathinsert(folder)
    (folder / "pipelines" / "two.flow").write_text(
        "use leaving\nstage a { | leaving.exit on error fail }\nstage b { | clean.whitespace }\n"
        'test "leaves" of a { given "x" then doc.text == "x" }\n'
        'test "stays" of b { given "x" then doc.text == "x" }\n'
    )
    (folder / "planted_leaving.py").write_text(
        "import sys\nfrom docflow.plugin import Cleaner, Example, component, hookimpl\n"
        '@component("exit", examples=(Example("a", "a"),))\n'
        'class Exit(Cleaner):\n    """Leave."""\n    def clean(self, text):\n        sys.exit(3)\n'
        "@hookimpl\ndef docflow_components():\n    return (Exit,)\n"
    )
    info = folder / "docflow_leaving-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: docflow-leaving\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[docflow.plugins.v1]\nleaving = planted_leaving\n")
    code, out = run()
    assert code == 1
    assert "1 failed, 2 passed" in out
    assert "SystemExit: 3" in out


LOADED = """
import json, sys, pytest, docflow.pytest_plugin as plugin
names = [name for name in sys.modules if name.split(".")[0] == "docflow"]
given = ["no:docflow", "docflow.pytest_plugin", "no:cacheprovider"]
pytest.main(["-q", *(word for name in given for word in ("-p", name)), "test_python.py"])
after = [name for name in sys.modules if name.split(".")[0] == "docflow"]
print(json.dumps([names, after]))
"""


def test_a_run_without_flows_loads_nothing_of_docflow(folder: Path, run: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=folder / "pipelines",
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = json.loads(done.stdout.splitlines()[-1])
    assert before == after == ["docflow", "docflow.pytest_plugin"]
