"""Quick fixes: what findings offer, all fixes at once, comments that allow a finding."""

from collections.abc import Iterator

from lsprotocol import types

from docflow.editor.actions import Action, actions, fix_all
from docflow.lsp.convert import edits
from docflow.lsp.desk import Desk
from docflow.lsp.document import Document
from docflow.lsp.findings import finding

__all__ = ["FIX_ALL", "offer"]

FIX_ALL = types.CodeActionKind.SourceFixAll


async def offer(desk: Desk, document: Document, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Answer `textDocument/codeAction`."""
    analysis = await desk.analysis(document)
    if analysis is None:
        return []
    found: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix, params):
        start, end = document.offset(params.range.start), document.offset(params.range.end)
        found += (_action(each, desk, document) for each in actions(analysis, start, end))
    if _wanted(FIX_ALL, params) and (params.context.only or found):
        every = await desk.in_thread(fix_all, analysis, desk.read)
        if every is not None and document.text is analysis.text:
            found += _every(every, desk, document, params)
    return found


def _every(
    action: Action, desk: Desk, document: Document, params: types.CodeActionParams
) -> Iterator[types.CodeAction]:
    made = _action(action, desk, document)
    if params.context.only and _wanted(FIX_ALL, params):
        made.kind = FIX_ALL
    yield made


def _wanted(kind: object, params: types.CodeActionParams) -> bool:
    only = params.context.only
    asked = map(_text, only or ())
    return not only or any(_text(kind) == each or _text(kind).startswith(f"{each}.") for each in asked)


def _text(kind: object) -> str:
    return str(getattr(kind, "value", kind))


def _action(action: Action, desk: Desk, document: Document) -> types.CodeAction:
    change = types.TextDocumentEdit(
        types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version),
        edits(action.changes, document.lines),
    )
    return types.CodeAction(
        title=action.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[finding(action.finding, desk.lines_of)] if action.finding is not None else None,
        is_preferred=action.preferred or None,
        edit=types.WorkspaceEdit(document_changes=[change]),
    )
