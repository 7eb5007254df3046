"""Types that values have."""

import datetime

import pytest

from docflow.model import ANY, BOOL, DATE, FLOAT, INT, TEXT, Document, Type, list_of, map_of
from docflow.plugin.fieldtypes import field_types, type_of_value


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("a", TEXT),
        (True, BOOL),
        (1, INT),
        (1.0, FLOAT),
        (datetime.date(2024, 1, 1), DATE),
        (["a"], list_of(TEXT)),
        (("a", None), list_of(TEXT.maybe())),
        ([], list_of(ANY)),
        (["a", 1], list_of(ANY)),
        ({"a": 1}, map_of(INT)),
        ({}, map_of(ANY)),
        (object(), ANY),
    ],
)
def test_of_one_value(value: object, type_: Type) -> None:
    assert type_of_value(value) == type_


def test_of_documents() -> None:
    documents = [
        Document("1", "", fields={"b": 1, "a": "x"}),
        Document("2", "", fields={"a": "y", "c": None}),
    ]
    assert field_types(documents) == (("b", INT.maybe()), ("a", TEXT), ("c", ANY.maybe()))
    assert field_types([]) == ()
