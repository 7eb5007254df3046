"""Values of fields: copies that share nothing mutable, and checks against declared types."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, cast

import attrs

from docflow.model import Document, Place, Type

__all__ = [
    "Coerce",
    "Unfit",
    "coercion",
    "copy_document",
    "copy_value",
    "is_sound",
    "kind_of",
    "missing",
    "plain_kind",
]

Coerce = Callable[[object], object]
"""Returns a value as the language has it (lists, maps), or raises `Unfit`."""


class Unfit(Exception):  # noqa: N818 - the word for it
    """A value is not of the declared type; the message says what it is instead."""


def is_sound(value: object) -> bool:
    """Return whether a component gave a document whose parts are of the right types."""
    return (
        type(value) is Document
        and type(value.text) is str
        and type(value.id) is str
        and type(value.source) is str
        and type(value.fields) is dict
    )


_SINGLE = frozenset({str, int, float, bool, type(None)})


def copy_value(value: Any) -> Any:
    """Return a copy of a field's value that shares no list or map with it."""
    if type(value) in _SINGLE:
        return value
    if isinstance(value, (list, tuple)):
        return [copy_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: copy_value(item) for key, item in value.items()}
    return value


def copy_document(doc: Document) -> Document:
    """Return a copy of a document; changing one never shows in the other."""
    return Document(doc.id, doc.text, doc.source, {key: copy_value(v) for key, v in doc.fields.items()})


def missing(type_: Type) -> object:
    """Return what a declared field holds when its extractor left it out: an empty list, else null."""
    return [] if type_.name == "list" and not type_.optional else None


def kind_of(value: object) -> str:
    """Return how a message names the type of a value."""
    names: dict[type, str] = {str: "text", bool: "a bool", int: "an int", float: "a float", dict: "a map"}
    names |= {list: "a list", tuple: "a list", type(None): "nothing (None)", bytes: "bytes"}
    return names.get(type(value)) or f"an object of the Python type {type(value).__name__}"


def coercion(type_: Type) -> Coerce:
    """Return the check for a declared type; None passes where a field may be missing."""
    check = _BY_NAME.get(type_.name, _any)(type_)

    def coerce(value: object) -> object:
        return missing(type_) if value is None else check(value)

    return coerce


def _plain(*kinds: type) -> Callable[[Type], Coerce]:
    def make(type_: Type) -> Coerce:
        def check(value: object) -> object:
            if type(value) in kinds:
                return value
            raise Unfit(f"{kind_of(value)} instead of {type_}")

        return check

    return make


def _text(type_: Type) -> Coerce:
    def check(value: object) -> object:
        if isinstance(value, str) and (not type_.choices or value in type_.choices):
            return str.__str__(value)
        raise Unfit(f"{kind_of(value)} instead of {type_}" if not isinstance(value, str) else _choice(type_))

    return check


def _choice(type_: Type) -> str:
    return f"a text that is none of {', '.join(type_.choices)}"


def plain_kind(type_: Type) -> type | None:
    """Return the Python type whose instances need no further look, None for a type that has no such."""
    return None if type_.choices else _PLAIN.get(type_.name)


def _list(type_: Type) -> Coerce:
    element = coercion(type_.args[0]) if type_.args else copy_value
    plain = {plain_kind(type_.args[0])} if type_.args else set()

    def check(value: object) -> object:
        if isinstance(value, (list, tuple)):
            if set(map(type, value)) == plain:
                return list(value)
            return [element(item) for item in value]
        raise Unfit(f"{kind_of(value)} instead of {type_}")

    return check


def _map(type_: Type) -> Coerce:
    element = coercion(type_.args[0]) if type_.args else copy_value

    def check(value: object) -> object:
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return {key: element(item) for key, item in value.items()}
        raise Unfit(f"{kind_of(value)} instead of {type_}")

    return check


def _record(type_: Type) -> Coerce:
    members = {name: coercion(member) for name, member in type_.members}

    def check(value: object) -> object:
        if attrs.has(type(value)):
            value = attrs.asdict(cast("Any", value))
        if not isinstance(value, Mapping):
            raise Unfit(f"{kind_of(value)} instead of {type_}")
        strange = [key for key in value if key not in members]
        if strange:
            raise Unfit(f"a map with the key {strange[0]!r}, which {type_} does not have")
        return {name: member(value.get(name)) for name, member in members.items()}

    return check


def _union(type_: Type) -> Coerce:
    ways = [_BY_NAME.get(arg.name, _any)(arg) for arg in type_.args]

    def check(value: object) -> object:
        for way in ways:
            try:
                return way(value)
            except Unfit:
                continue
        raise Unfit(f"{kind_of(value)} instead of {type_}")

    return check


def _any(type_: Type) -> Coerce:  # noqa: ARG001 - one signature for all
    return copy_value


_PLAIN: dict[str, type] = {"text": str, "int": int, "float": float, "bool": bool, "date": datetime.date}
_BY_NAME: dict[str, Callable[[Type], Coerce]] = {
    "text": _text,
    "enum": _text,
    "glob": _text,
    "path": _plain(str, Place),
    "int": _plain(int),
    "size": _plain(int),
    "float": _plain(float, int),
    "ratio": _plain(float, int),
    "duration": _plain(float, int),
    "bool": _plain(bool),
    "date": _plain(datetime.date),
    "list": _list,
    "map": _map,
    "record": _record,
    "union": _union,
}
