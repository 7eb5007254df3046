"""How messages come in: as pygls has it, but the texts are kept by us alone.

pygls keeps a copy of every text whose lines also end where Unicode says so (a form feed, U+2028), which
editors do not agree with: an edit behind such a character would go to the wrong place, or fail.
"""

from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol, lsp_method

__all__ = ["Protocol"]

_OVER = JsonRpcInvalidRequest("the server was shut down")
Handing = Generator[Any, Any, None]


class Protocol(LanguageServerProtocol):
    """Hands the messages about texts to the server's own handlers."""

    @property
    def ended(self) -> bool:
        """Whether the client has asked for the end with `shutdown`."""
        return self._shutdown

    def structure_message(self, data: Any) -> Any:
        """Read a message; a request that is none is refused, since its client waits for an answer."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Hand on a message; after `shutdown` requests are refused, as the protocol wants it."""
        if self._shutdown and hasattr(message, "id") and getattr(message, "method", types.EXIT) != types.EXIT:
            self._send_response(message.id, error=_OVER.to_response_error())
            return
        super().handle_message(message)

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
