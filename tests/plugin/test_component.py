"""The decorators: what they read of a class, and what they refuse."""

from typing import Literal

import pytest

from docflow import model
from docflow.errors import PluginError
from docflow.model import Type
from docflow.plugin import Cleaner, Example, Exporter, Extractor, Reader, component, function, option

EXAMPLE = (Example("a", "a"),)


def cleaner(**how: object) -> type[Cleaner]:
    @component("same", examples=EXAMPLE, **how)
    class Same(Cleaner):
        """Change nothing.

        Not even
        white space.
        """

        times: int = option(doc="How often.", default=1)
        mode: Literal["a", "b"] = option(doc="Which way.", primary=True)

        def clean(self, text: str) -> str:
            return text * self.times

    return Same


def test_a_component_is_described_by_its_class() -> None:
    spec = cleaner(
        version=3, cost="heavy", reads=("lang",), needs=("network",), deprecated="other"
    ).__component__
    assert (spec.name, spec.kind, spec.role, spec.version) == ("same", "cleaner", "step", 3)
    assert (spec.cost, spec.reads, spec.needs, spec.deprecated) == ("heavy", ("lang",), ("network",), "other")
    assert spec.summary == "Change nothing."
    assert "white space" in spec.manual
    assert [(o.name, str(o.type), o.required, o.primary) for o in spec.options] == [
        ("times", "int", False, False),
        ("mode", 'enum["a", "b"]', True, True),
    ]
    assert spec.primary is spec.option("mode")
    assert spec.option("gone") is None


def test_its_instances_are_frozen_values() -> None:
    cls = cleaner()
    assert cls(mode="a") == cls(mode="a", times=1) != cls(mode="b")
    with pytest.raises(AttributeError):
        cls(mode="a").times = 2
    with pytest.raises(TypeError):
        cls("a")
    assert hash(cls(mode="a")) == hash(cls(mode="a"))


def test_describing_registers_nothing() -> None:
    first, second = cleaner(), cleaner()
    assert first.__component__.cls is first
    assert second.__component__.cls is second


@pytest.mark.parametrize(
    ("base", "names"), [(Reader, ["path", "size"]), (Exporter, ["path", "size"]), (Extractor, ["size"])]
)
def test_readers_and_exporters_have_a_path(base: type, names: list[str]) -> None:
    body = {"__doc__": "Do.", "__annotations__": {"size": int}, "size": option(doc="Size.", default=1)}
    spec = component("x", examples=EXAMPLE)(type("X", (base,), body)).__component__
    assert [o.name for o in spec.options] == names
    if names[0] == "path":
        assert spec.options[0].primary
        assert spec.options[0].required
        assert spec.options[0].facts is None


def test_fields_that_are_written_have_types_of_the_language() -> None:
    @component("facts", writes={"lang": str | None, "tags": list[str], "raw": Type("any")}, examples=EXAMPLE)
    class Facts(Extractor):
        """Read."""

        def extract(self, doc):
            return {}

    assert Facts.__component__.writes == (
        ("lang", model.TEXT.maybe()),
        ("tags", model.list_of(model.TEXT)),
        ("raw", model.ANY),
    )
    assert Facts().fields() == dict(Facts.__component__.writes)


def test_no_documentation_no_component() -> None:
    class Bare(Cleaner):
        def clean(self, text: str) -> str:
            return text

    with pytest.raises(PluginError, match="'bare' needs a sentence of documentation"):
        component("bare", examples=EXAMPLE)(Bare)


def test_no_example_no_component() -> None:
    with pytest.raises(PluginError, match="'bare' needs at least one example"):
        component("bare")(type("Bare", (Cleaner,), {"__doc__": "Do."}))


def test_every_field_is_an_option() -> None:
    class Odd(Cleaner):
        """Do."""

        size: int = 3

        def clean(self, text: str) -> str:
            return text

    with pytest.raises(PluginError, match=r"the field Odd\.size is not declared with option"):
        component("odd", examples=EXAMPLE)(Odd)


def test_an_option_needs_words() -> None:
    with pytest.raises(PluginError, match="an option needs a sentence"):
        option(doc=" ")


def test_a_component_without_options_can_have_a_subclass_with_its_own_name() -> None:
    @component("child", examples=EXAMPLE)
    class Child(cleaner()):
        """Do more."""

    assert Child.__component__.name == "child"
    assert Child.__mro__[1].__component__.name == "same"


def test_a_function_is_described_by_its_signature() -> None:
    @function(examples=((("a", 2), "aa"),))
    def repeat_(text: str, times: int) -> str | None:
        """Return the text several times."""
        return text * times

    assert repeat_.name == "repeat"
    assert repeat_.parameters == (("text", model.TEXT), ("times", model.INT))
    assert repeat_.result == model.TEXT.maybe()
    assert [repeat_.call(*given) for given, _ in repeat_.examples] == ["aa"]
    assert function(examples=(((1,), 1),), name="same")(_documented).name == "same"


def _documented(value: int) -> int:
    """Return the value."""
    return value


def test_a_function_needs_documentation_and_an_example() -> None:
    def bare(value: int) -> int:
        return value

    for call, cases in ((bare, (((1,), 1),)), (_documented, ())):
        with pytest.raises(PluginError, match="needs a sentence of documentation and an example"):
            function(examples=cases)(call)


@pytest.mark.parametrize(
    ("type_", "hint"), [("text", "here str"), ("int?", r"here int \| None"), ("Any", "str, int, float")]
)
def test_a_type_of_the_language_is_no_type_of_python(type_, hint):
    with pytest.raises(PluginError, match=f"the field 'lang' the type .* in quotes; .*{hint}"):

        @component("odd", writes={"lang": type_}, examples=(EXAMPLE,))
        class Odd(Extractor):
            """Tell the language."""

            def extract(self, doc):
                return {}
