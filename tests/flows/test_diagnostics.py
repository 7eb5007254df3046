"""Golden files of diagnostics: `diagnostics/DFxxxx-*.flow` with what is printed for it in `.txt`.

Each file is parsed and elaborated with the built-in plugins, as `docflow check` does it. Flows that are
included stand in `diagnostics/parts/`. `DOCFLOW_ACCEPT=1` writes the printed texts anew: read the diff.
"""

import os
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.lang.elaborate import elaborate
from docflow.lang.findings import settled
from docflow.lang.syntax.parse import parse
from docflow.report.diagnostics import render

FOLDER = Path(__file__).parent / "diagnostics"
FLOWS = sorted(FOLDER.glob("DF*.flow"))


@pytest.fixture(scope="session")
def builtin() -> Catalog:
    """The plugins of docflow itself: what is printed must not depend on what else is installed."""
    found = entry_points(group="docflow.plugins.v1")
    modules = {each.name: each.value for each in found if each.dist and each.dist.name == "docflow-core"}
    present = {name: value for name, value in modules.items() if find_spec(value)}
    return Catalog.of(**{name: import_module(value) for name, value in present.items()})


def check(path: Path, catalog: Catalog) -> tuple[tuple[Diagnostic, ...], str]:
    """Return the findings of a flow file and their printed text."""
    text = path.read_bytes().decode("utf-8")
    parsed = parse(text, path.name)
    elaborated = elaborate(parsed.program, catalog, folder=path.parent)
    sources = {path.name: text, **elaborated.sources}
    found = settled(parsed.diagnostics, elaborated.diagnostics, sources, path.name)
    return found, render(found, sources)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_what_is_printed(path: Path, builtin: Catalog) -> None:
    found, printed = check(path, builtin)
    assert path.stem[:6] in {each.code for each in found}
    golden = path.with_suffix(".txt")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")


def test_every_printed_text_has_its_flow() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in FLOWS}
    assert len(FLOWS) >= 20
