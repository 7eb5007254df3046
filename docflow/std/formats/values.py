"""Field values against declared types: `fields: {year: "int?"}`."""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from docflow.plugin import Type
from docflow.plugin.typetext import type_from_text
from docflow.std.formats.lazy_json import decoder, errors

__all__ = ["FIELDS_DOC", "MisfitError", "check_fields", "declared", "fit", "from_cell", "kind_of"]

FIELDS_DOC = (
    "Fields that the flow uses, with their types, such as "
    '{year: "int?"}; a record that does not fit is rejected, other fields pass untouched.'
)
_KINDS = ("text", "int", "float", "ratio", "bool", "date", "list", "map", "enum", "any")


class MisfitError(ValueError):
    """A value is not of the declared type; the message says what it is instead."""


def check_fields(fields: Mapping[str, str]) -> str | None:
    """Return a sentence when a declared type is not one that a field can have, else None."""
    for name, text in fields.items():
        found = type_from_text(text)
        if found is None or not _possible(found):
            return (
                f'the type "{text}" of the field `{name}` is not known; '
                "a field is text, int, float, bool, date, list[...] or map[...], with ? if it may be missing"
            )
        if name in ("id", "text", "source"):
            return f"`{name}` is a part of every document; choose it with the argument `{name}`"
    return None


def _possible(found: Type) -> bool:
    return found.name in _KINDS and all(_possible(inner) for inner in found.args)


def declared(fields: Mapping[str, str]) -> dict[str, Type]:
    """Return the declared types; those that `check_fields` refuses are left out."""
    types = {name: type_from_text(text) for name, text in fields.items()}
    return {name: found for name, found in types.items() if found is not None}


def kind_of(value: object) -> str:
    """Return in plain words what a value is."""
    names = {str: "text", bool: "true or false", int: "a whole number", float: "a number", dict: "a map"}
    return "null" if value is None else names.get(type(value), "a list")


def fit(value: Any, wanted: Type) -> Any:
    """Return `value` as the type wants it (dates are read from ISO text); raises MisfitError."""
    if value is None and (wanted.optional or wanted.name == "any"):
        return None
    return _FITS[wanted.name](value, wanted)


def _plain(*kinds: type) -> Callable[[Any, Type], Any]:
    def check(value: Any, wanted: Type) -> Any:
        if type(value) in kinds:
            return value
        raise MisfitError(f"is {kind_of(value)}, not {wanted}")

    return check


def _date(value: Any, wanted: Type) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise MisfitError(f"is {kind_of(value)}, not a {wanted} such as 2024-02-29")


def _list(value: Any, wanted: Type) -> Any:
    return [fit(item, wanted.args[0]) for item in _plain(list)(value, wanted)]


def _map(value: Any, wanted: Type) -> Any:
    return {key: fit(item, wanted.args[0]) for key, item in _plain(dict)(value, wanted).items()}


def _enum(value: Any, wanted: Type) -> Any:
    if value in wanted.choices:
        return value
    raise MisfitError(f"is none of {', '.join(wanted.choices)}")


_FITS: Mapping[str, Callable[[Any, Type], Any]] = {
    "text": _plain(str),
    "int": _plain(int),
    "float": _plain(float, int),
    "ratio": _plain(float, int),
    "bool": _plain(bool),
    "date": _date,
    "list": _list,
    "map": _map,
    "enum": _enum,
    "any": lambda value, _: value,
}
_INT = r"[+-]?[0-9]{1,300}"
_FLOAT = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"


def from_cell(cell: str, wanted: Type) -> Any:
    """Return the value of a table's cell; an empty one is null where the type allows it, except text.

    Numbers, `true` and `false`, ISO dates; lists and maps are JSON. Raises MisfitError.
    """
    if wanted.name in ("text", "enum", "any"):
        return None if not cell and wanted.optional else fit(cell, wanted)
    if not cell.strip():
        return fit(None, wanted)
    return fit(_parse(cell.strip(), wanted), wanted)


def _parse(cell: str, wanted: Type) -> Any:
    if wanted.name == "date":
        return cell
    if wanted.name == "int" and re.fullmatch(_INT, cell):
        return int(cell)
    if wanted.name in ("float", "ratio") and re.fullmatch(_FLOAT, cell) and math.isfinite(float(cell)):
        return float(cell)
    if wanted.name == "bool" and cell in ("true", "false"):
        return cell == "true"
    if wanted.name in ("list", "map"):
        try:
            return decoder().decode(cell)
        except errors():
            pass
    raise MisfitError(f"does not read as {wanted}")
