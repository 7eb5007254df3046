"""The server: which message goes to which answer."""

import logging
import os
import sys
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from docflow.editor.positions import Encoding
from docflow.errors import Diagnostic
from docflow.lsp import mending, reading, writing
from docflow.lsp.desk import LOG, Desk
from docflow.lsp.document import Document
from docflow.lsp.findings import finding
from docflow.lsp.protocol import Protocol

__all__ = ["guarded", "make_server", "serve"]

Answer = Callable[[Desk, Document, Any], Awaitable[Any]]

_ANSWERS: tuple[tuple[str, Answer, Any], ...] = (
    (types.TEXT_DOCUMENT_HOVER, reading.show, None),
    (types.TEXT_DOCUMENT_DEFINITION, reading.define, None),
    (types.TEXT_DOCUMENT_REFERENCES, reading.mention, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, reading.highlight, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, reading.outline, None),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, reading.paint, reading.LEGEND),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, reading.paint, reading.LEGEND),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        writing.complete,
        types.CompletionOptions(trigger_characters=[".", "|", "(", ":", '"', " ", "/"]),
    ),
    (
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        writing.sign,
        types.SignatureHelpOptions(trigger_characters=["(", ","], retrigger_characters=[":"]),
    ),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, writing.prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, writing.rename, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_FORMATTING, writing.format_all, None),
    (types.TEXT_DOCUMENT_RANGE_FORMATTING, writing.format_part, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        mending.offer,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, mending.FIX_ALL]),
    ),
)


def make_server() -> LanguageServer:
    """Return a server that knows all features and waits for its client."""
    server = LanguageServer("docflow", version("docflow-core"), protocol_cls=Protocol)
    desk = Desk(publish=_publisher(server))
    for method, answer, options in _ANSWERS:
        server.feature(method, options)(guarded(answer, desk))
    _keep_texts(server, desk)
    _watch_files(server, desk)
    return server


def guarded(answer: Answer, desk: Desk) -> Callable[[Any], Awaitable[Any]]:
    """Return an answer that is empty, and a line in the log, where a feature fails: an editor goes on."""

    async def answered(params: Any) -> Any:
        document = desk.documents.get(params.text_document.uri)
        if document is None:
            return None
        try:
            return await answer(desk, document, params)
        except JsonRpcException:
            raise
        except Exception:  # noqa: BLE001 - whatever goes wrong in a feature, the editor goes on
            LOG.exception("%s failed in %s", answer.__name__, document.file)
            return None

    return answered


def _publisher(server: LanguageServer) -> Callable[[str, int | None, list[Diagnostic], Desk], None]:
    def publish(uri: str, number: int | None, found: list[Diagnostic], desk: Desk) -> None:
        shown = [finding(each, desk.lines_of, related=desk.related) for each in found]
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, number))

    return publish


def _keep_texts(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        text = params.text_document
        desk.open(Document(text.uri, text.version, text.text, desk.encoding))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = desk.documents.get(params.text_document.uri)
        if document is not None:
            document.edit(params.text_document.version, params.content_changes)
            desk.change(document)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        desk.close(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    def stopped(_: None) -> None:
        desk.stop()


_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}
_WATCHED = ("**/*.flow", "**/pyproject.toml")


def _watch_files(server: LanguageServer, desk: Desk) -> None:
    """Know what the client can do, and hear of files that change on the disk."""

    @server.feature(types.INITIALIZE)
    def begun(params: types.InitializeParams) -> None:
        desk.encoding = _ENCODINGS.get(_plain(server.workspace.position_encoding), "utf-16")
        texts = params.capabilities.text_document
        item = texts.completion.completion_item if texts and texts.completion else None
        desk.snippets = bool(item and item.snippet_support)
        shown = texts.publish_diagnostics if texts else None
        desk.related = bool(shown and shown.related_information)

    @server.feature(types.INITIALIZED)
    def ready(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            server.client_register_capability(_registration())

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_disk(_: types.DidChangeWatchedFilesParams) -> None:
        desk.check_all()


def _plain(kind: object) -> str:
    """Return a word of the protocol, which pygls gives as an enum or as text."""
    return str(getattr(kind, "value", kind))


def _registration() -> types.RegistrationParams:
    watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    return types.RegistrationParams([types.Registration("docflow-files", method, options)])


def _log() -> None:
    """Send what goes wrong to standard error, which editors keep; a refusal is an answer, and no failure."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="docflow lsp: %(message)s")
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_failure)


def _is_failure(record: logging.LogRecord) -> bool:
    raised = record.exc_info[1] if record.exc_info else None
    return not isinstance(raised, JsonRpcException)


def serve() -> int:
    """Serve one client over standard input and output, until it says exit; return the exit code.

    It is 1 where the client went without `shutdown`, as the protocol wants it. Standard output is for
    messages alone: what a plugin prints goes to standard error.
    """
    _log()
    sys.stdout.flush()
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = make_server()
    server.start_io(stdin=sys.stdin.buffer, stdout=channel)
    spoken = server.protocol
    return 0 if isinstance(spoken, Protocol) and spoken.ended else 1
