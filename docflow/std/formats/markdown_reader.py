"""Markdown files: one file, one document; the front matter becomes fields."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, ClassVar

from attrs import evolve

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, Type, component, option
from docflow.std.formats.encodings import AUTO, ENCODING_DOC, check_encoding, decode
from docflow.std.formats.front_matter import read_head
from docflow.std.formats.nesting import nested, too_deep
from docflow.std.formats.records import Shape, document_of
from docflow.std.formats.values import FIELDS_DOC, check_fields, declared
from docflow.std.formats.whole import ID_DOC, IdFrom, id_of, read_whole

__all__ = ["Markdown"]

_TEXT = "\0text"  # a name that no head can hold


@component(
    "markdown",
    open_fields=True,
    examples=(
        Example(b'---\nid: a\ntags: ["x"]\n---\n\n# One\n', ("# One\n",)),
        Example(b"# One\n\n---\n", ("# One\n\n---\n",), note="Without front matter all is text."),
    ),
)
class Markdown(Reader):
    """Read Markdown files, each as one document; a YAML front matter becomes fields.

    `id` and `source` of the front matter are those of the document. Simple front matter is read: `key: value`
    with plain or quoted scalars, JSON lists and maps, and lists of `- item` lines. What holds more stays
    in the text, to the letter.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".md", ".markdown")

    id: IdFrom = option(default="path", doc=ID_DOC)
    encoding: str = option(default=AUTO, doc=ENCODING_DOC, check=check_encoding)
    declare: Mapping[str, str] = option(default={}, alias="fields", doc=FIELDS_DOC, check=check_fields)

    def fields(self) -> Mapping[str, Type]:
        """Return the declared fields."""
        return declared(self.declare)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one file."""
        id_ = id_of(file, self.id)
        data = read_whole(stream, file, id_)
        text = data if isinstance(data, Rejected) else decode(data, self.encoding, id_)
        if isinstance(text, Rejected):
            yield text
            return
        values, body = read_head(text)
        if nested(values.values(), file.nesting):
            yield evolve(too_deep("the front matter", file.nesting, 1), id=id_)
            return
        if not values.get("id"):
            values["id"] = id_
        made = document_of({**values, _TEXT: body}, Shape(_TEXT, "id", "source", self.fields()), file, 1)
        yield (
            evolve(made, id=id_, raw=data) if isinstance(made, Rejected) and isinstance(data, bytes) else made
        )
