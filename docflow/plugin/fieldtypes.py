"""The types of the language that values have; for documents that no flow has declared."""

import datetime
from collections.abc import Iterable, Mapping

from docflow import model
from docflow.model import Document, Type

__all__ = ["field_types", "type_of_value"]

SCALARS: Mapping[type, Type] = {
    bool: model.BOOL,
    int: model.INT,
    float: model.FLOAT,
    str: model.TEXT,
    datetime.date: model.DATE,
}


def field_types(documents: Iterable[Document]) -> tuple[tuple[str, Type], ...]:
    """Return the fields of documents with their types, in the order in which they appear first.

    A field that some documents lack or have as null is optional; one with several types is `any`.
    """
    every = list(documents)
    names = list(dict.fromkeys(name for doc in every for name in doc.fields))
    return tuple((name, _joined([doc.fields.get(name) for doc in every])) for name in names)


def _joined(values: list[object]) -> Type:
    found = dict.fromkeys(type_of_value(value) for value in values if value is not None)
    joined = next(iter(found)) if len(found) == 1 else model.ANY
    return joined.maybe() if None in values else joined


def type_of_value(value: object) -> Type:
    """Return the type of a value of a field; `any` for one that no type of the language has."""
    if isinstance(value, (list, tuple)):
        return model.list_of(_joined(list(value)) if value else model.ANY)
    if isinstance(value, Mapping):
        return model.map_of(_joined(list(value.values())) if value else model.ANY)
    return SCALARS.get(type(value), model.ANY)
