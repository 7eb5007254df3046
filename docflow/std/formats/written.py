"""A document as the names and values that an exporter writes; nothing is lost when names meet."""

from collections.abc import Mapping, Sequence

from docflow.plugin import Document

__all__ = ["NAMES", "ended", "record_of", "selected"]

NAMES = ("id", "source", "text")


def ended(text: str) -> str:
    """Return a text as the whole of a file: with a newline at the end, unless it is empty or has one."""
    return text if not text or text.endswith("\n") else text + "\n"


def record_of(doc: Document, names: Sequence[str] = NAMES) -> dict[str, object]:
    """Return id, source and text under `names`, then the fields in their order.

    A field that is called like one of the three gets a number: `text_2` (a record may well have a field
    `text` when its text was read from `body`).
    """
    id_, source, text = names
    fields = doc.fields
    if id_ in fields or source in fields or text in fields:
        return {id_: doc.id, source: doc.source, text: doc.text, **_renamed(fields, names)}
    return {id_: doc.id, source: doc.source, text: doc.text, **fields}


def _renamed(fields: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    taken = {*names, *fields}
    renamed = {}
    for name, value in fields.items():
        free = name
        if name in names:
            number = 2
            while (free := f"{name}_{number}") in taken:
                number += 1
            taken.add(free)
        renamed[free] = value
    return renamed


def selected(record: Mapping[str, object], names: Sequence[str], fields: Sequence[str]) -> dict[str, object]:
    """Return the record with id, source and text and of the others those in `fields`, in that order."""
    kept = {name: record[name] for name in names}
    return kept | {name: record[name] for name in fields if name in record}
