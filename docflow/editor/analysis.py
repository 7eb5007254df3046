"""A text that was read and checked for an editor: everything that the features ask."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.check.files import load_module
from docflow.lang.check.includes import Read, read_utf8
from docflow.lang.check.module import Module
from docflow.lang.check.watch import Spot, Watch
from docflow.lang.elaborate import Elaborated, lower
from docflow.lang.findings import settled
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.parse import parse_lexed
from docflow.lang.syntax.tokens import Token
from docflow.lang.typing.scope import Field, Scope
from docflow.value import evolve

__all__ = ["Analysis", "analyse"]


@attrs.frozen(eq=False, repr=False, slots=False)
class Analysis:
    """One state of a file: its tokens and tree, what its names mean, and what is wrong with it.

    `folder` is where the file stands, None for a text that is in no file. `sources` are the texts of the file
    and its includes, by the name that spans carry. `memo` is for what features derive once.
    """

    file: str
    text: str
    folder: Path | None
    tokens: tuple[Token, ...]
    program: tree.Program
    module: Module
    elaborated: Elaborated
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    spots: tuple[Spot, ...]
    memo: dict[str, object] = attrs.field(factory=dict)

    def item_at(self, offset: int) -> tree.Item | None:
        """Return the last top-level item that begins at or before an offset."""
        starts = [item.span.start for item in self.program.items]
        at = bisect_right(starts, offset) - 1
        return self.program.items[at] if at >= 0 else None

    def scope_at(self, offset: int) -> Scope:
        """Return what an expression at an offset may see: of the step around it, else of the file.

        Between two steps it is what the next one sees; behind the last one what that one saw.
        """
        item = self.item_at(offset)
        first = bisect_left(self._starts, item.span.start if item is not None else 0)
        last = bisect_right(self._starts, item.span.end) if item is not None else len(self._starts)
        mine = self._by_start[first:last]
        at = bisect_right(self._starts, offset) - first
        around = next((spot for spot in reversed(mine[:at]) if offset <= spot.span.end), None)
        inner = [s for s in mine if around is None or (s.span != around.span and _holds(around, s))]
        if inner and inner[0].span.start <= offset:
            around = next((spot for spot in inner if spot.span.start > offset), inner[-1])
        if around is None:
            return self.module.scope(self.module.names)
        same = [spot for spot in mine if spot.span == around.span]
        return _merged([spot for spot in same if not spot.testing] or same)

    @cached_property
    def _by_start(self) -> list[Spot]:
        mine = [spot for spot in self.spots if spot.span.file == self.file]
        return sorted(mine, key=lambda spot: (spot.span.start, -spot.span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [spot.span.start for spot in self._by_start]


def _holds(outer: Spot, inner: Spot) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _merged(spots: Sequence[Spot]) -> Scope:
    """What a step of a stage sees when several flows call it: the fields that any of them brings."""
    scopes = [spot.scope() for spot in spots]
    fields: dict[str, Field] = {}
    for scope in reversed(scopes):
        fields |= scope.fields
    return evolve(scopes[0], fields=fields) if len(scopes) > 1 else scopes[0]


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
    found = settled(parsed.diagnostics, made.diagnostics, sources, file)
    tokens, program, spots = lexed.tokens, parsed.program, tuple(watch.spots)
    return Analysis(file, text, folder, tokens, program, loaded.module, made, found, sources, spots)
