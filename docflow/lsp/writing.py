"""What an editor writes: completions, signatures, formats, renames."""

import re
from collections.abc import Mapping

from lsprotocol import types

from docflow.editor.complete.complete import complete as propose
from docflow.editor.complete.item import Completions, Item
from docflow.editor.format import format_changes
from docflow.editor.rename import Refused, renamable
from docflow.editor.rename import rename as renamed
from docflow.editor.signature import signature_at
from docflow.lsp.convert import edits, range_between, range_of
from docflow.lsp.desk import Desk
from docflow.lsp.document import Document
from docflow.lsp.project import naming
from docflow.lsp.refusal import refuse

__all__ = ["complete", "format_all", "format_part", "prepare_rename", "rename", "sign"]

SMALL = 6_000
"""Characters of a text that is checked anew for each completion; in a longer one the last check will do."""

_OPENS = re.compile(
    r"(?:[|:=,<>]|\b(?:from|to|else|then|error|of|use|include|mock|given|with|in|when|where|expect|set|and|or|not"
    r"|matches|allow)) $"
)
"""Behind what a space asks for something; elsewhere it would only be in the way."""

_SPACED = frozenset("|:,=")
"""Signs behind which a space belongs: somebody who asks right behind one gets it with what is chosen."""

_KINDS: Mapping[str, types.CompletionItemKind] = {
    "argument": types.CompletionItemKind.Property,
    "component": types.CompletionItemKind.Function,
    "enum": types.CompletionItemKind.EnumMember,
    "field": types.CompletionItemKind.Field,
    "file": types.CompletionItemKind.File,
    "flow": types.CompletionItemKind.Class,
    "function": types.CompletionItemKind.Function,
    "include": types.CompletionItemKind.Module,
    "keyword": types.CompletionItemKind.Keyword,
    "let": types.CompletionItemKind.Constant,
    "namespace": types.CompletionItemKind.Module,
    "outcome": types.CompletionItemKind.EnumMember,
    "param": types.CompletionItemKind.Variable,
    "secret": types.CompletionItemKind.Variable,
    "setting": types.CompletionItemKind.Property,
    "stage": types.CompletionItemKind.Function,
    "step": types.CompletionItemKind.Reference,
    "type": types.CompletionItemKind.TypeParameter,
    "unit": types.CompletionItemKind.Unit,
}


async def complete(
    desk: Desk, document: Document, params: types.CompletionParams
) -> types.CompletionList | None:
    """Answer `textDocument/completion`."""
    text, offset = document.text, document.offset(params.position)
    asked = params.context.trigger_character if params.context is not None else None
    if asked == " " and not _OPENS.search(text, max(offset - 12, 0), offset):
        return None
    analysis = await desk.latest(document, SMALL)
    if analysis is None or document.text is not text:
        return None
    found = propose(analysis, text, offset)
    items = [_item(each, at, found, document, snippets=desk.snippets) for at, each in enumerate(found.items)]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(
    item: Item, at: int, found: Completions, document: Document, *, snippets: bool
) -> types.CompletionItem:
    insert = item.snippet if snippets and item.snippet is not None else item.insert
    form = types.InsertTextFormat.PlainText if insert == item.insert else types.InsertTextFormat.Snippet
    again = insert.endswith((".", ": "))
    if document.text[max(found.start - 1, 0) : found.start] in _SPACED:
        insert = f" {insert}"
    return types.CompletionItem(
        label=item.label,
        kind=_KINDS[item.kind],
        detail=item.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, item.doc) if item.doc else None,
        sort_text=f"{item.rank:02}{at:04}",
        filter_text=item.label,
        insert_text_format=form,
        text_edit=types.TextEdit(range_between(found.start, found.end, document.lines), insert),
        tags=[types.CompletionItemTag.Deprecated] if item.deprecated else None,
        command=types.Command("suggest", "editor.action.triggerSuggest") if again and snippets else None,
    )


async def sign(
    desk: Desk, document: Document, params: types.SignatureHelpParams
) -> types.SignatureHelp | None:
    """Answer `textDocument/signatureHelp`."""
    text, offset = document.text, document.offset(params.position)
    analysis = await desk.latest(document, SMALL)
    if analysis is None or document.text is not text:
        return None
    found = signature_at(analysis, text, offset)
    if found is None:
        return None
    arguments = [types.ParameterInformation(shown, doc or None) for shown, doc in found.arguments]
    active = found.active if found.active is not None else len(arguments)
    shown = types.SignatureInformation(found.label, parameters=arguments, active_parameter=active)
    return types.SignatureHelp([shown], active_signature=0, active_parameter=active)


# --------------------------------------------------------------------------------------------- rename


async def prepare_rename(
    desk: Desk, document: Document, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Answer `textDocument/prepareRename`: what would be renamed; refuses with a sentence."""
    analysis = await desk.analysis(document)
    if analysis is None:
        return None
    found = renamable(analysis, document.offset(params.position))
    if isinstance(found, Refused):
        raise refuse(found.sentence)
    return types.PrepareRenamePlaceholder(range_of(found.span, document.lines), found.target.name)


async def rename(desk: Desk, document: Document, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Answer `textDocument/rename`, in every file of the project that names the thing."""
    analysis = await desk.analysis(document)
    if analysis is None:
        return None
    found = renamable(analysis, document.offset(params.position))
    if isinstance(found, Refused):
        raise refuse(found.sentence)
    analyses = await naming(found.target, analysis, desk)
    changes = renamed(found.target, params.new_name, analyses)
    if isinstance(changes, Refused):
        raise refuse(changes.sentence)
    lines_of = desk.lines_in({file: text for each in analyses for file, text in each.sources.items()})
    made: dict[str, list[types.TextEdit]] = {}
    for span, new in changes:
        uri, lines = lines_of(span.file)
        made.setdefault(uri, []).append(types.TextEdit(range_of(span, lines), new))
    return types.WorkspaceEdit(changes=made)


# --------------------------------------------------------------------------------------------- format


async def format_all(
    desk: Desk,
    document: Document,
    params: types.DocumentFormattingParams,  # noqa: ARG001
) -> list[types.TextEdit] | None:
    """Answer `textDocument/formatting`."""
    return await _format(desk, document, None)


async def format_part(
    desk: Desk, document: Document, params: types.DocumentRangeFormattingParams
) -> list[types.TextEdit] | None:
    """Answer `textDocument/rangeFormatting`."""
    start, end = document.offset(params.range.start), document.offset(params.range.end)
    first = document.text.count("\n", 0, start) + 1
    last = document.text.count("\n", 0, max(start, end - 1)) + 1
    return await _format(desk, document, (first, last))


async def _format(
    desk: Desk, document: Document, lines: tuple[int, int] | None
) -> list[types.TextEdit] | None:
    text = document.text
    changes = await desk.in_thread(format_changes, text, document.file, lines)
    return edits(changes, document.lines) if document.text is text else None
