"""The state of a server: the open texts, what is known of them, and when they are checked again.

Checking runs in one thread beside the loop that reads messages. A text that changes is checked when it has
been left alone for a moment; a request that needs the text as it is now does not wait for that. When a text
has changed again before its check was done, the older result is kept for completion only.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.editor.analysis import Analysis, analyse
from docflow.editor.positions import Encoding, Lines
from docflow.errors import Diagnostic
from docflow.lang.check.includes import read_utf8
from docflow.lsp.convert import LinesOf
from docflow.lsp.document import Document
from docflow.lsp.uris import uri_of

__all__ = ["LOG", "QUIET", "Desk"]

T = TypeVar("T")
LOG = logging.getLogger("docflow.lsp")

QUIET = 0.15
"""Seconds that a text is left alone before it is checked: less than a pause between words, more than one
between letters."""

Publish = Callable[[str, int | None, list[Diagnostic], "Desk"], None]


@define(eq=False, repr=False)
class Desk:
    """Open texts by address; `publish` is told the findings of each file.

    `snippets` and `related` (places beside the one of a finding) are what the client can show.
    """

    publish: Publish
    catalog: Catalog = field(factory=Catalog.installed)
    encoding: Encoding = "utf-16"
    snippets: bool = False
    related: bool = True
    documents: dict[str, Document] = field(factory=dict)
    found: dict[str, dict[str, list[Diagnostic]]] = field(factory=dict)
    _uris: dict[str, str] = field(factory=dict)  # as the client spells them, by file
    _timers: dict[str, asyncio.TimerHandle] = field(factory=dict)
    _running: dict[str, "asyncio.Future[tuple[int, Analysis]]"] = field(factory=dict)
    _thread: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "docflow-check"))

    def open(self, document: Document) -> None:
        """Take in a text that was opened, and check it."""
        self.documents[document.uri] = document
        self._uris[document.file] = document.uri
        self.check_soon(document.uri, 0)
        self._check_dependents(document.file)

    def change(self, document: Document) -> None:
        """Note that a text has changed: it and those that include it are checked when it rests."""
        self.check_soon(document.uri)
        self._check_dependents(document.file)

    def close(self, uri: str) -> None:
        """Forget a text; what was found in it and because of it goes, too."""
        document = self.documents.pop(uri, None)
        self._cancel(uri)
        files = self.found.pop(uri, {})
        for file in files:
            self._publish(file)
        if document is not None:
            self._check_dependents(document.file)

    def stop(self) -> None:
        """Stop checking, for good."""
        for uri in list(self._timers):
            self._cancel(uri)
        self._thread.shutdown(wait=False, cancel_futures=True)

    # ------------------------------------------------------------------------------------- checking

    def check_soon(self, uri: str, quiet: float = QUIET) -> None:
        """Check a text when nothing has happened to it for a while."""
        self._cancel(uri)
        loop = asyncio.get_running_loop()
        self._timers[uri] = loop.call_later(quiet, lambda: loop.create_task(self._check(uri)))

    def check_all(self) -> None:
        """Check all open texts again: something outside of them has changed."""
        for document in self.documents.values():
            document.stamp += 1
            self.check_soon(document.uri)

    def _cancel(self, uri: str) -> None:
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def _check_dependents(self, file: str) -> None:
        for other in self.documents.values():
            known = other.analysis
            if known is not None and file != other.file and file in known.sources:
                other.stamp += 1
                self.check_soon(other.uri)

    async def _check(self, uri: str) -> None:
        self._timers.pop(uri, None)
        document = self.documents.get(uri)
        if document is not None:
            await self.analysis(document)

    async def analysis(self, document: Document) -> Analysis | None:
        """Return the analysis of a text as it is now; None when it has changed meanwhile, or is gone."""
        text = document.text
        while document.text is text and self.documents.get(document.uri) is document:
            if document.fresh:
                return document.analysis
            if not await self._analyse(document):
                return None
        return None

    async def latest(self, document: Document, small: int) -> Analysis | None:
        """Return an analysis for completion: of a text over `small` characters an earlier one will do."""
        if document.analysis is not None and len(document.text) > small:
            return document.analysis
        return await self.analysis(document)

    async def beside(self, path: Path) -> Analysis | None:
        """Return the analysis of a file of the project that may not be open; None when it cannot be read."""
        document = self.document_of(path.as_posix())
        if document is not None:
            return await self.analysis(document)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._of_file, path)
        except (OSError, UnicodeDecodeError):
            return None

    def _of_file(self, path: Path) -> Analysis:
        text = read_utf8(path)
        return analyse(text, path.as_posix(), self.catalog, folder=path.parent, read=self.read)

    async def _analyse(self, document: Document) -> bool:
        """Analyse a text, or wait for the analysis that is under way; False when that failed."""
        running = self._running.get(document.uri)
        if running is None:
            loop = asyncio.get_running_loop()
            running = loop.run_in_executor(self._thread, self._made, document)
            self._running[document.uri] = running
            running.add_done_callback(lambda done: self._done(document, done))
        await asyncio.wait([running])
        return not running.cancelled() and running.exception() is None

    def _made(self, document: Document) -> tuple[int, Analysis]:
        stamp, text = document.stamp, document.text
        return stamp, analyse(text, document.file, self.catalog, folder=document.folder, read=self.read)

    def _done(self, document: Document, done: "asyncio.Future[tuple[int, Analysis]]") -> None:
        self._running.pop(document.uri, None)
        if done.cancelled() or self.documents.get(document.uri) is not document:
            return
        failure = done.exception()
        if failure is not None:
            LOG.error("checking %s failed", document.file, exc_info=failure)
            return
        document.analysed, document.analysis = done.result()
        if document.fresh:
            self._note(document, document.analysis)
        elif document.uri not in self._timers:
            self.check_soon(document.uri)

    def read(self, path: Path) -> str:
        """Return the text of an include: that of its window when it is open, else of the disk."""
        wanted = path.as_posix()
        for document in list(self.documents.values()):
            if document.folder is not None and Path(document.file).resolve().as_posix() == wanted:
                return document.text
        return read_utf8(path)

    # ------------------------------------------------------------------------------------- findings

    def _note(self, document: Document, analysis: Analysis) -> None:
        by_file: dict[str, list[Diagnostic]] = {document.file: []}
        for diagnostic in analysis.diagnostics:
            by_file.setdefault(diagnostic.span.file, []).append(diagnostic)
        before = self.found.get(document.uri, {})
        self.found[document.uri] = by_file
        for file in dict.fromkeys((*by_file, *before)):
            self._publish(file)

    def _publish(self, file: str) -> None:
        """Tell what was found in a file, by its own check and by those of the files that include it."""
        found = [d for by_file in self.found.values() for d in by_file.get(file, ())]
        document = self.document_of(file)
        uri = self._uris.get(file) or uri_of(file)
        version = document.version if document is not None and document.fresh else None
        self.publish(uri, version, list(dict.fromkeys(found)), self)

    def document_of(self, file: str) -> Document | None:
        """Return the open text of a file, None when it is not open."""
        return next((d for d in self.documents.values() if d.file == file), None)

    def lines_of(self, file: str) -> tuple[str, Lines]:
        """Return the address and the lines of a file, as spans of the last analyses count them."""
        document = self.document_of(file)
        if document is not None:
            return document.uri, document.lines
        return self._uris.get(file) or uri_of(file), Lines(next(self._texts(file), ""), self.encoding)

    def lines_in(self, sources: Mapping[str, str]) -> LinesOf:
        """Return the same for files that need not be open, whose texts are given."""

        def lines_of(file: str) -> tuple[str, Lines]:
            known = self.document_of(file) is not None or file not in sources
            return self.lines_of(file) if known else (uri_of(file), Lines(sources[file], self.encoding))

        return lines_of

    async def in_thread(self, work: Callable[..., T], *given: object) -> T:
        """Do something that takes long where checks are done."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*given))

    def _texts(self, file: str) -> Iterator[str]:
        for document in self.documents.values():
            if document.analysis is not None and file in document.analysis.sources:
                yield document.analysis.sources[file]
