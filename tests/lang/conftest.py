"""Small plugins for the checker's tests: built-in ones of another making, and one called `news`."""

import types
from collections.abc import Iterable, Mapping

import pytest

from docflow.catalog.catalog import Catalog
from docflow.lang.elaborate import Elaborated, Values, elaborate
from docflow.lang.syntax.parse import parse
from docflow.plugin import (
    KEEP,
    Cleaner,
    Corpus,
    Document,
    Drop,
    Example,
    Exporter,
    Extractor,
    Filter,
    Keep,
    LineRule,
    LineRules,
    Reader,
    Type,
    component,
    function,
    hookimpl,
    option,
)
from docflow.plugin.typetext import type_from_text

SAME = (Example("a", "a"),)


@component("files", examples=(Example(b"a", ("a",)),))
class Files(Reader):
    """Read files of any known kind."""

    def read(self, stream, file):
        yield Document(file.stem, stream.read().decode())


@component("text", examples=(Example(b"a", ("a",)),))
class Texts(Reader):
    """Read a text file as one document."""

    suffixes = (".txt",)

    def read(self, stream, file):
        yield Document(file.stem, stream.read().decode())


@component("jsonl", examples=(Example(b"{}", ()),), open_fields=True)
class Records(Reader):
    """Read JSON lines."""

    suffixes = (".jsonl",)
    text: str = option(doc="The key of the text.", default="text")

    def read(self, stream, file):
        yield from ()


@component("table", examples=(Example(b"", ()),))
class Table(Reader):
    """Read a table whose columns are declared."""

    columns: Mapping[str, str] = option(doc="The columns with their types.", default={})

    def fields(self) -> Mapping[str, Type]:
        return {name: type_from_text(text) for name, text in self.columns.items()}

    def read(self, stream, file):
        yield from ()


@component("jsonl", examples=(Example((), b""),))
class Lines(Exporter):
    """Write JSON lines."""

    def encode(self, documents):
        return b""


@component("markdown", examples=(Example((), b""),))
class Markdown(Exporter):
    """Write one Markdown file a document."""

    layout = "folder"

    def encode(self, documents):
        return b""


@function(examples=((("A",), "a"),))
def lower(text: str) -> str:
    """The text in small letters."""
    return text.lower()


@component("unicode", examples=SAME)
class Unicode(Cleaner):
    """Mend the characters."""

    def clean(self, text: str) -> str:
        return text


@component("whitespace", examples=SAME)
class Whitespace(Cleaner):
    """Mend white space."""

    max_blank: int = option(doc="The most blank lines in a row.", default=1)

    def clean(self, text: str) -> str:
        return text


@component("exact", examples=(Example(("a",), ("a",)),))
class Exact(Corpus):
    """Keep one of equal texts."""

    def observe(self, doc: Document):
        return doc.text

    def reduce(self, sketches: Iterable[tuple[int, object]]):
        return None

    def apply(self, doc: Document, position: int, state: object):
        return doc


@component("residue", examples=SAME)
class Residue(LineRules):
    """Drop what is not the article."""

    extra: tuple[str, ...] = option(doc="More phrases.", default=())

    def rules(self):
        return (LineRule("none", phrases=("x",)),)


@component("dateline", writes={"publisher": str | None, "published": str}, examples=(Example("a", {}),))
class Dateline(Extractor):
    """Read the dateline."""

    def extract(self, doc: Document):
        return {}


@component("score", reads=("lang",), writes={"score": float}, examples=(Example("a", {}),))
class Score(Extractor):
    """Score a document by its language."""

    def extract(self, doc: Document):
        return {}


@component("lang", writes={"lang": str}, examples=(Example("a", {}),))
class Lang(Extractor):
    """Tell the language."""

    def extract(self, doc: Document):
        return {}


@component("long", examples=(Example("a", "keep"),), deprecated="news.residue")
class Long(Filter):
    """Keep long documents."""

    def judge(self, doc: Document) -> Keep | Drop:
        return KEEP


def plugin(*components, functions=(), checks=None):
    module = types.ModuleType("sample_plugin")

    @hookimpl
    def docflow_components():
        return components

    @hookimpl
    def docflow_functions():
        return functions

    module.docflow_components, module.docflow_functions = docflow_components, docflow_functions
    if checks is not None:
        module.docflow_checks = hookimpl(checks)
    return module


@pytest.fixture
def planted():
    """Make a plugin module of components, functions and checks."""
    return plugin


def sample(**more) -> Catalog:
    core = plugin(Files, Texts, Records, Table, Lines, Markdown, functions=(lower,))
    clean = plugin(Unicode, Whitespace)
    news = plugin(Residue, Dateline, Score, Lang, Long)
    return Catalog.of(**{"core": core, "clean": clean, "dedup": plugin(Exact), "news": news, **more})


@pytest.fixture
def catalog():
    """Make a catalog of the planted plugins, with more of them by namespace."""
    return sample


@pytest.fixture
def made(catalog):
    """Elaborate a text with the planted plugins."""

    def elaborated(
        text: str, values: Values | None = None, *, folder=None, flow=None, plugins=None
    ) -> Elaborated:
        parsed = parse(text, "main.flow")
        found = plugins or catalog()
        result = elaborate(parsed.program, found, folder=folder, values=values, flow=flow)
        assert parsed.diagnostics == ()
        return result

    return elaborated


@pytest.fixture
def codes(made):
    """Return the codes that a text gives, in order."""

    def found(text: str, **more) -> list[str]:
        return [d.code for d in made(text, **more).diagnostics]

    return found


@pytest.fixture(scope="session")
def sample_catalog() -> Catalog:
    """The planted plugins, made once: for laws that run many times."""
    return sample()
