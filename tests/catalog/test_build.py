"""From the call of a plan to a component."""

import pytest

from docflow.catalog.build import build
from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.model import Place
from docflow.plan.ir import Call
from docflow.plugin import Document, Example, Exporter, component, hookimpl, option


@component("lines", examples=(Example((Document("d", "a"),), b"a\n"),))
class Lines(Exporter):
    """Write texts."""

    end: str = option(doc="What ends a text.", default="\n")

    def encode(self, documents):
        return "".join(doc.text + self.end for doc in documents).encode()


@component("picky", examples=(Example((), b""),), version=3)
class Picky(Exporter):
    """Refuse everything."""

    def __attrs_post_init__(self) -> None:
        raise ValueError("never")

    def encode(self, documents):
        return b""


class Plugin:
    @hookimpl
    def docflow_components(self):
        return (Lines, Picky)


CATALOG = Catalog.of(core=Plugin())


def test_options_go_in_and_the_path_stays_with_the_engine() -> None:
    made = build(CATALOG, Call("core.lines", "exporter", (("path", Place("out.txt")), ("end", ";"))))
    assert made == Lines(end=";")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (Call("core.gone", "exporter"), "the plan needs `core.gone`"),
        (Call("gone.lines", "exporter"), "the plan needs `gone.lines`"),
        (Call("core.lines", "exporter", (("end", 5),)), "`core.lines` cannot be built: `end` takes text"),
        (Call("core.lines", "exporter", (("ends", ""),)), "has no argument `ends`"),
        (Call("core.lines", "reader"), "the plan needs `core.lines`"),
        (Call("core.picky", "exporter", version=3), "failed with these arguments: ValueError: never"),
        (Call("core.picky", "exporter", version=2), "version 2 of `core.picky`, version 3 is installed"),
    ],
)
def test_what_cannot_be_built_is_named(call: Call, said: str) -> None:
    with pytest.raises(PluginError) as caught:
        build(CATALOG, call)
    assert said in caught.value.message
    assert caught.value.namespace == call.component.partition(".")[0]


def test_a_component_of_another_kind_is_refused(install) -> None:
    install("acme-news", "acme")
    catalog = Catalog.installed()
    assert build(catalog, Call("acme.upper", "cleaner", (("times", 2),))).times == 2  # type: ignore[attr-defined]
    with pytest.raises(PluginError, match="the plan takes it for a filter, it is a cleaner") as caught:
        build(catalog, Call("acme.upper", "filter"))
    assert caught.value.distribution == "acme-news 1.0"
    with pytest.raises(PluginError, match="too often"):
        build(catalog, Call("acme.upper", "cleaner", (("times", 10),)))
