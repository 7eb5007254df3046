"""How messages come in: as pygls has it, but the texts are kept by us alone.

pygls keeps a copy of every text whose lines also end where Unicode says so (a form feed, U+2028), which
editors do not agree with: an edit behind such a character would go to the wrong place, or fail.
"""

from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

__all__ = ["Protocol"]

Handing = Generator[Any, Any, None]


class Protocol(LanguageServerProtocol):
    """Hands the messages about texts to the server's own handlers."""

    def _pass_on(self, method: str, params: object) -> Handing:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Handing:
        """Hand on a text that was opened."""
        yield from self._pass_on(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Handing:
        """Hand on a text that was edited."""
        yield from self._pass_on(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Handing:
        """Hand on a text that was closed."""
        yield from self._pass_on(types.TEXT_DOCUMENT_DID_CLOSE, params)
