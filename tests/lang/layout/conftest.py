"""Every flow of the tree: files, and the blocks in pages; and the generator of flows."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docflow.catalog.catalog import Catalog

ROOT = Path(__file__).resolve().parents[3]
FENCE = re.compile(r"^(?P<fence>`{3,})flow[^\n]*\n(?P<body>.*?)^(?P=fence)$", re.M | re.S)
PAGES = [
    "README.md",
    "pipelines/*.md",
    "docs/*.md",
    "plugins/*/README.md",
    "docflow/lang/pages/*.md",
]


@pytest.fixture(scope="session")
def installed() -> Catalog:
    """The installed plugins."""
    return Catalog.installed()


@pytest.fixture(scope="session")
def written() -> dict[str, str]:
    """Every flow of the tree, by where it stands; line ends as they are."""
    found = {str(path.relative_to(ROOT)): raw(path) for path in sorted(ROOT.rglob("*.flow")) if kept(path)}
    for pattern in PAGES:
        for page in sorted(ROOT.glob(pattern)):
            for number, block in enumerate(FENCE.finditer(raw(page)), 1):
                found[f"{page.relative_to(ROOT)}#{number}"] = block["body"]
    return found


def raw(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def kept(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(ROOT).parts)


@pytest.fixture(scope="session")
def flows() -> ModuleType:
    """The module `tests/lang/flow_strategies.py`; tests are no package, so it is loaded from its file."""
    name = "flow_strategies"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "lang" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
