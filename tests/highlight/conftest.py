"""The flows of the tree that have no mistake of syntax, and the engine that runs TextMate grammars."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from docflow.lang.syntax.parse import parse

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every flow file of the tree, right or wrong, by its path."""
    return {str(p.relative_to(ROOT)): p.read_bytes().decode("utf-8") for p in sorted(ROOT.rglob("*.flow"))}


@pytest.fixture(scope="session")
def right(texts: dict[str, str]) -> dict[str, str]:
    """Those without a mistake of syntax."""
    found = {path: text for path, text in texts.items() if not parse(text, path).diagnostics}
    assert len(found) > 100
    return found


@pytest.fixture(scope="session")
def engine() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "textmate_engine", Path(__file__).parent / "textmate_engine.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
