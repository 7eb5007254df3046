"""Components that fail on texts with their letter, as long as the letter is among `BROKEN`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, ClassVar

from docflow.plugin import (
    KEEP,
    Cleaner,
    Corpus,
    Document,
    Drop,
    Example,
    Exporter,
    FileInfo,
    Filter,
    Keep,
    Reader,
    Rejected,
    Splitter,
    component,
    hookimpl,
    option,
)

ANY = (Example("1", "1"),)
BROKEN: set[str] = set()
CALLS: list[str] = []
"""The ids of the documents that were judged, in order."""


def check(letter: str, text: str) -> None:
    if letter in BROKEN and letter in text:
        raise ValueError(f"{letter} is broken")


@component("clean", examples=ANY)
class Clean(Cleaner):
    """Fail on a letter."""

    letter: str = option(doc="It.", default="c")

    def clean(self, text: str) -> str:
        check(self.letter, text)
        return text


@component("threes", examples=ANY, batch=3)
class Threes(Cleaner):
    """Three at a time."""

    letter: str = option(doc="It.", default="b")

    def clean(self, text: str) -> str:
        return self.clean_many([text])[0]

    def clean_many(self, texts: Sequence[str]) -> Sequence[str]:
        for text in texts:
            check(self.letter, text)
        return [f"{text}." for text in texts]


@component("judge", examples=ANY)
class Judge(Filter):
    """Fail on a letter, drop a sign; tells whom it saw."""

    letter: str = option(doc="It.", default="j")

    def judge(self, doc: Document) -> Keep | Drop:
        CALLS.append(doc.id)
        check(self.letter, doc.text)
        return Drop("minus") if "-" in doc.text else KEEP


@component("pieces", examples=ANY)
class Pieces(Splitter):
    """Split at a sign."""

    def split(self, doc: Document) -> Iterable[Document]:
        check("s", doc.text)
        for number, text in enumerate(doc.text.split("|")):
            yield Document(f"{doc.id}.{number}", text, doc.source, dict(doc.fields))


@component("once", examples=ANY)
class Once(Corpus):
    """Keep the first of equal texts."""

    def observe(self, doc: Document) -> Any:
        check("o", doc.text)
        return doc.text

    def reduce(self, sketches: Iterable[tuple[int, Any]]) -> Any:
        first: dict[str, int] = {}
        for position, text in sorted(sketches):
            first.setdefault(text, position)
        return first

    def apply(self, doc: Document, position: int, state: Any) -> Document | Drop:
        check("a", doc.text)
        return doc if state[doc.text] == position else Drop("seen before")


@component("records", examples=ANY)
class Records(Reader):
    """One document a line; while broken, `R` is rejected and `B` breaks the reader."""

    suffixes: ClassVar[tuple[str, ...]] = (".rec",)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        for number, raw in enumerate(stream, 1):
            line = raw.decode().rstrip("\n")
            check("B", line)
            if "R" in line and "R" in BROKEN:
                yield Rejected("bad", "no record", line=number, raw=raw)
            else:
                yield Document(f"{file.stem}{number}", line, file.path, {"day": None})


@component("lines", examples=ANY)
class Lines(Exporter):
    """Lines `id|text`."""

    letter: str = option(doc="It.", default="w")

    def encode(self, documents: Sequence[Document]) -> bytes:
        for doc in documents:
            check(self.letter, doc.text)
        return "".join(f"{doc.id} {doc.text}\n" for doc in documents).encode()


@component("notes", examples=ANY)
class Notes(Exporter):
    """One file a document."""

    layout: ClassVar[Any] = "folder"
    suffix: ClassVar[str] = ".note"

    def encode(self, documents: Sequence[Document]) -> bytes:
        for doc in documents:
            check("n", doc.text)
        return "".join(doc.text for doc in documents).encode()


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return all of them."""
    return (Clean, Threes, Judge, Pieces, Once, Records, Lines, Notes)
