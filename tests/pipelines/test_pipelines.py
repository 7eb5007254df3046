"""The flows in pipelines/ give their golden outputs; DOCFLOW_ACCEPT=1 rewrites them."""

import os
import shutil
from pathlib import Path

import pytest

from docflow import api
from docflow.flowfile.testing.tests import read_tests, run_one

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
FLOWS = ("news", "corpus", "inbox", "web")


def tree(folder: Path) -> dict[str, str]:
    """Return the files of a folder by relative name; the run's own state is left out."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    wanted = {name: path for name, path in files.items() if not name.startswith(".docflow")}
    return {name: path.read_text(encoding="utf-8") for name, path in wanted.items()}


@pytest.mark.parametrize("name", FLOWS)
def test_the_output_is_the_golden_one(name: str, tmp_path: Path) -> None:
    report = api.load(ROOT / "pipelines" / f"{name}.flow").run(
        api.Values(set_={"out": str(tmp_path / "out")})
    )
    assert report.exit_code == 0
    assert all(flow.sums.balanced for flow in report.flows)
    golden = GOLDEN / name
    if os.environ.get("DOCFLOW_ACCEPT"):
        shutil.rmtree(golden, ignore_errors=True)
        for file, text in tree(tmp_path / "out").items():
            (golden / file).parent.mkdir(parents=True, exist_ok=True)
            (golden / file).write_text(text, encoding="utf-8")
    assert tree(tmp_path / "out") == tree(golden)
    assert tree(golden)


@pytest.mark.parametrize("name", FLOWS)
def test_the_tests_in_the_file_pass(name: str) -> None:
    tests = read_tests(ROOT / "pipelines" / f"{name}.flow")
    assert tests.cases
    assert [failure for case in tests.cases for failure in run_one(tests, case).result.failures] == []


@pytest.mark.parametrize("name", FLOWS)
def test_the_flow_has_no_findings(name: str) -> None:
    assert api.check(ROOT / "pipelines" / f"{name}.flow").diagnostics == ()
