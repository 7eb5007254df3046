"""Components that misbehave where they are told; installed for worker processes as namespace `y`."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from docflow.plugin import (
    Cleaner,
    Corpus,
    Document,
    Drop,
    Example,
    Exporter,
    FileInfo,
    OpenContext,
    Part,
    Reader,
    Source,
    component,
    hookimpl,
    option,
)

ANY = (Example("a", "a"),)


def suffer(how: str, once: str) -> None:
    """Do the harm; with `once`, a path, only the first time: as if it came from outside."""
    if once:
        try:
            Path(once).touch(exist_ok=False)
        except FileExistsError:
            return
    if how:
        WAYS[how]()


def _fail() -> None:
    raise ValueError("no")


def _end_the_nursery() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(100_000)


def _fork() -> None:
    if os.fork():
        os.wait()


WAYS: dict[str, Callable[[], object]] = {
    "exit": lambda: os._exit(3),
    "abort": os.abort,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(100_000),
    "memory": lambda: bytearray(64 << 30),
    "chdir": lambda: os.chdir("/"),
    "nursery": _end_the_nursery,
    "raise": _fail,
    "fork": _fork,
}


class _Harm:
    how: str
    once: str
    word: str

    def see(self, text: str) -> str:
        if self.word in text.split():
            suffer(self.how, self.once)
        return text


@component("harm", examples=ANY)
class Harm(_Harm, Cleaner):
    """Harm the worker at a word."""

    how: str = option(doc="What.", default="")
    word: str = option(doc="Where.", default="BAD")
    once: str = option(doc="A file that says that it was done.", default="")

    def clean(self, text: str) -> str:
        return self.see(text)


@component("batch", batch=4, examples=ANY)
class Batch(_Harm, Cleaner):
    """Harm the worker in a batch."""

    how: str = option(doc="What.", default="")
    word: str = option(doc="Where.", default="BAD")
    once: str = option(doc="A file that says that it was done.", default="")

    def clean(self, text: str) -> str:
        return self.see(text)

    def clean_many(self, texts: Sequence[str]) -> list[str]:
        return [self.see(text) for text in texts]


@component("start", examples=ANY)
class Start(Cleaner):
    """Harm the worker when it opens."""

    how: str = option(doc="What.", default="")
    once: str = option(doc="A file that says that it was done.", default="")

    def open(self, context: OpenContext) -> Any:
        suffer(self.how, self.once)
        return self

    def clean(self, text: str) -> str:
        return text


@component("speak", examples=ANY)
class Speak(Cleaner):
    """Print every text."""

    def clean(self, text: str) -> str:
        print(text)
        return text


@component("modules", examples=ANY)
class Modules(Cleaner):
    """Give the modules that are loaded in the worker, and its open files."""

    def clean(self, text: str) -> str:
        return " ".join(sorted({name.partition(".")[0] for name in sys.modules} | {*_rooms(sys.modules)}))


def _rooms(names: Any) -> Iterator[str]:
    return (".".join(name.split(".")[:2]) for name in names if name.startswith("docflow."))


@component("once", examples=ANY)
class Once(Corpus):
    """Drop texts that came before, and harm whoever makes the state or applies it."""

    how: str = option(doc="What.", default="")
    at: str = option(doc="Where: reduce, apply or observe.", default="")
    once: str = option(doc="A file that says that it was done.", default="")

    def observe(self, doc: Document) -> Any:
        if self.at == "observe" and "BAD" in doc.text:
            suffer(self.how, self.once)
        return doc.text

    def reduce(self, sketches: Any) -> Any:
        if self.at == "reduce":
            suffer(self.how, self.once)
        first: dict[str, Any] = {}
        for position, text in sketches:
            first.setdefault(text, position)
        return first

    def apply(self, doc: Document, position: Any, state: Any) -> Any:
        if self.at == "apply" and "BAD" in doc.text:
            suffer(self.how, self.once)
        return doc if state[doc.text] == position else Drop("again")


@component("words", examples=ANY)
class Words(Reader):
    """One document a line; harms the worker at a line."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt",)

    how: str = option(doc="What.", default="")
    once: str = option(doc="A file that says that it was done.", default="")

    def read(self, stream: BinaryIO, info: FileInfo) -> Iterator[Document]:
        for number, line in enumerate(stream.read().decode().splitlines(), 1):
            if "BAD" in line:
                suffer(self.how, self.once)
            yield Document(f"{info.stem}-{number}", line, info.path, {})


@component("parts", examples=ANY)
class Parts(Source):
    """Documents of its own."""

    how: str = option(doc="What it does when it is asked for its parts.", default="")
    once: str = option(doc="A file that says that it was done.", default="")

    def parts(self) -> list[Part]:
        suffer(self.how, self.once)
        return [Part(f"p{number}", 10) for number in range(3)]

    def read(self, part: Part) -> Iterator[Document]:
        for number in range(4):
            yield Document(f"{part.key}-{number}", f"text {number}", part.key, {})


@component("lines", examples=ANY)
class Lines(Exporter):
    """One text a line; harms the worker at a text."""

    how: str = option(doc="What.", default="")
    once: str = option(doc="A file that says that it was done.", default="")

    def encode(self, documents: Sequence[Document]) -> bytes:
        if any("BAD" in doc.text for doc in documents):
            suffer(self.how, self.once)
        return "".join(f"{doc.text}\n" for doc in documents).encode()


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return all of them."""
    return (Harm, Batch, Start, Speak, Modules, Once, Words, Parts, Lines)
