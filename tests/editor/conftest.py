"""Texts with a `¦` where the cursor is, analysed with the plugins that are installed."""

from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.editor.analysis import analyse
from docflow.editor.complete.complete import complete


@pytest.fixture(scope="session")
def catalog():
    return Catalog.installed()


@pytest.fixture
def at(catalog):
    """Analyse a text without its `¦`; returns the analysis and the offset of the `¦`."""

    def analysed(marked, *, file="main.flow", folder: Path | None = None, read=None):
        offset = marked.index("¦") if "¦" in marked else 0
        more = {"read": read} if read is not None else {}
        return analyse(marked.replace("¦", ""), file, catalog, folder=folder, **more), offset

    return analysed


@pytest.fixture
def proposals(at):
    """Complete at the `¦`; returns the proposals by label, in order."""

    def proposed(marked, **more):
        analysis, offset = at(marked, **more)
        return {item.label: item for item in complete(analysis, analysis.text, offset).items}

    return proposed
