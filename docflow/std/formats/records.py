"""A record (a JSON object, a row with its header, front matter) as a document."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from docflow.plugin import Document, FileInfo, Rejected, Type
from docflow.std.formats.values import MisfitError, fit, kind_of

__all__ = ["ID_DOC", "SOURCE_DOC", "TEXT_DOC", "Shape", "document_of"]

TEXT_DOC = "The field of a record that holds the text, or a list of its lines."
ID_DOC = "The field that holds the id; without it the id is the file and the line, such as `feed:3`."
SOURCE_DOC = "The field that says where the document came from; without it, it is the file."


@frozen
class Shape:
    """Where in a record id, text and source are, and the declared types of others."""

    text: str
    id: str
    source: str
    fields: Mapping[str, Type]


def document_of(record: dict[str, Any], shape: Shape, file: FileInfo, line: int) -> Document | Rejected:
    """Return the document of a record, which becomes its fields; changes `record`.

    The id may be text or a whole number, and is made of file and line when it is missing, null or
    empty. A source that is not text stays a field. Other fields pass untouched, in their order.
    """
    text = record.pop(shape.text, None)
    if type(text) is not str:
        if type(text) is not list or not all(type(part) is str for part in text):
            return _no_text(text, record, shape, line)
        text = "\n".join(text)
    id_ = record.pop(shape.id, None)
    if type(id_) is not str or not id_:
        if type(id_) is int:
            id_ = str(id_)
        elif id_:
            return Rejected("id", f"line {line}: the id `{shape.id}` is {kind_of(id_)}, not text", line=line)
        else:
            id_ = f"{file.stem}:{line}"
    source = record.get(shape.source)
    if type(source) is str:
        del record[shape.source]
    else:
        if source is None:
            record.pop(shape.source, None)
        source = file.path
    doc = Document(id_, text, source, record)
    return _declared(doc, shape, line) if shape.fields else doc


def _no_text(text: object, record: Mapping[str, Any], shape: Shape, line: int) -> Rejected:
    if text is None:
        names = ", ".join(f"`{name}`" for name in list(record)[:8])
        what = f"line {line} has no field `{shape.text}`" + (f"; it has {names}" if names else "")
        what += '. Say which one holds the text with `text: "..."`'
    else:
        what = f"line {line}: the field `{shape.text}` is {kind_of(text)}, not text"
    return Rejected("no text", what, line=line)


def _declared(doc: Document, shape: Shape, line: int) -> Document | Rejected:
    for name, wanted in shape.fields.items():
        if name not in doc.fields:
            if wanted.optional:
                continue
            return Rejected("field", f"line {line}: the field `{name}` is missing", id=doc.id, line=line)
        try:
            doc.fields[name] = fit(doc.fields[name], wanted)
        except MisfitError as misfit:
            return Rejected("field", f"line {line}: the field `{name}` {misfit}", id=doc.id, line=line)
    return doc
