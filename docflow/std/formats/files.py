"""Files of several formats: each is read by the reader of its suffix."""

from collections.abc import Iterator
from typing import BinaryIO

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, component, option
from docflow.std.formats.encodings import AUTO, ENCODING_DOC, check_encoding
from docflow.std.formats.whole import ID_DOC, IdFrom, id_of

__all__ = ["Files"]


@component(
    "files",
    open_fields=True,
    examples=(Example(b"\x7fELF", (), note="A file whose suffix no reader knows goes to quarantine."),),
)
class Files(Reader):
    """Read files of any known format, each by its suffix.

    The readers are the built-in ones and those of the plugins in `use`. `id` and `encoding` go to the
    readers that have them; for other options name the reader itself, such as `jsonl(...)`.
    """

    # The checker knows this reader by its name: the plan lists the readers of all suffixes (`Call.readers`).

    id: IdFrom = option(default="path", doc=ID_DOC)
    encoding: str = option(default=AUTO, doc=ENCODING_DOC, check=check_encoding)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:  # noqa: ARG002
        """Refuse a file that no reader claims; the engine hands out all others."""
        yield Rejected(
            "unknown format",
            f"no reader knows the suffix of `{file.name}`; name one, such as `text(...)`, "
            "or add the plugin that reads it with `use`",
            id=id_of(file, self.id),
        )
