"""What plugins say at the end of a cleaning: asked once, bounded, harmless where it fails."""

import json
import types
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.cli.remarks import LINES, MOST, remarks
from docflow.plugin import Cleaned, Cleaner, Example, component, hookimpl

STEPS = ("sample.tidy",)


@component("tidy", examples=(Example("a", "a"),), everyday=True)
class Tidy(Cleaner):
    """Do nothing."""

    def clean(self, text: str) -> str:
        return text


def catalog(say: Callable[[Cleaned], Iterable[str]]) -> Catalog:
    module = types.ModuleType("sample_plugin")
    module.docflow_components = hookimpl(lambda: (Tidy,))  # type: ignore[attr-defined]
    module.docflow_cleaned = hookimpl(lambda cleaned: list(say(cleaned)))  # type: ignore[attr-defined]
    own = {
        each.name: import_module(each.value)
        for each in entry_points(group="docflow.plugins.v1")
        if each.dist is not None and each.dist.name == "docflow-core"
    }
    return Catalog.of(**own, sample=module)


@pytest.fixture
def cleaned(tmp_path: Path) -> Path:
    path = tmp_path / "after.jsonl"
    rows = [{"id": str(n), "text": "t", "source": "a.txt", "url": "u"} for n in range(MOST + 5)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_plugin_sees_the_documents_from_the_start_each_time(cleaned: Path) -> None:
    def say(given: Cleaned) -> Iterable[str]:
        first = next(given.read())
        yield f"{given.inputs} {first.id} {first.source} {first.fields} {sum(1 for _ in given.read())}"

    assert remarks(catalog(say), STEPS, ["x"], cleaned) == [f"('x',) 0 a.txt {{'url': 'u'}} {MOST}"]


def test_what_it_says_is_bounded_and_harmless(cleaned: Path) -> None:
    said = remarks(catalog(lambda _: ["\x1b[2J::x"] * 1_000), STEPS, [], cleaned)
    assert len(said) == LINES
    assert all("\x1b" not in line for line in said)


def test_a_plugin_that_fails_costs_nothing(cleaned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def say(_: Cleaned) -> Iterable[str]:
        raise RuntimeError("no\x1b[2J luck")

    assert remarks(catalog(say), STEPS, [], cleaned) == []
    assert "the plugin `sample` failed after cleaning: no" in capsys.readouterr().err


def test_without_documents_there_is_nothing_to_say(tmp_path: Path) -> None:
    ids = catalog(lambda given: [doc.id for doc in given.read()])
    assert remarks(ids, STEPS, [], tmp_path / "none") == []
