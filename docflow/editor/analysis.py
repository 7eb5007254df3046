"""A text that was read and checked for an editor: everything that the features ask."""

from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path

import attrs

from docflow.catalog.catalog import Catalog
from docflow.editor.levels import levelled
from docflow.editor.spots import Spots
from docflow.errors import Diagnostic, Span
from docflow.lang import tree
from docflow.lang.check.files import load_module
from docflow.lang.check.includes import Read, read_utf8
from docflow.lang.check.module import Module
from docflow.lang.check.watch import Watch
from docflow.lang.elaborate import Elaborated, lower
from docflow.lang.findings import settled
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.parse import parse_lexed
from docflow.lang.syntax.tokens import Token
from docflow.lang.typing.scope import Scope

__all__ = ["Analysis", "analyse"]


@attrs.frozen(eq=False, repr=False, slots=False)
class Analysis:
    """One state of a file: its tokens and tree, what its names mean, and what is wrong with it.

    `folder` is where the file stands, None for a text that is in no file. `diagnostics` have the levels that
    the project wants; `warnings` are the places of those that a comment may allow. `sources` are the texts of
    the file and its includes, by the name that spans carry. `memo` is for what features derive once.
    """

    file: str
    text: str
    folder: Path | None
    tokens: tuple[Token, ...]
    program: tree.Program
    module: Module
    elaborated: Elaborated
    diagnostics: tuple[Diagnostic, ...]
    warnings: frozenset[tuple[str, Span]]
    sources: Mapping[str, str]
    spots: Spots
    memo: dict[str, object] = attrs.field(factory=dict)

    def item_at(self, offset: int) -> tree.Item | None:
        """Return the last top-level item that begins at or before an offset."""
        starts = [item.span.start for item in self.program.items]
        at = bisect_right(starts, offset) - 1
        return self.program.items[at] if at >= 0 else None

    def scope_at(self, offset: int) -> Scope:
        """Return what an expression at an offset may see: of the step around it, else of the file."""
        item = self.item_at(offset)
        found = self.spots.scope_at(offset, item.span) if item is not None else None
        return found if found is not None else self.module.scope(self.module.names)


def analyse(
    text: str, file: str, catalog: Catalog, *, folder: Path | None = None, read: Read = read_utf8
) -> Analysis:
    """Read and check a text, whatever it is; never raises for what stands in it.

    `read` gives the texts of includes, such as those of other windows that are not saved.
    """
    lexed, watch = lex(text, file), Watch()
    parsed = parse_lexed(lexed, text, file)
    loaded = load_module(parsed.program, catalog, folder, watch=watch, read=read)
    made = lower(loaded)
    sources = {file: text, **made.sources}
    natural = settled(parsed.diagnostics, made.diagnostics, sources, file)
    found, more = levelled(natural, folder)
    warnings = frozenset((d.code, d.span) for d in natural if d.severity == "warning")
    tokens, program, spots = lexed.tokens, parsed.program, Spots(watch.spots, file)
    return Analysis(
        file, text, folder, tokens, program, loaded.module, made, found, warnings, {**sources, **more}, spots
    )
