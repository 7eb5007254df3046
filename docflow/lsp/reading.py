"""What an editor shows: hover, definitions, references, the outline, colours."""

from lsprotocol import types

from docflow.editor.define import definition, meant, references
from docflow.editor.hover import hover
from docflow.editor.names.target import Occurrence
from docflow.editor.positions import Lines
from docflow.editor.symbols import Symbol, symbols
from docflow.editor.tokens import KINDS, MODIFIERS, colours
from docflow.lsp.convert import location, range_of
from docflow.lsp.desk import Desk
from docflow.lsp.document import Document
from docflow.lsp.project import naming

__all__ = ["LEGEND", "define", "highlight", "mention", "outline", "paint", "show"]

LEGEND = types.SemanticTokensLegend(list(KINDS), list(MODIFIERS))


async def show(desk: Desk, document: Document, params: types.HoverParams) -> types.Hover | None:
    """Answer `textDocument/hover`."""
    analysis = await desk.analysis(document)
    found = hover(analysis, document.offset(params.position)) if analysis is not None else None
    if found is None:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
    return types.Hover(content, range_of(found.span, document.lines))


async def define(desk: Desk, document: Document, params: types.DefinitionParams) -> list[types.Location]:
    """Answer `textDocument/definition`."""
    analysis = await desk.analysis(document)
    spans = definition(analysis, document.offset(params.position)) if analysis is not None else ()
    return [location(span, desk.lines_of) for span in spans]


async def mention(desk: Desk, document: Document, params: types.ReferenceParams) -> list[types.Location]:
    """Answer `textDocument/references`."""
    analysis = await desk.analysis(document)
    found = meant(analysis, document.offset(params.position)) if analysis is not None else None
    if found is None or analysis is None:
        return []
    analyses = await naming(found.target, analysis, desk)
    places = references(found.target, analyses, declaration=params.context.include_declaration)
    sources = {file: text for each in analyses for file, text in each.sources.items()}
    return [location(each.span, desk.lines_in(sources)) for each in places]


async def highlight(
    desk: Desk, document: Document, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """Answer `textDocument/documentHighlight`: the other places of the name in this file."""
    analysis = await desk.analysis(document)
    found = meant(analysis, document.offset(params.position)) if analysis is not None else None
    if found is None or analysis is None:
        return []
    places = references(found.target, (analysis,))
    return [types.DocumentHighlight(range_of(each.span, document.lines), _way(each)) for each in places]


def _way(occurrence: Occurrence) -> types.DocumentHighlightKind:
    read = occurrence.role == "read"
    return types.DocumentHighlightKind.Read if read else types.DocumentHighlightKind.Write


# ------------------------------------------------------------------------------------------- outline

_SYMBOLS = {
    "use": types.SymbolKind.Package,
    "include": types.SymbolKind.Module,
    "param": types.SymbolKind.Variable,
    "secret": types.SymbolKind.Key,
    "let": types.SymbolKind.Constant,
    "stage": types.SymbolKind.Function,
    "flow": types.SymbolKind.Class,
    "test": types.SymbolKind.Method,
    "from": types.SymbolKind.File,
    "step": types.SymbolKind.Event,
    "gate": types.SymbolKind.Boolean,
}


async def outline(
    desk: Desk,
    document: Document,
    params: types.DocumentSymbolParams,  # noqa: ARG001
) -> list[types.DocumentSymbol]:
    """Answer `textDocument/documentSymbol`."""
    analysis = await desk.analysis(document)
    return [_symbol(each, document.lines) for each in symbols(analysis)] if analysis is not None else []


def _symbol(symbol: Symbol, lines: Lines) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name or "(no name)",
        _SYMBOLS[symbol.kind],
        range_of(symbol.span, lines),
        range_of(symbol.name_span, lines),
        symbol.detail or None,
        children=[_symbol(each, lines) for each in symbol.inner],
    )


# ------------------------------------------------------------------------------------------- colours


async def paint(
    desk: Desk, document: Document, params: types.SemanticTokensParams | types.SemanticTokensRangeParams
) -> types.SemanticTokens:
    """Answer `textDocument/semanticTokens/full` and `/range`."""
    analysis = await desk.analysis(document)
    if analysis is None:
        return types.SemanticTokens([])
    low, high = 0, len(document.text)
    if isinstance(params, types.SemanticTokensRangeParams):
        low, high = document.offset(params.range.start), document.offset(params.range.end)
    lines, data = document.lines, list[int]()
    last = (0, 0)
    for each in colours(analysis):
        if each.end <= low or each.start >= high:
            continue
        line, unit = lines.place(each.start)
        length = lines.place(each.end)[1] - unit
        bits = sum(1 << MODIFIERS.index(modifier) for modifier in each.modifiers)
        down = line - last[0]
        data += [down, unit if down else unit - last[1], length, KINDS.index(each.kind), bits]
        last = (line, unit)
    return types.SemanticTokens(data)
