"""Golden files of what is said about plugins: `diagnostics/plugins/DFxxxx-*.flow`, with plugins at hand.

The plugin `odd` has what a plugin may get wrong or declare; `gone`, `old` and `twice` cannot be used at all.
`DOCFLOW_ACCEPT=1` writes the printed texts anew.
"""

import os
import types
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.catalog.discover import GROUP, Provider
from docflow.catalog.points import Point
from docflow.flowfile.file import FlowFile
from docflow.plugin import Cleaner, Example, Hazard, component, hookimpl, option
from docflow.report.diagnostics import render

FOLDER = Path(__file__).parent / "diagnostics" / "plugins"
FLOWS = sorted(FOLDER.glob("DF*.flow"))
SAME = (Example("a", "a"),)


class _Same(Cleaner):
    def clean(self, text: str) -> str:
        return text


@component("remove", examples=SAME)
class Remove(_Same):
    """Remove lines."""


@component("lines", examples=SAME)
class Lines(_Same):
    """Read the lines that `remove` takes away."""


@component("sweep", examples=SAME, deprecated="odd.remove")
class Sweep(_Same):
    """Remove lines, as it was done before."""


@component("send", examples=SAME)
class Send(_Same):
    """Ask a service."""

    key: str = option(doc="The key of the service.", default="", secret=True)
    limit: int = option(doc="How many.", default=1)
    most: int = option(doc="How many.", default=1, deprecated="limit")


def hazards(program):
    for step in program.steps:
        if step.component == "odd.lines" and any(s.component == "odd.remove" for s in program.before(step)):
            yield Hazard(step, f"`{step.id}` reads lines that are removed before it", "put it first")


def module(**hooks: object) -> types.ModuleType:
    made = types.ModuleType("odd")
    for name, answer in hooks.items():
        setattr(made, name, hookimpl(answer))
    return made


class Planted(Point):
    """An entry point of a plugin at hand."""

    def load(self) -> object:
        if self.name == "gone":
            raise ImportError("no module named polars")
        if self.name == "old":
            return module(docflow_nothing=lambda: ())
        return module(
            docflow_components=lambda: [Remove, Lines, Sweep, Send],
            docflow_checks=hazards,
        )


@pytest.fixture(scope="module")
def plugins() -> Catalog:
    own = [e for e in entry_points(group=GROUP) if e.dist is not None and e.dist.name == "docflow-core"]
    held = {
        name: (Provider(name, f"docflow-{name}", "1.2", Planted(GROUP, name, f"{name}.module")),)
        for name in ("odd", "gone", "old")
    }
    held["twice"] = tuple(
        Provider("twice", dist, "0.3", Planted(GROUP, "twice", "twice.module"))
        for dist in ("docflow-one", "docflow-two")
    )
    core = Catalog.of(**{each.name: import_module(each.value) for each in own})
    made = Catalog(held, lambda _: None)
    for each in own:
        made._loaded[each.name] = core.namespace(each.name)
    return made


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_what_is_printed(path: Path, plugins: Catalog) -> None:
    made = FlowFile(path.read_text("utf-8"), path.name, FOLDER, plugins).check()
    printed = render(made.diagnostics, made.sources)
    assert path.stem[:6] in {each.code for each in made.diagnostics}
    golden = path.with_suffix(".txt")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")
