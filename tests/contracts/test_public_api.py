"""What others may import is listed, exists, has a docstring, and is named in the docs."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import docflow
import docflow.plugin

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(docflow.__path__, "docflow.")
    if found.name != "docflow.__main__"
)
DOCS = {docflow: "flows.md", docflow.plugin: "plugins.md"}


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_exports_is_there_and_documented(name: str) -> None:
    module = importlib.import_module(name)
    if not re.sub(r'\A""".*?"""', "", inspect.getsource(module), flags=re.S).strip():
        assert module.__doc__  # a room without code of its own says what it is
        return
    assert module.__doc__
    for public in module.__all__:
        value = getattr(module, public)
        if (inspect.isclass(value) or inspect.isfunction(value)) and not inspect.isbuiltin(value):
            assert inspect.getdoc(value), f"{name}.{public} has no docstring"


@pytest.mark.parametrize("module", DOCS, ids=lambda module: module.__name__)
def test_every_public_name_is_in_the_docs(module: ModuleType) -> None:
    page = (ROOT / "docs" / DOCS[module]).read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", page))
    assert [name for name in module.__all__ if name not in words] == []


@pytest.mark.parametrize("module", DOCS, ids=lambda module: module.__name__)
def test_first_lines_are_sentences(module: ModuleType) -> None:
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            first = (inspect.getdoc(value) or "").splitlines()[0]
            assert re.match(r"[A-Z`].*[.?:]", first), f"{name}: {first}"
