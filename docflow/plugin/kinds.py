"""The kinds of component, and the values that cross between a component and the engine.

A kind decides what the engine may do with a component; a component is a frozen attrs class made by
the `component` decorator, so that an instance is nothing but its options. Compile what you need in a
`functools.cached_property` or in `open`; both run once per worker.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, ClassVar, Literal

from docflow.model import Document, Type
from docflow.pattern.rule import LineRule
from docflow.plugin.spec import ComponentSpec
from docflow.value import frozen

__all__ = [
    "KEEP",
    "Cleaner",
    "Component",
    "Corpus",
    "Cut",
    "Drop",
    "Exporter",
    "Extractor",
    "FileInfo",
    "Filter",
    "Keep",
    "LineRule",
    "LineRules",
    "OpenContext",
    "Part",
    "Reader",
    "Rejected",
    "Removal",
    "Remover",
    "Source",
    "Splitter",
]


@frozen
class Keep:
    """A filter's answer: the document stays."""


KEEP = Keep()


@frozen
class Drop:
    """A filter's or corpus step's answer: the document goes, for this reason (a short stable phrase)."""

    reason: str


@frozen
class Cut:
    """A span of a text that goes: characters `start` to `end`, and the rule that takes it.

    `rule` is a short stable phrase (`share`, `tail: short lines`). Reports count by it and traces show it, so
    a component has few different ones.
    """

    start: int
    end: int
    rule: str


@frozen
class Removal:
    """A corpus step's answer: the document stays without these spans (in order, without overlap)."""

    cuts: tuple[Cut, ...]


@frozen
class Rejected:
    """A record that a reader could not turn into a document; the engine quarantines it.

    `reason` is a short stable word (`encoding`, `json`, `truncated`, `limit:max_doc`), `message` a
    plain sentence. `line` counts from 1, `offset` and `length` are bytes in the decompressed stream;
    `raw` holds the original bytes where they are at hand (the engine bounds what it stores).
    """

    reason: str
    message: str
    id: str = ""
    line: int | None = None
    offset: int | None = None
    length: int | None = None
    raw: bytes | None = None


@frozen
class Part:
    """The unit of parallel work and of resume: one input that is read on its own.

    `key` names it and is unique in its source; `size` is a hint in bytes (0: unknown). `version` is a
    text that changes whenever what the part holds does (a digest, an ETag); with one, a later run may
    reuse what was made of the part, and without one only a run that goes on after an interruption.
    """

    key: str
    size: int = 0
    version: str = ""


@frozen
class FileInfo:
    """What a reader knows of the file whose (decompressed) bytes it gets.

    `path` is the display name relative to the folder that was searched, with forward slashes; `stem`
    is the same without suffixes, `name` its last part with suffixes; of a file in an archive they begin
    with the archive (`old.zip/news/a.txt`). `max_doc` is the most bytes that one document may have,
    `nesting` how deep lists and maps in it may be.

    Where a reader says that it reads by `lines`, the stream may be a range of a file: `line` is the number
    of its first line, `offset` counts the bytes before it; ids, lines and offsets are the whole file's.
    """

    path: str
    stem: str
    name: str
    max_doc: int = 64_000_000
    line: int = 1
    offset: int = 0
    nesting: int = 200


@frozen
class OpenContext:
    """What `open` gets: may only grow. `fields` are the document fields known at this step (name, type).

    `open_fields` says that documents may carry others too (they were read from records).
    """

    fields: tuple[tuple[str, Type], ...] = ()
    open_fields: bool = False


class Component(ABC):
    """Base of every component; authors subclass one of the kinds instead."""

    __component__: ClassVar[ComponentSpec]
    kind: ClassVar[str] = "component"

    def open(self, context: OpenContext) -> Any:  # noqa: ARG002 - part of the contract
        """Return the object that the loop calls; called once per worker, before the first document."""
        return self

    def fields(self) -> Mapping[str, Type]:
        """Return the document fields that this component writes, given its options."""
        return dict(type(self).__component__.writes)


class LineRules(Component):
    """Rules that drop whole lines; neighbouring steps are joined into one matcher."""

    kind: ClassVar[str] = "line_rules"

    @abstractmethod
    def rules(self) -> Sequence[LineRule]:
        """Return the rules; names are unique in the component and appear in the report."""


class Cleaner(Component):
    """Text in, text out."""

    kind: ClassVar[str] = "cleaner"

    @abstractmethod
    def clean(self, text: str) -> str:
        """Return the cleaned text (the same object when nothing changed)."""

    def clean_many(self, texts: Sequence[str]) -> Sequence[str]:
        """Clean a batch; the default calls `clean` for each."""
        return [self.clean(text) for text in texts]


class Remover(Component):
    """Takes spans out of a text, each with the rule that takes it; decides over the text as a whole.

    What rules over single lines can say is a `LineRules`, which the engine joins with its neighbours.
    """

    kind: ClassVar[str] = "remover"

    @abstractmethod
    def cuts(self, text: str) -> Sequence[Cut]:
        """Return the spans to take out, in order, not empty, without overlap; a line goes with its break."""

    def cuts_many(self, texts: Sequence[str]) -> Sequence[Sequence[Cut]]:
        """Return the cuts of each text of a batch; the default calls `cuts` for each."""
        return [self.cuts(text) for text in texts]

    def rules(self) -> Sequence[LineRule]:
        """Return the line rules among what it decides by, so that tests can tell which of them they reach."""
        return ()


class Filter(Component):
    """Keep or drop a document, with a reason."""

    kind: ClassVar[str] = "filter"

    @abstractmethod
    def judge(self, doc: Document) -> Keep | Drop:
        """Return `KEEP` or `Drop(reason)`."""


class Extractor(Component):
    """Read fields from a document; declared with their types in `writes`."""

    kind: ClassVar[str] = "extractor"

    @abstractmethod
    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return the fields; a declared field that is left out is written as null or an empty list."""


class Splitter(Component):
    """One document in, any number out."""

    kind: ClassVar[str] = "splitter"

    @abstractmethod
    def split(self, doc: Document) -> Iterable[Document]:
        """Return the documents that replace `doc`."""


class Corpus(Component):
    """A step that sees all documents: two parallel passes with a barrier between them.

    `position` is the document's place in source order, a number that only grows; ties never occur.
    """

    kind: ClassVar[str] = "corpus"

    @abstractmethod
    def observe(self, doc: Document) -> Any:
        """Return a small sketch of the document: None, bool, int, float, str, bytes, lists of these."""

    @abstractmethod
    def reduce(self, sketches: Iterable[tuple[int, Any]]) -> Any:
        """Return the state, from (position, sketch) pairs in any order; must not depend on that order."""

    @abstractmethod
    def apply(self, doc: Document, position: int, state: Any) -> Document | Drop | Removal:
        """Return the document, changed or not, `Drop(reason)`, or `Removal(cuts)` of its text."""


class Source(Component):
    """Documents from somewhere other than files that the engine opens."""

    kind: ClassVar[str] = "source"

    @abstractmethod
    def parts(self) -> Iterable[Part]:
        """Return the parts, in source order."""

    @abstractmethod
    def read(self, part: Part) -> Iterator[Document | Rejected]:
        """Read one part."""


class Reader(Component):
    """A source of files: the engine finds, opens, decompresses and splits them.

    `suffixes` are the file suffixes that `from files(...)` gives to this reader, lower case, with the
    dot. Every reader has an implicit primary argument `path` (a glob, file or folder, or a list).

    `lines` says that any run of whole lines of a file can be read on its own, and that reading the runs of a
    file one after the other gives what reading it whole gives, when `FileInfo.line` and `.offset` are
    heeded: the engine then cuts large files, and several workers read one. A line ends with a newline byte.
    No header, no record over two lines, no count of documents; a mark (BOM) is looked for at offset 0 only.

    Damaged compressed data raises an exception in `stream.read`; let it pass, the engine turns it into a
    rejection.
    """

    kind: ClassVar[str] = "reader"
    suffixes: ClassVar[tuple[str, ...]] = ()
    lines: ClassVar[bool] = False

    @abstractmethod
    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read the decompressed bytes of one file."""


class Exporter(Component):
    """Documents to bytes; the engine owns the files (atomic, compressed, checksummed).

    `layout` is `"file"` (one file for all) or `"folder"` (one file a document, named after its id with
    `suffix`). Every exporter has an implicit primary argument `path`.
    """

    kind: ClassVar[str] = "exporter"
    layout: ClassVar[Literal["file", "folder"]] = "file"
    suffix: ClassVar[str] = ""

    @abstractmethod
    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return the bytes of a batch; batches concatenate to the body of the file."""

    def prologue(self) -> bytes:
        """Return the bytes before the first document of a file, such as the header of a table."""
        return b""

    def epilogue(self) -> bytes:
        """Return the bytes after the last document of a file."""
        return b""
