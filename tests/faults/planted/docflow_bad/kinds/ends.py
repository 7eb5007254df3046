"""A reader and an exporter that misbehave."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, ClassVar

from docflow.plugin import Document, Example, Exporter, FileInfo, Reader, component, option
from docflow_bad.bodies import misbehave


@component("records", examples=(Example(b"1|a\n", ("a",)),), needs=("exec",))
class Records(Reader):
    """Read lines `id|text`; misbehave at the bad one."""

    suffixes: ClassVar[tuple[str, ...]] = (".rec",)

    how: str = option(doc="The body.", default="none")

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document]:
        for line in stream.read().decode().splitlines():
            id_, _, text = line.partition("|")
            yield Document(id_, misbehave(self.how, text), file.path)


@component("lines", examples=(Example((Document("1", "a"),), b"1|a\n"),), needs=("exec",))
class Lines(Exporter):
    """Write lines `id|text`; misbehave at the bad one."""

    how: str = option(doc="The body.", default="none")

    def encode(self, documents: Sequence[Document]) -> bytes:
        texts = [misbehave(self.how, doc.text) for doc in documents]
        return "".join(
            doc.id + "|" + text + "\n" for doc, text in zip(documents, texts, strict=True)
        ).encode()
