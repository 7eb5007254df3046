"""Tiny components for the tests of the engine; the faulty ones fail at the document that is told to them."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, ClassVar

from docflow.plugin import (
    KEEP,
    Cleaner,
    Corpus,
    Document,
    Drop,
    Example,
    Exporter,
    Extractor,
    FileInfo,
    Filter,
    Keep,
    LineRule,
    LineRules,
    OpenContext,
    Part,
    Reader,
    Rejected,
    Removal,
    Remover,
    Source,
    Splitter,
    component,
    hookimpl,
    option,
)
from docflow.plugin import Cut as Span

ANY = (Example("a", "a"),)


class Sub(str):
    """A text with behaviour of its own."""


def fail(how: str) -> Any:
    """Fail in one of many ways, or return a value of the wrong type."""
    errors: dict[str, Any] = {
        "error": ValueError("no"),
        "exit": SystemExit(0),
        "interrupt": KeyboardInterrupt(),
        "generator": GeneratorExit(),
        "base": BaseException("bare"),
        "stop": StopIteration("early"),
        "memory": MemoryError(),
        "hostile": ValueError("\x1b[31m::error::\u202e" + "x" * 100_000),
    }
    if how in errors:
        raise errors[how]
    if how == "recursion":
        return fail(how)
    if how == "unprintable":

        class BrokenError(Exception):
            def __str__(self) -> str:
                raise ValueError("not even that")

        raise BrokenError
    return {"none": None, "int": 7, "bytes": b"x", "list": ["a"], "sub": Sub("SUB")}[how]


@component("upper", examples=ANY)
class Upper(Cleaner):
    """Upper case."""

    def clean(self, text: str) -> str:
        return text.upper()


@component("cut", examples=ANY)
class Cut(Cleaner):
    """Keep the first characters."""

    keep: int = option(doc="How many.", default=3)

    def clean(self, text: str) -> str:
        return text[: self.keep]


@component("same_length", examples=ANY)
class SameLength(Cleaner):
    """Replace a by b."""

    def clean(self, text: str) -> str:
        return text.replace("a", "b")


@component("faulty", examples=ANY)
class Faulty(Cleaner):
    """Fail on one text."""

    at: str = option(doc="The text.", default="bad")
    how: str = option(doc="The way.", default="error")

    def clean(self, text: str) -> str:
        return fail(self.how) if text == self.at else text


@component("flaky", examples=ANY)
class Flaky(Cleaner):
    """Fail the first times, then succeed."""

    times: int = option(doc="How often it fails.", default=1)

    def open(self, context: OpenContext) -> Any:
        owner, failed = self, [0]

        class Opened:
            def clean(self, text: str) -> str:
                if text == "bad" and failed[0] < owner.times:
                    failed[0] += 1
                    raise ValueError("not yet")
                return text.upper()

        return Opened()

    def clean(self, text: str) -> str:
        raise AssertionError("the opened object is called")


@component("unopenable", examples=ANY)
class Unopenable(Cleaner):
    """Never starts."""

    def open(self, context: OpenContext) -> Any:
        raise RuntimeError("the model is not here")

    def clean(self, text: str) -> str:
        return text


@component("sleepy", examples=ANY)
class Sleepy(Cleaner):
    """Take a while."""

    seconds: float = option(doc="How long.", default=0.001)

    def clean(self, text: str) -> str:
        time.sleep(self.seconds)
        return text


ANSWERS: Mapping[str, Any] = {
    "no-list": "text",
    "no-cut": [(0, 1, "a")],
    "no-rule": [Span(0, 1, None)],  # type: ignore[arg-type]
    "empty-cut": [Span(3, 3, "a")],
    "no-number": [Span(True, 3, "a")],
    "crossing": [Span(0, 3, "a"), Span(2, 4, "a")],
    "behind": [Span(0, 10_000, "a")],
}


@component("batched", examples=ANY, batch=4)
class Batched(Cleaner):
    """Clean four at a time; fails on one text."""

    at: str = option(doc="The text.", default="bad")

    def clean(self, text: str) -> str:
        return self.clean_many([text])[0]

    def clean_many(self, texts: Sequence[str]) -> Sequence[str]:
        if self.at in texts:
            raise ValueError("one of them is bad")
        return [text.upper() for text in texts]


class _Cutting(Remover):
    """Takes lines that begin with a word, and answers wrongly where the text says so."""

    def cuts(self, text: str) -> Any:
        found, place = [], 0
        for line in text.splitlines(keepends=True):
            if line.startswith(("ad", "share")):
                found.append(Span(place, place + len(line), line.split()[0]))
            place += len(line)
        for word, answer in ANSWERS.items():
            if word in text:
                return answer
        return found


@component("cutting", examples=ANY)
class CuttingOne(_Cutting):
    """Take some lines."""


@component("cutting_many", examples=ANY, batch=4)
class CuttingMany(_Cutting):
    """Take some lines, four texts at a time."""

    def cuts(self, text: str) -> Any:
        return self.cuts_many([text])[0]

    def cuts_many(self, texts: Sequence[str]) -> Any:
        return [super(CuttingMany, self).cuts(text) for text in texts]


@component("lifting", examples=ANY)
class Lifting(Corpus):
    """Take the first line of every document where all documents have it."""

    def observe(self, doc: Document) -> str:
        return doc.text.partition("\n")[0]

    def reduce(self, sketches: Iterable[tuple[int, str]]) -> str:
        found = {line for _, line in sketches}
        return found.pop() if len(found) == 1 else ""

    def apply(self, doc: Document, position: int, state: str) -> Removal | Document:
        if "liar" in doc.text:
            return Removal((Span(0, 10_000, "first"),))
        if "scribbler" in doc.text:
            doc.text = "scribbled"
        return Removal((Span(0, len(state) + 1, "first"),)) if state else doc


@component("swallow", examples=ANY)
class Swallow(Cleaner):
    """Swallow whatever is raised while it sleeps."""

    def clean(self, text: str) -> str:
        try:
            time.sleep(30)
        except BaseException:  # noqa: BLE001
            return text
        return text


@component("short", examples=ANY)
class Short(Filter):
    """Drop short texts."""

    least: int = option(doc="Fewest characters.", default=3)

    def judge(self, doc: Document) -> Keep | Drop:
        return KEEP if len(doc.text) >= self.least else Drop("too short")


@component("judge", examples=ANY)
class Judge(Filter):
    """Fail on one text, after spoiling the document."""

    how: str = option(doc="The way.", default="error")

    def judge(self, doc: Document) -> Keep | Drop:
        if doc.text == "bad":
            doc.fields["spoiled"] = True
            if self.how == "text":
                doc.text = "changed"
                return KEEP
            return fail(self.how)
        return KEEP


@component("wordy", examples=ANY, writes={"count": int, "tags": list[str], "lang": str | None})
class Wordy(Extractor):
    """Write fields as told."""

    how: str = option(doc="The way.", default="")

    def extract(self, doc: Document) -> Mapping[str, object]:
        if doc.text != "bad" or not self.how:
            return {"count": doc.words, "tags": ("a", "b")}
        ways: dict[str, Any] = {
            "undeclared": {"other": 1},
            "wrong": {"count": "one"},
            "bool": {"count": True},
            "inner": {"tags": ["a", 2]},
            "missing": {},
        }
        return ways[self.how] if self.how in ways else fail(self.how)


@component("scribble", examples=ANY)
class Scribble(Filter):
    """Changes what it is shown, deep inside, and fails."""

    def judge(self, doc: Document) -> Keep | Drop:
        doc.fields["tags"][0]["names"].append("leaked")
        doc.fields["new"] = 1
        raise ValueError("half-way")


@component("pieces", examples=ANY)
class Pieces(Splitter):
    """Split at a sign; fails half-way on `bad`."""

    at: str = option(doc="The sign.", default="|")

    def split(self, doc: Document) -> Iterable[Document]:
        for number, text in enumerate(doc.text.split(self.at) if doc.text else ()):
            if text == "bad":
                raise ValueError("half-way")
            if text == "unsound":
                yield Document(7, text)  # type: ignore[arg-type]
            yield Document(f"{doc.id}.{number}", text, doc.source, dict(doc.fields))


@component("labels", examples=ANY)
class Labels(LineRules):
    """Drop lines with words."""

    words: tuple[str, ...] = option(doc="The words.")

    def rules(self) -> Sequence[LineRule]:
        return [LineRule(word, phrases=(word,)) for word in self.words]


@component("once", examples=ANY)
class Once(Corpus):
    """Keep the first of equal texts; fails where it is told to."""

    how: str = option(doc="`observe`, `apply` or `reduce` fail on `bad`.", default="")

    def observe(self, doc: Document) -> Any:
        if doc.text == "bad" and self.how == "observe":
            raise ValueError("no sketch")
        if doc.text == "bad" and self.how == "sketch":
            return object()
        return doc.text

    def reduce(self, sketches: Iterable[tuple[int, Any]]) -> Any:
        if self.how == "reduce":
            raise ValueError("no state")
        first: dict[str, int] = {}
        for position, text in sorted(sketches):
            first.setdefault(text, position)
        return first

    def apply(self, doc: Document, position: int, state: Any) -> Document | Drop:
        if doc.text == "bad" and self.how == "apply":
            return fail("none")
        return doc if state[doc.text] == position else Drop("seen before")


@component("numbers", examples=ANY)
class Numbers(Source):
    """Documents out of nothing, in parts."""

    count: int = option(doc="How many.", default=10)
    part: int = option(doc="How many in a part.", default=1000)
    words: int = option(doc="How long the texts are.", default=1)
    twice: bool = option(doc="Give two parts the same key.", default=False)

    def parts(self) -> Iterable[Part]:
        for start in range(0, self.count, self.part):
            yield Part("same" if self.twice else str(start))

    def read(self, part: Part) -> Iterator[Document | Rejected]:
        start = int(part.key)
        for number in range(start, min(start + self.part, self.count)):
            yield Document(f"d{number}", f"word{number} " * self.words)


@component("records", examples=ANY)
class Records(Reader):
    """Lines `id|text`; `!` is rejected, `boom` breaks the reader, `odd` gives no document."""

    suffixes: ClassVar[tuple[str, ...]] = (".rec",)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        for number, raw in enumerate(stream, 1):
            line = raw.decode().rstrip("\n")
            if line.startswith("secret "):
                said = line.removeprefix("secret ")
                yield Rejected(f"no {said}", "x" * 495 + said, line=number)
            elif line == "!":
                yield Rejected("bad record", "this is no record", line=number, raw=raw)
            elif line == "boom":
                raise ValueError("the reader broke")
            elif line == "odd":
                yield 7  # type: ignore[misc]
            elif line == "unsound":
                yield Document("u", "text", "", None)  # type: ignore[arg-type]
            else:
                id_, _, text = line.partition("|")
                yield Document(id_, text, file.path)


@component("lines", examples=ANY)
class Lines(Exporter):
    """Lines `id|text`; fails on one text."""

    at: str = option(doc="The text that cannot be written.", default="unwritable")
    frame: bool = option(doc="Write a head and a foot.", default=False)

    def encode(self, documents: Sequence[Document]) -> bytes:
        if any(doc.text == self.at for doc in documents):
            raise ValueError("cannot be written")
        return "".join(f"{doc.id}|{doc.text}\n" for doc in documents).encode()

    def prologue(self) -> bytes:
        return b"head\n" if self.frame else b""

    def epilogue(self) -> bytes:
        return b"foot\n" if self.frame else b""


@component("notes", examples=ANY)
class Notes(Exporter):
    """One file a document."""

    layout: ClassVar[Any] = "folder"
    suffix: ClassVar[str] = ".note"

    def encode(self, documents: Sequence[Document]) -> bytes:
        return "".join(doc.text for doc in documents).encode()


@component("told", examples=ANY)
class Told(Cleaner):
    """Says its secret when it fails."""

    token: str = option(doc="The secret.", secret=True)

    def clean(self, text: str) -> str:
        if text == "bad":
            raise ValueError(f"refused the token {self.token}")
        return text


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return all of them."""
    steps = (Upper, Cut, SameLength, Faulty, Flaky, Unopenable, Sleepy, Batched, Swallow, Short, Judge)
    return (
        *steps,
        Wordy,
        Pieces,
        Scribble,
        Labels,
        Once,
        Numbers,
        Records,
        Lines,
        Notes,
        Told,
        CuttingOne,
        CuttingMany,
        Lifting,
    )
