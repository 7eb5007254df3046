"""Extractors and `set`: who writes fields, and only those that were declared."""

from collections.abc import Callable, Mapping
from typing import Any

from docflow.engine.desk import BrokenContract
from docflow.engine.steps.piece import Call
from docflow.engine.values import Unfit, coercion, copy_value, kind_of, missing, plain_kind
from docflow.model import Document, Type

__all__ = ["extracting", "setting", "written_fields"]


def written_fields(declared: Mapping[str, Type], who: str) -> Callable[[Any], dict[str, Any]]:
    """Return the check of what a component says that it writes: declared names, declared types.

    What was left out becomes null or an empty list. Raises BrokenContract, naming `who` wrote it.
    """
    checks = {name: coercion(type_) for name, type_ in declared.items()}
    plain = {name: plain_kind(type_) for name, type_ in declared.items()}
    absent = {name: missing(type_) for name, type_ in declared.items()}
    lists = [name for name, value in absent.items() if value is not None]

    def check(found: Any) -> dict[str, Any]:
        if not isinstance(found, Mapping):
            raise BrokenContract(f"returned {kind_of(found)} instead of a map of fields")
        fields = absent.copy()
        for name in lists:
            fields[name] = []
        for name, value in found.items():
            if type(value) is plain.get(name):  # the common case: 0.1 us instead of 0.5
                fields[name] = value
                continue
            coerce = checks.get(name)
            if coerce is None:
                raise BrokenContract(f"wrote the field {name!r}, which {who} does not declare")
            try:
                fields[name] = coerce(value)
            except Unfit as unfit:
                raise BrokenContract(f"wrote the field {name!r} as {unfit}") from None
        return fields

    return check


def extracting(extract: Callable[[Document], Any], check: Callable[[Any], dict[str, Any]]) -> Call:
    """Return the attempt of an extractor step."""

    def attempt(doc: Document) -> Document:
        text, fields = doc.text, doc.fields
        found = check(extract(doc))
        if doc.text is not text:
            raise BrokenContract("changed the text, which an extractor may only read")
        doc.fields = fields
        fields.update(found)
        return doc

    return attempt


def setting(name: str, value: Callable[[Document], Any]) -> Call:
    """Return the attempt of `set doc.NAME = value`; lists and maps are never shared between documents."""

    def attempt(doc: Document) -> Document:
        doc.fields[name] = copy_value(value(doc))
        return doc

    return attempt
