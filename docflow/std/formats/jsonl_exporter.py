"""JSON lines: one record a document."""

from collections.abc import Sequence
from typing import ClassVar

from docflow.plugin import Document, Example, Exporter, component, option
from docflow.std.formats.lazy_json import encoder
from docflow.std.formats.plain_json import json_bytes
from docflow.std.formats.written import record_of, selected

__all__ = ["JsonlFile"]


@component(
    "jsonl",
    examples=(
        Example(
            (Document("a", "One.", "in.txt", {"year": 1999}),),
            b'{"id":"a","source":"in.txt","text":"One.","year":1999}\n',
        ),
        Example(
            (Document("a", "One.", "in.txt", {"year": 1999, "lang": "en"}),),
            b'{"id":"a","source":"in.txt","body":"One.","lang":"en"}\n',
            {"text": "body", "fields": ("lang",)},
        ),
    ),
)
class JsonlFile(Exporter):
    """Write JSON lines: `id`, `source`, `text`, then the fields in their order.

    Dates are ISO texts; a number that JSON cannot say (NaN, infinity) is null. A field that is called like
    one of the three gets a number, such as `text_2`.
    """

    suffix: ClassVar[str] = ".jsonl"

    only: tuple[str, ...] | None = option(
        default=None, alias="fields", doc="The fields to write, in this order; all without it."
    )
    text: str = option(default="text", doc="The name under which the text is written.")
    id: str = option(default="id", doc="The name under which the id is written.")
    source: str = option(default="source", doc="The name under which the source is written.")

    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return one line for each document."""
        names = (self.id, self.source, self.text)
        records = [record_of(doc, names) for doc in documents]
        if self.only is not None:
            records = [selected(record, names, self.only) for record in records]
        try:
            lines: bytes = encoder().encode_lines(records)
        except (UnicodeEncodeError, TypeError, OverflowError, RecursionError):
            return b"".join(json_bytes(record) + b"\n" for record in records)
        return lines
