"""What all tests share: how hypothesis runs, the switch for long runs, development data, planted plugins."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from docflow.engine.crew import choose

ROOT = Path(__file__).resolve().parent.parent
collect_ignore_glob = ["*.flow"]
"""The flows below are what tests read, many of them wrong on purpose; docflow's plugin would collect them."""

# A slow or busy machine is no failure: laws judge what comes out, never how long it took.
for name, examples in (("docflow", 50), ("docflow-long", 100)):
    settings.register_profile(
        name, deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples
    )
settings.load_profile("docflow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run slow suites in their long form")


def pytest_xdist_auto_num_workers() -> int:
    """Let `-n auto` take one process more than there are cores: many tests wait for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    heed_interrupts()
    if config.getoption("--long"):
        settings.load_profile("docflow-long")


def heed_interrupts() -> None:
    """Let the commands that tests start hear Ctrl-C again.

    A shell starts what it puts into the background deaf to SIGINT, and whatever that starts inherits it:
    docflow, rightly, then stays deaf, and a test would wait for an end that never comes.
    """
    here = threading.current_thread() is threading.main_thread()
    if here and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether slow suites run in their long form."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the checkout; tests that use it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "data" / "boilerplate").is_dir():
        pytest.skip("the development data is not here")
    return folder


@pytest.fixture(autouse=True)
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run flows in the process of the tests; those of worker processes name the engine, or call a command."""
    monkeypatch.setattr(choose, "DEFAULT", choose.INLINE)


@pytest.fixture
def plant(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], None]:
    """Install a plugin: `plant("slow", source)` is namespace `slow` of distribution `docflow-slow 1.0`."""

    def install(namespace: str, source: str) -> None:
        site: Path = tmp_path_factory.mktemp("site")
        (site / f"planted_{namespace}.py").write_text(source, encoding="utf-8")
        info = site / f"docflow_{namespace}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: docflow-{namespace}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[docflow.plugins.v1]\n{namespace} = planted_{namespace}\n")
        monkeypatch.syspath_prepend(str(site))

    return install
