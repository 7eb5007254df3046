"""Types: read from a flow and from text, printed, joined, and which fit where."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.lang.findings import Findings
from docflow.lang.syntax.parse import parse
from docflow.lang.typing.types import assignable, join, read_type, type_from_text, with_article
from docflow.model import (
    ANY,
    BOOL,
    DATE,
    FLOAT,
    GLOB,
    INT,
    NULL,
    PATH,
    RATIO,
    REGEX,
    SIZE,
    TEXT,
    Type,
    list_of,
    map_of,
)
from docflow.plugin.typetext import SCALARS

ENUM = Type("enum", choices=("a", "b"))
SAMPLES = [
    ("text", TEXT),
    ("int?", INT.maybe()),
    ("list[text]", list_of(TEXT)),
    ("list[list[date?]]?", list_of(list_of(DATE.maybe())).maybe()),
    ("map[size]", map_of(SIZE)),
    ('enum["a", "b"]', ENUM),
    ('list[enum["a", "b"]?]', list_of(ENUM.maybe())),
]


def read(text: str) -> tuple[Type, Findings]:
    parsed = parse(f"param x: {text}", "x.flow")
    assert parsed.diagnostics == ()
    findings = Findings()
    return read_type(parsed.program.items[0].type, findings), findings  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "type_"), SAMPLES)
def test_a_type_reads_the_same_in_a_flow_and_in_a_text_and_prints_as_written(text: str, type_: Type) -> None:
    made, findings = read(text)
    assert (made, findings.diagnostics) == (type_, [])
    assert type_from_text(text) == type_
    assert str(type_) == text


@pytest.mark.parametrize(
    ("text", "code", "advice"),
    [
        ("string", "DF0202", "`text`"),
        ("flaot", "DF0202", "`float`"),
        ("zebra", "DF0202", "the types are"),
        ("text[int]", "DF0303", None),
        ("list", "DF0303", "list[text]"),
        ("list[text, int]", "DF0303", "list[text]"),
        ("enum", "DF0303", None),
        ("enum[text]", "DF0303", None),
        ("list[str]", "DF0202", "`text`"),
    ],
)
def test_what_is_no_type_is_said(text: str, code: str, advice: str | None) -> None:
    _, findings = read(text)
    assert [d.code for d in findings.diagnostics] == [code]
    assert advice is None or advice in (findings.diagnostics[0].help or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "str",
        "list",
        "list[",
        "list[]",
        "list[text",
        "text]",
        "enum[]",
        'enum["a"',
        "text??",
        "a b",
        "(",
        "enum[a]",
    ],
)
def test_a_text_that_names_no_type_is_none(text: str) -> None:
    assert type_from_text(text) is None


FITS = [
    (INT, FLOAT),
    (INT, RATIO),
    (RATIO, FLOAT),
    (FLOAT, RATIO),
    (ENUM, TEXT),
    (TEXT, PATH),
    (PATH, GLOB),
    (TEXT, TEXT.maybe()),
    (NULL, TEXT.maybe()),
    (list_of(INT), list_of(FLOAT)),
    (TEXT, Type("union", (TEXT, REGEX))),
    (list_of(Type("union", (TEXT, REGEX))), list_of(Type("union", (REGEX, TEXT)))),
    (Type("enum", choices=("a",)), ENUM),
    (Type("record", members=(("a", INT),)), map_of(INT)),
    (Type("record", members=(("a", INT),)), Type("record", members=(("a", FLOAT), ("b", TEXT.maybe())))),
]
MISFITS = [
    (FLOAT, INT),
    (TEXT, INT),
    (GLOB, PATH),
    (TEXT, REGEX),
    (TEXT.maybe(), TEXT),
    (NULL, TEXT),
    (BOOL, INT),
    (SIZE, INT),
    (ENUM, Type("enum", choices=("a",))),
    (list_of(TEXT), list_of(INT)),
    (Type("union", (TEXT, REGEX)), TEXT),
    (Type("record", members=(("a", INT),)), Type("record", members=(("b", INT),))),
]


@pytest.mark.parametrize(("found", "expected"), FITS, ids=str)
def test_what_fits(found: Type, expected: Type) -> None:
    assert assignable(found, expected)


@pytest.mark.parametrize(("found", "expected"), MISFITS, ids=str)
def test_what_does_not_fit(found: Type, expected: Type) -> None:
    assert not assignable(found, expected)


SCALAR = st.sampled_from([t for t in SCALARS.values() if t != ANY])
TYPES = st.recursive(
    st.one_of(
        SCALAR,
        st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(
            lambda c: Type("enum", choices=tuple(c))
        ),
    ),
    lambda inner: st.one_of(inner.map(list_of), inner.map(map_of), inner.map(Type.maybe)),
    max_leaves=4,
)


@given(TYPES)
def test_a_printed_type_reads_back(type_: Type) -> None:
    assert type_from_text(str(type_)) == type_


@given(TYPES, TYPES)
def test_both_sides_fit_into_their_join(left: Type, right: Type) -> None:
    joined = join(left, right)
    assert assignable(left, joined)
    assert assignable(right, joined)


@given(TYPES)
def test_a_type_joins_itself_and_fits_itself(type_: Type) -> None:
    assert join(type_, type_) == type_
    assert assignable(type_, type_)


def test_joins() -> None:
    assert join(INT, FLOAT) == FLOAT
    assert join(NULL, INT) == INT.maybe()
    assert join(TEXT, REGEX) == Type("union", (TEXT, REGEX))
    assert join(Type("union", (TEXT, REGEX)), REGEX) == Type("union", (TEXT, REGEX))
    assert join(ENUM, TEXT.maybe()) == TEXT.maybe()
    assert join(ANY, TEXT) == ANY


def test_types_read_as_phrases() -> None:
    phrases = [with_article(t) for t in (INT, TEXT, list_of(TEXT), DATE.maybe(), NULL)]
    assert phrases == ["an int", "a text", "a `list[text]`", "a date or null", "null"]
    assert len(set(map(with_article, itertools.chain(SCALARS.values())))) == len(SCALARS)
