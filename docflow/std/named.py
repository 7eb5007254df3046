"""What options such as `on` and `from` name: the id, source or text of a document, or one of its fields."""

from docflow.plugin import Document

__all__ = ["value_of"]


def value_of(doc: Document, name: str) -> object:
    """Return the value that a document has under a name; None where there is no such field."""
    known = {"text": doc.text, "id": doc.id, "source": doc.source}
    return known[name] if name in known else doc.fields.get(name)
