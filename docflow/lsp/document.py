"""One open text: its versions, as edits make them, and the last state of it that was analysed."""

from collections.abc import Iterable
from pathlib import Path

from attrs import define, field
from lsprotocol import types

from docflow.editor.analysis import Analysis
from docflow.editor.positions import Encoding, Lines
from docflow.lsp.uris import file_of, is_file

__all__ = ["Document"]

Edit = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument


@define(eq=False)
class Document:
    """An open text; `file` is how spans call it. `analysis` may be of an earlier version, or missing.

    `stamp` counts what has changed around the text, such as its includes; `analysed` is that of the analysis.
    """

    uri: str
    version: int
    text: str = field(repr=False)
    encoding: Encoding
    analysis: Analysis | None = None
    stamp: int = 0
    analysed: int = -1
    _lines: Lines | None = None

    @property
    def file(self) -> str:
        """The file that the text is, or would be."""
        return file_of(self.uri)

    @property
    def folder(self) -> Path | None:
        """The folder where the file stands, None for a text that is in no file."""
        return Path(self.file).parent if is_file(self.uri) else None

    @property
    def lines(self) -> Lines:
        """The lines of the text as it is now."""
        if self._lines is None or self._lines.text is not self.text:
            self._lines = Lines(self.text, self.encoding)
        return self._lines

    @property
    def fresh(self) -> bool:
        """Whether the analysis is of the text, and of what is around it, as they are now."""
        same = self.analysis is not None and self.analysis.text is self.text
        return same and self.analysed == self.stamp

    def edit(self, version: int, edits: Iterable[Edit]) -> None:
        """Take over the edits of a new version, one after the other."""
        for each in edits:
            if isinstance(each, types.TextDocumentContentChangePartial):
                start, end = self.offset(each.range.start), self.offset(each.range.end)
                self.text = self.text[: min(start, end)] + each.text + self.text[max(start, end) :]
            else:
                self.text = each.text
        self.version = version

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position in the text as it is now."""
        return self.lines.offset((position.line, position.character))
