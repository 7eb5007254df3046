"""Plain text files: one file, one document."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, component, option
from docflow.std.formats.encodings import AUTO, ENCODING_DOC, check_encoding, decode
from docflow.std.formats.whole import ID_DOC, IdFrom, id_of, read_whole

__all__ = ["Text"]


@component(
    "text",
    examples=(
        Example("Caf\u00e9.\r\n".encode(), ("Caf\u00e9.\r\n",), note="The text is kept to the letter."),
        Example(b"\xff\xfeH\0i\0", ("Hi",), note="The mark at the start tells the encoding."),
        Example(b"Caf\xe9", ("Caf\u00e9",), {"encoding": "windows-1252"}),
    ),
)
class Text(Reader):
    """Read plain text files, each as one document.

    The text is kept to the letter, line ends included; only a mark at the start (BOM) goes.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    id: IdFrom = option(default="path", doc=ID_DOC)
    encoding: str = option(default=AUTO, doc=ENCODING_DOC, check=check_encoding)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one file."""
        id_ = id_of(file, self.id)
        data = read_whole(stream, file, id_)
        text = data if isinstance(data, Rejected) else decode(data, self.encoding, id_)
        yield text if isinstance(text, Rejected) else Document(id_, text, file.path)
