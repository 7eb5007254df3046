"""Python annotations as types of the language."""

import datetime
import enum
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Optional

import pytest
from attrs import frozen

from docflow import model
from docflow.errors import PluginError
from docflow.model import Glob, Place, Ratio, Regex, Size, Type
from docflow.plugin import Cleaner, Example, Filter, Reader, component, option
from docflow.plugin.spec import role_of, type_of


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@frozen
class Rule:
    name: str
    limit: int | None = None


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (str, "text"),
        (bool, "bool"),
        (int, "int"),
        (float, "float"),
        (datetime.date, "date"),
        (Path, "path"),
        (Place, "path"),
        (Regex, "regex"),
        (Size, "size"),
        (model.Duration, "duration"),
        (Ratio, "ratio"),
        (Glob, "glob"),
        (Any, "any"),
        (object, "any"),
        (type(None), "null"),
        (str | None, "text?"),
        (Optional[int], "int?"),  # noqa: UP045 - authors write it
        (tuple[str, ...], "list[text]"),
        (list[int | None], "list[int?]"),
        (Sequence[Regex], "list[regex]"),
        (frozenset[str], "list[text]"),
        (dict[str, float], "map[float]"),
        (Mapping[str, tuple[str, ...]], "map[list[text]]"),
        (Literal["a", "b"], 'enum["a", "b"]'),
        (Literal["a"] | None, 'enum["a"]?'),
        (Colour, 'enum["red", "blue"]'),
        (Rule, "{name: text, limit: int?}"),
        (tuple[Rule, ...], "list[{name: text, limit: int?}]"),
        (str | int, "text | int"),
        (typing.Union[str, Regex, None], "text | regex?"),  # noqa: UP007 - authors write it
    ],
)
def test_annotations(annotation: Any, text: str) -> None:
    assert str(type_of(annotation)) == text


@pytest.mark.parametrize("annotation", [bytes, complex, set[str], Cleaner, typing.Callable[[], None]])
def test_what_the_language_does_not_have_is_refused(annotation: Any) -> None:
    with pytest.raises(PluginError, match="has no counterpart in the language"):
        type_of(annotation)


def test_optional_union_is_optional_once() -> None:
    assert type_of(str | int | None) == Type("union", (model.TEXT, model.INT), optional=True)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("reader", "source"),
        ("source", "source"),
        ("exporter", "sink"),
        ("cleaner", "step"),
        ("corpus", "step"),
    ],
)
def test_roles(kind: str, role: str) -> None:
    assert role_of(kind) == role


@pytest.mark.parametrize(
    ("base", "namespace", "path"),
    [
        (Filter, "news", "news.x"),
        (Filter, "core", "core.x"),
        (Filter, "x", "x.x"),
        (Reader, "core", "x"),
        (Reader, "x", "x"),
        (Reader, "news", "news.x"),
    ],
)
def test_the_name_in_a_flow(base: type, namespace: str, path: str) -> None:
    from attrs import evolve

    spec = component("x", examples=(Example("", ""),))(type("X", (base,), {"__doc__": "Do."})).__component__
    assert evolve(spec, namespace=namespace).path == path


def test_options_in_order_with_defaults_and_secrets() -> None:
    @component("x", examples=(Example("", ""),))
    class X(Cleaner):
        """Do."""

        token: str = option(doc="Who.", secret=True)
        words: tuple[str, ...] = option(doc="Which.", default=("a",))
        fields_: dict[str, str] | None = option(doc="More.", default=None, alias="fields", deprecated="words")

        def clean(self, text: str) -> str:
            return text

    token, words, fields = X.__component__.options
    assert (token.name, token.secret, token.required) == ("token", True, True)
    assert (words.default, words.required, words.doc) == (("a",), False, "Which.")
    assert (fields.name, fields.default, fields.facts.deprecated) == ("fields", None, "words")
    assert X(token="t", fields={"a": "b"}).fields_ == {"a": "b"}
