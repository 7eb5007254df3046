"""A bench whose components can be broken and mended."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


def _shaky() -> ModuleType:
    name = "docflow_tests_shaky"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("shaky.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def shaky() -> Iterator[ModuleType]:
    module = _shaky()
    module.BROKEN.clear()
    module.CALLS.clear()
    yield module
    module.BROKEN.clear()
