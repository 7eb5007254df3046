"""The default flow: the steps of installed plugins; those of pages only where there are pages."""

import types
from pathlib import Path
from typing import Any, ClassVar

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.everyday import everyday, suffixes_of
from docflow.plugin import Cleaner, Example, Reader, component, hookimpl

ANY = (Example("a", "a"),)


@component("pages", examples=ANY, everyday=True)
class Pages(Reader):
    """Read pages."""

    suffixes: ClassVar[tuple[str, ...]] = (".page",)

    def read(self, stream: Any, file: Any) -> Any:
        return iter(())


@component("article", examples=ANY, everyday=True)
class Article(Cleaner):
    """Find the article."""

    def clean(self, text: str) -> str:
        return text


@component("tidy", examples=ANY, everyday=True)
class Tidy(Cleaner):
    """Tidy up."""

    def clean(self, text: str) -> str:
        return text


@component("seldom", examples=ANY)
class Seldom(Cleaner):
    """Takes no part."""

    def clean(self, text: str) -> str:
        return text


def _plugin(*components: type) -> types.ModuleType:
    module = types.ModuleType("planted")
    module.docflow_components = hookimpl(lambda: components)  # type: ignore[attr-defined]
    return module


@pytest.fixture
def catalog() -> Catalog:
    return Catalog.of(paper=_plugin(Pages, Article), tidying=_plugin(Tidy, Seldom))


def test_everyday_steps_stand_between_the_built_in_ones(catalog: Catalog) -> None:
    made = everyday(catalog, {".txt"}).flow(('files("in")',), 'text("out")')
    assert made == 'from files("in") | clean.unicode | tidying.tidy | clean.whitespace | to text("out")'


def test_a_plugin_with_a_reader_takes_part_where_there_are_files_for_it(catalog: Catalog) -> None:
    made = everyday(catalog, {".page"})
    assert made.uses == ("paper",)
    assert made.steps == ("clean.unicode", "paper.article", "tidying.tidy", "clean.whitespace")
    assert made.flow(('files("in")',), 'text("out")').startswith('use paper from files("in") | clean.unicode')
    assert made.preview(("a", "b"), "c", "d").startswith(
        "use paper from a, b | tee { | to c } | clean.unicode"
    )


def test_its_steps_are_for_its_files_alone(catalog: Catalog) -> None:
    made = everyday(catalog, {".txt", ".page"})
    assert made.steps == ("clean.unicode", "paper.article", "tidying.tidy", "clean.whitespace")
    assert made.written[1] == r'when doc.source matches re"\.(page)(\.[a-z]+)?$"i { | paper.article }'


def test_suffixes_are_those_of_the_files_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.PAGE.gz", "c"):
        (tmp_path / name).write_text("")
    assert suffixes_of(["."], tmp_path) == {".txt", ".page", ""}
    assert suffixes_of(["*.txt", "gone"], tmp_path) == {".txt"}
