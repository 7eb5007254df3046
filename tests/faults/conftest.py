"""Stands for the tests of faults: the harness, and folders with the planted plugin on the path."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

collect_ignore = ["planted"]


def _loaded(name: str) -> ModuleType:
    """Load a module beside this file once, under a name of its own."""
    full = f"docflow_tests_faults_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the cases of the table and the trials: a few in the short form, all in the long one."""
    long = bool(metafunc.config.getoption("--long"))
    if "trial" in metafunc.fixturenames:
        metafunc.parametrize("trial", range(200 if long else 20))
    if "crew" in metafunc.fixturenames:
        metafunc.parametrize("crew", ["1", "2", "4"] if long else ["2"])
    names = ("kind", "how", "workers")
    if set(names) <= set(metafunc.fixturenames):
        metafunc.parametrize(names, _loaded("table").cases(long=long))
    names = ("kind", "fault", "before")
    if set(names) <= set(metafunc.fixturenames):
        metafunc.parametrize(names, _loaded("failing_disk").cases(long=long))


@pytest.fixture(scope="session")
def harness() -> ModuleType:
    """The module `harness`; no child of a run can hide from this process from now on."""
    if not sys.platform.startswith("linux"):
        pytest.skip("processes are watched through /proc")
    module = _loaded("harness")
    module.adopt_orphans()
    return module


@pytest.fixture(scope="session")
def table() -> ModuleType:
    """The module `table`."""
    return _loaded("table")


@pytest.fixture(scope="session")
def corpus() -> ModuleType:
    """The module `corpus`."""
    return _loaded("corpus")


@pytest.fixture(scope="session")
def library() -> ModuleType:
    """The module `library`."""
    return _loaded("library")


@pytest.fixture(scope="session")
def failing_disk() -> ModuleType:
    """The module `failing_disk`."""
    return _loaded("failing_disk")


@pytest.fixture(scope="session")
def site(harness: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH that holds the distribution `docflow-bad`."""
    planted: Path = harness.plant(tmp_path_factory.mktemp("site"))
    return planted


@pytest.fixture
def stand(harness: ModuleType, site: Path, tmp_path: Path) -> Any:
    """An empty folder for one run."""
    return harness.Stand(tmp_path, site)


@pytest.fixture(scope="session")
def stands(harness: ModuleType, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Empty folders that last for the session: what undisturbed runs gave."""

    def make(name: str) -> Any:
        return harness.Stand(tmp_path_factory.mktemp(name), site)

    return make
