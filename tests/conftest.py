"""What all tests share: the switch for long runs and the place of the development data."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run slow suites in their long form")


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
