"""The corpus: inputs that once broke something, or stand for a kind of attack; each file is a test.

A file is `corpus/TARGET/NAME`; its first byte chooses the variant of the target (see drive.py).
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent
FILES = sorted(path for path in (HERE / "corpus").glob("*/*") if path.is_file())


@pytest.fixture(scope="module")
def drive() -> ModuleType:
    name = "docflow_tests_fuzz_drive"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "drive.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_file_of_the_corpus_breaks_nothing(drive: ModuleType, path: Path, tmp_path: Path) -> None:
    drive.TARGETS[path.parent.name](path.read_bytes(), tmp_path)


def test_every_target_has_a_corpus(drive: ModuleType) -> None:
    assert {path.parent.name for path in FILES} == set(drive.TARGETS)
