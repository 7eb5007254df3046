"""Values of the language become the Python fields of a component, and come back."""

import datetime
import enum
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from docflow.errors import PluginError
from docflow.model import Duration, Glob, Place, Ratio, Regex, Size
from docflow.plugin import Cleaner, Example, Reader, component, option
from docflow.plugin.convert import OptionError, build, read_back, read_options, to_python


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@frozen
class Rule:
    name: str
    patterns: tuple[str | Regex, ...] = ()
    colour: Colour = Colour.RED


def _faulty(value: bool) -> str | None:
    return str(1 / 0) if value else None


@component("all", examples=(Example("a", "a"),))
class Everything(Cleaner):
    """Has an option of every type."""

    text: str = option(doc="t", default="", check=lambda v: "it is too long" if len(v) > 50 else None)
    whole: int = option(doc="t", default=0)
    number: float = option(doc="t", default=0.0)
    yes: bool = option(doc="t", default=False, check=_faulty)
    share: Ratio = option(doc="t", default=Ratio(0.0))
    size: Size = option(doc="t", default=Size(0))
    wait: Duration = option(doc="t", default=Duration(0.0))
    day: datetime.date | None = option(doc="t", default=None)
    folder: Path = option(doc="t", default=Path("x"))
    place: Place = option(doc="t", default=Place("x"))
    pattern: Regex = option(doc="t", default=Regex("x"))
    mode: Literal["a", "b"] = option(doc="t", default="a")
    colour: Colour = option(doc="t", default=Colour.RED)
    words: tuple[str, ...] = option(doc="t", default=())
    many: Sequence[int] = option(doc="t", default=())
    bag: frozenset[str] = option(doc="t", default=frozenset())
    table: Mapping[str, float] = option(doc="t", default={})
    rules: tuple[Rule, ...] = option(doc="t", default=())
    either: str | tuple[str, ...] = option(doc="t", default="")
    columns: Mapping[str, str] = option(doc="t", default={}, alias="fields")
    key: str = option(doc="t", default="", secret=True)

    def __attrs_post_init__(self) -> None:
        if self.whole == 13:
            raise PluginError("13 does not fit")
        if self.whole == 14:
            raise ValueError("broken")

    def clean(self, text: str) -> str:
        return text


SPEC = Everything.__component__
WORDS = st.text("abc ", max_size=5)
RULE = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "patterns": st.lists(st.one_of(WORDS, WORDS.map(Regex))).map(tuple),
        "colour": st.sampled_from(["red", "blue"]),
    },
)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "text": WORDS,
        "whole": st.integers().filter(lambda n: n not in (13, 14)),
        "number": NUMBER,
        "yes": st.just(False),
        "share": NUMBER,
        "size": st.integers(0),
        "wait": NUMBER,
        "day": st.one_of(st.none(), st.dates()),
        "folder": st.just(Place("a/b")),
        "place": st.builds(Place, WORDS, st.sampled_from(["flow", "caller"])),
        "pattern": st.builds(Regex, WORDS, st.sampled_from(["", "im"])),
        "mode": st.sampled_from(["a", "b"]),
        "colour": st.sampled_from(["red", "blue"]),
        "words": st.lists(WORDS).map(tuple),
        "many": st.lists(st.integers()).map(tuple),
        "bag": st.lists(WORDS, unique=True).map(lambda w: tuple(sorted(w, key=repr))),
        "table": st.dictionaries(WORDS, NUMBER),
        "rules": st.lists(RULE, max_size=2).map(tuple),
        "either": st.one_of(WORDS, st.lists(WORDS).map(tuple)),
        "fields": st.dictionaries(WORDS, WORDS),
    },
)


@given(OPTIONS)
def test_a_component_is_rebuilt_from_what_is_read_back(options: dict[str, Any]) -> None:
    made = build(SPEC, options)
    back = read_options(made)
    assert build(SPEC, back) == made
    for name, value in options.items():
        if name != "rules":
            assert back[name] == value
    for given_rule, rule in zip(options.get("rules", ()), back["rules"], strict=True):  # type: ignore[call-overload]
        assert given_rule.items() <= rule.items()


def test_values_take_the_python_type_of_the_annotation() -> None:
    made = build(
        SPEC,
        {
            "number": 3,
            "folder": Place("a"),
            "colour": "blue",
            "bag": ("x", "y"),
            "rules": ({"name": "r", "patterns": (Regex("a"),)},),
            "key": object,
        },
    )
    assert isinstance(made, Everything)
    assert (made.number, type(made.number)) == (3.0, float)
    assert made.folder == Path("a")
    assert made.colour is Colour.BLUE
    assert made.bag == {"x", "y"}
    assert made.rules == (Rule("r", (Regex("a"),)),)
    assert made.key is object


@pytest.mark.parametrize(
    ("options", "option_", "kind", "sentence"),
    [
        ({"nope": 1}, "nope", "unknown", "no argument `nope`"),
        ({"whole": "x"}, "whole", "type", '"x" is not a whole number'),
        ({"whole": True}, "whole", "type", "True is not a whole number"),
        ({"yes": 1}, "yes", "type", "not true or false"),
        ({"mode": "c"}, "mode", "type", 'none of "a", "b"'),
        ({"colour": "green"}, "colour", "type", 'none of "red", "blue"'),
        ({"words": "a"}, "words", "type", "not a list"),
        ({"words": (1,)}, "words", "type", "not a text"),
        ({"table": ()}, "table", "type", "not a map"),
        ({"rules": ({},)}, "rules", "type", "it needs `name`"),
        ({"rules": ({"name": "a", "x": 1},)}, "rules", "type", "no `x` in it"),
        ({"rules": ("a",)}, "rules", "type", "not a map"),
        ({"day": "2020"}, "day", "type", "not a date"),
        ({"pattern": "x"}, "pattern", "type", "not a regex"),
        ({"place": 1}, "place", "type", "not a path"),
        ({"either": 1}, "either", "type", "not a text; 1 is not a list"),
        ({"text": "x" * 51}, "text", "range", "it is too long"),
        ({"whole": 13}, "", "component", "13 does not fit"),
        ({"whole": 14}, "", "component", "failed with these arguments: ValueError: broken"),
        ({"yes": True}, "yes", "range", "the check of `yes` failed with these arguments: ZeroDivisionError"),
    ],
)
def test_a_wrong_option_is_named_with_a_sentence(
    options: dict[str, object], option_: str, kind: str, sentence: str
) -> None:
    with pytest.raises(OptionError) as caught:
        build(SPEC, options)
    assert (caught.value.option, caught.value.kind) == (option_, kind)
    assert sentence in caught.value.message


@component("rows", examples=(Example(b"", ()),))
class Rows(Reader):
    """Read."""

    key: str = option(doc="The key.")

    def read(self, stream: BinaryIO, file: Any) -> Any:
        return iter(())


def test_the_implicit_path_is_the_engines_and_required_options_are_asked_for() -> None:
    assert build(Rows.__component__, {"path": Place("x"), "key": "k"}) == Rows(key="k")
    with pytest.raises(OptionError, match=r"`rows` needs `key`: The key\.") as caught:
        build(Rows.__component__, {"path": Place("x")})
    assert caught.value.kind == "missing"


def test_a_glob_is_text_and_an_annotation_without_counterpart_is_refused() -> None:
    assert to_python(Place("*.txt"), Glob) == "*.txt"
    with pytest.raises(TypeError, match="no value fits"):
        to_python(1, complex)


def test_reading_back_knows_what_python_has() -> None:
    value = {"a": [Path("x"), Colour.RED], "b": frozenset({"z", "y"})}
    assert read_back(value) == {"a": (Place("x"), "red"), "b": ("y", "z")}
