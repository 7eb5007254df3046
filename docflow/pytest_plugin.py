"""Tests in flow files as items of pytest: `pytest pipelines/` runs them beside those in Python.

pytest loads this in every run of an environment that has docflow, so nothing else of docflow is imported
until a flow file with tests is collected. `-p no:docflow` leaves it out.
"""

import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

__all__ = ["FlowItem", "FlowTests", "pytest_addoption", "pytest_collect_file"]

_TEST = re.compile(rb'^[ \t]*test[ \t]+"', re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be said of flow tests."""
    group = parser.getgroup("docflow", "tests in flow files")
    group.addoption("--docflow-update", action="store_true", help="write the snapshots of flow tests anew")
    parser.addini(
        "docflow_tests",
        "collect the tests in *.flow files (default: true); those of a file that is named always are",
        type="bool",
        default=True,
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "FlowTests | None":
    """Collect a flow file that holds tests; other files that end in `.flow` are none of ours."""
    if file_path.suffix != ".flow":
        return None
    wanted = parent.config.getini("docflow_tests") or parent.session.isinitpath(file_path)
    return FlowTests.from_parent(parent, path=file_path) if wanted and _has_tests(file_path) else None


def _has_tests(path: Path) -> bool:
    try:
        return _TEST.search(path.read_bytes()) is not None
    except OSError:
        return False


class FlowTests(pytest.File):
    """A flow file; a mistake in it is an error of the collection."""

    tests: Any

    def collect(self) -> Iterator["FlowItem"]:
        """Yield the tests of the file."""
        room, errors = import_module("docflow.flowfile.testing.tests"), import_module("docflow.errors")
        try:
            self.tests = room.read_tests(_shown(self.path, self.config))
        except errors.FlowError as error:
            render = import_module("docflow.report.diagnostics").render
            said = render(error.diagnostics, error.sources, color=_color(self.config))
            raise self.CollectError(said) from None
        except errors.DocflowError as error:
            raise self.CollectError(str(error)) from None
        safe = import_module("docflow.io.escape").safe
        for case in self.tests.cases:
            yield FlowItem.from_parent(self, name=_item_name(safe(case.name, None)), case=case)


class FlowItem(pytest.Item):
    """One test of a flow file."""

    def __init__(self, *, case: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        """Run the test; raises `Failed`, which carries what it came to."""
        room = import_module("docflow.flowfile.testing.tests")
        update = self.config.getoption("docflow_update")
        ran = room.run_one(self.parent.tests, self.case, update=update)  # type: ignore[union-attr] # FlowTests
        if ran.result.failures:
            raise Failed(ran.result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what failed as `docflow test` shows it; Python's traceback is nobody's business here."""
        if not isinstance(excinfo.value, Failed):
            return super().repr_failure(excinfo, style)
        look = import_module("docflow.report.failures").Look
        show = import_module("docflow.report.cases").failure_text
        tests, result = self.parent.tests, excinfo.value.result  # type: ignore[union-attr] # FlowTests
        more = f" (and {len(result.failures) - 1} more)" if len(result.failures) > 1 else ""
        return f"{_one_line(excinfo.value)}{more}\n{show(result, look(tests.sources, _color(self.config)))}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line (from 0) and name."""
        return self.path, self.case.at.line - 1, self.name


class Failed(Exception):  # noqa: N818 - pytest's word
    """A test failed; `result` says why."""

    def __init__(self, result: Any) -> None:
        super().__init__(result.failures[0].message)
        self.result = result


def _item_name(name: str) -> str:
    """The name by which pytest finds an item again: it takes apart what is named at `::` before a `[`."""
    head, bracket, rest = name.partition("[")
    return head.replace("::", ":") + bracket + rest


def _one_line(error: Exception) -> str:
    said: str = import_module("docflow.io.escape").safe(str(error), 500)
    return said


def _shown(path: Path, config: pytest.Config) -> str:
    """The file as people call it, from the folder where pytest was called."""
    here = config.invocation_params.dir
    return os.path.relpath(path, here) if path.is_relative_to(here) and here == Path.cwd() else str(path)


def _color(config: pytest.Config) -> bool:
    return bool(config.get_terminal_writer().hasmarkup)
