"""Markdown with front matter: one file a document."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from docflow.plugin import Document, Example, Exporter, component
from docflow.std.formats.front_matter import write_head
from docflow.std.formats.written import ended, record_of

__all__ = ["MarkdownFolder"]


@component(
    "markdown",
    examples=(
        Example(
            (Document("a", "# One\n", "in.txt", {"year": 1999, "tags": ["x", "y"]}),),
            b'---\nid: "a"\nsource: "in.txt"\nyear: 1999\ntags: ["x", "y"]\n---\n\n# One\n',
        ),
    ),
)
class MarkdownFolder(Exporter):
    """Write a folder of Markdown files with YAML front matter, one for each document, named after its id.

    The front matter holds `id`, `source` and the fields in their order; then comes an empty line and the
    text to the letter, with a newline at the end where it has none. A field that is called like id,
    source or text gets a number, such as `text_2`.
    """

    layout: ClassVar[Literal["file", "folder"]] = "folder"
    suffix: ClassVar[str] = ".md"

    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return front matter and text."""
        return b"".join(_page(doc) for doc in documents)


def _page(doc: Document) -> bytes:
    head = record_of(doc)
    del head["text"]
    return f"{write_head(head)}\n{ended(doc.text)}".encode("utf-8", "backslashreplace")
