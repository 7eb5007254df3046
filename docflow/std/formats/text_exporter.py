"""Plain text files: one file a document."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from docflow.plugin import Document, Example, Exporter, component
from docflow.std.formats.written import ended

__all__ = ["TextFolder"]


@component("text", examples=(Example((Document("a", "Caf\u00e9."),), "Caf\u00e9.\n".encode()),))
class TextFolder(Exporter):
    """Write a folder of plain text files, one for each document, named after its id.

    The text to the letter, in UTF-8, with a newline at the end where it has none; fields are left out. Half
    of a surrogate pair, which UTF-8 cannot say, is written as its escape.
    """

    layout: ClassVar[Literal["file", "folder"]] = "folder"
    suffix: ClassVar[str] = ".txt"

    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return the text."""
        return "".join(ended(doc.text) for doc in documents).encode("utf-8", "backslashreplace")
