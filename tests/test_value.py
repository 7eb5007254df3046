"""`docflow.value.frozen` holds what `attrs.frozen` promises; attrs itself is the measure."""

from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow import value


class _Pair:
    """Two fields with defaults behind one without."""

    kind: ClassVar[str] = "pair"
    name: str
    size: int = 0
    parts: tuple[object, ...] = ()

    @property
    def twice(self) -> int:
        """Methods stay."""
        return self.size * 2


def made(frozen: Any) -> Any:
    """Return a fresh class of the same body, decorated."""
    body = {name: part for name, part in vars(_Pair).items() if name not in ("__dict__", "__weakref__")}
    return frozen(type("Pair", (), body))


OURS, THEIRS = made(value.frozen), made(attrs.frozen(slots=False))
NAMES = ("name", "size", "parts", "other")
words = st.text(max_size=2)
fields = st.tuples(words, st.integers(0, 2), st.tuples(words))


def outcome(call: Any) -> object:
    """Return what a call gives, or the kind of its error."""
    try:
        return call()
    except (TypeError, AttributeError) as error:
        return type(error)


@given(st.lists(st.integers(0, 2), max_size=4), st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2)))
def test_calls_bind_as_in_attrs(args: list[int], given_: dict[str, int]) -> None:
    ours, theirs = (outcome(lambda cls=cls: repr(cls(*args, **given_))) for cls in (OURS, THEIRS))
    assert ours == theirs


@given(fields, fields)
def test_equal_when_the_fields_are(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    assert (OURS(*one) == OURS(*two)) == (THEIRS(*one) == THEIRS(*two)) == (one == two)
    if one == two:
        assert hash(OURS(*one)) == hash(OURS(*two))


def test_values_of_two_classes_are_never_equal() -> None:
    twin = made(value.frozen)
    assert OURS("a") != twin("a")
    assert len({OURS("a"), twin("a"), OURS("a")}) == 2


@given(fields, st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2)))
def test_evolve_is_that_of_attrs(start: tuple[Any, ...], changes: dict[str, int]) -> None:
    expected = outcome(lambda: repr(attrs.evolve(THEIRS(*start), **changes)))
    assert outcome(lambda: repr(value.evolve(OURS(*start), **changes))) == expected
    assert outcome(lambda: repr(attrs.evolve(OURS(*start), **changes))) == expected
    assert outcome(lambda: repr(value.evolve(THEIRS(*start), **changes))) == expected


def test_nothing_can_be_set_or_deleted() -> None:
    pair = OURS("a")
    for name in ("name", "other"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(pair, name, 1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del pair.name


def test_attrs_finds_its_way() -> None:
    assert attrs.has(OURS)
    ours, theirs = ([(f.name, f.default, f.type, f.alias) for f in attrs.fields(c)] for c in (OURS, THEIRS))
    assert ours == theirs
    assert attrs.asdict(OURS("a", 1, (OURS("b"),))) == attrs.asdict(THEIRS("a", 1, (THEIRS("b"),)))


def test_methods_class_variables_and_patterns_stay() -> None:
    match OURS("a", 2):
        case OURS(name, size):
            assert (name, size, OURS(name, size).twice, OURS.kind) == ("a", 2, 4, "pair")


def test_what_a_class_writes_itself_stays() -> None:
    @value.frozen
    class Odd:
        """Equal to all of its kind."""

        size: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Odd)

        def __hash__(self) -> int:
            return 1

    assert Odd(1) == Odd(2)


def test_no_fields_at_all() -> None:
    @value.frozen
    class Nothing:
        """A value without parts."""

    assert Nothing() == Nothing()
    assert repr(Nothing()).endswith("Nothing()")


def test_a_field_of_attrs_is_refused() -> None:
    with pytest.raises(TypeError, match="needs attrs itself"):

        @value.frozen
        class Late:
            """Its default is made by attrs."""

            names: list[str] = attrs.field(factory=list)


@pytest.mark.parametrize("cls", [OURS, THEIRS, str])
def test_the_defaults_are_those_of_attrs(cls: Any) -> None:
    theirs = {each.name: each.default for each in getattr(cls, "__attrs_attrs__", ())}
    assert (value.defaults_of(cls) or {}) == theirs


def test_asking_for_defaults_makes_no_class_of_attrs(monkeypatch: pytest.MonkeyPatch) -> None:
    cls = made(value.frozen)
    monkeypatch.setattr(attrs, "make_class", None)
    assert value.defaults_of(cls) == {"name": value.NOTHING, "size": 0, "parts": ()}
