"""Looking components up by the names that flows and plans use."""

import types

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.plugin import Cleaner, Document, Example, Reader, component, function, hookimpl


def reader(name: str, *suffixes: str) -> type:
    cls = type(
        name.title(),
        (Reader,),
        {"__doc__": "Read.", "read": lambda self, stream, file: iter(()), "suffixes": suffixes},
    )
    return component(name, examples=(Example(b"", ()),))(cls)


def plugin(*classes: type, functions: tuple[object, ...] = ()) -> types.SimpleNamespace:
    found = types.SimpleNamespace()
    found.docflow_components = hookimpl(specname="docflow_components")(lambda: classes)
    found.docflow_functions = hookimpl(specname="docflow_functions")(lambda: functions)
    return found


@component("same", examples=(Example("a", "a"),))
class Same(Cleaner):
    """Change nothing."""

    def clean(self, text: str) -> str:
        return text


@function(examples=((("a",), "A"),))
def upper(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


@pytest.fixture
def catalog() -> Catalog:
    core = plugin(reader("jsonl", ".jsonl"), reader("files"), functions=(upper,))
    return Catalog.of(
        core=core, warc=plugin(reader("warc", ".warc"), Same), news=plugin(Same, functions=(upper,))
    )


@pytest.mark.parametrize(
    ("role", "path", "found"),
    [
        ("source", ("jsonl",), "core.jsonl"),
        ("source", ("core", "jsonl"), "core.jsonl"),
        ("source", ("warc",), "warc.warc"),
        ("source", ("warc", "warc"), "warc.warc"),
        ("step", ("news", "same"), "news.same"),
        ("step", ("same",), None),
        ("sink", ("jsonl",), None),
        ("step", ("news", "other"), None),
        ("step", ("nowhere", "same"), None),
        ("step", ("a", "b", "c"), None),
    ],
)
def test_a_name_in_a_flow(catalog: Catalog, role: str, path: tuple[str, ...], found: str | None) -> None:
    spec = catalog.find(role, path)
    assert (f"{spec.namespace}.{spec.name}" if spec else None) == found


def test_a_name_in_a_plan(catalog: Catalog) -> None:
    assert catalog.component("step", "news.same").cls is Same
    with pytest.raises(PluginError, match=r"the plan needs `news\.gone`, which is not installed") as caught:
        catalog.component("step", "news.gone")
    assert caught.value.code == "DF0501"


def test_the_readers_that_files_may_choose_from(catalog: Catalog) -> None:
    assert [spec.name for spec in catalog.readers(("core", "news", "warc"))] == ["jsonl", "warc"]


def test_functions_by_their_names_in_expressions(catalog: Catalog) -> None:
    assert set(catalog.functions()) == {"upper"}
    assert set(catalog.functions(("news", "warc"))) == {"upper", "news.upper"}
    assert catalog.callables(("news",))["news.upper"]("a") == "A"


def test_all_specs(catalog: Catalog) -> None:
    assert catalog.names() == ("core", "news", "warc")
    assert {f"{s.namespace}.{s.name}" for s in catalog.specs()} == {
        "core.jsonl",
        "core.files",
        "news.same",
        "warc.warc",
        "warc.same",
    }


def test_an_unknown_namespace_is_none() -> None:
    assert Catalog.of().namespace("news") is None
    assert Catalog.of().provider("news") is None


def test_a_component_runs(catalog: Catalog) -> None:
    assert catalog.component("step", "news.same").cls().clean("x") == Document("d", "x").text
