"""Where a name comes from, and where it is used."""

from collections.abc import Iterable, Iterator

from docflow.editor.analysis import Analysis
from docflow.editor.names.occurrences import occurrence_at, occurrences
from docflow.editor.names.target import Occurrence, Target
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.typing.scope import Field

__all__ = ["definition", "meant", "references", "start_of"]


def start_of(file: str) -> Span:
    """Return the place where a file begins."""
    return Span(file, 0, 0, 1, 1, 1, 1)


def meant(analysis: Analysis, offset: int) -> Occurrence | None:
    """Return the name that an offset touches."""
    return occurrence_at(occurrences(analysis), offset)


def definition(analysis: Analysis, offset: int) -> tuple[Span, ...]:
    """Return where the name at an offset is declared or, of a field, written; an include is its file."""
    included = _include_at(analysis, offset)
    if included is not None:
        return (included,)
    found = meant(analysis, offset)
    return tuple(_declared(found, analysis)) if found is not None else ()


def _include_at(analysis: Analysis, offset: int) -> Span | None:
    """The file that is named between quotes at an offset."""
    for item in analysis.program.items:
        if isinstance(item, tree.Include) and item.path.span.start <= offset <= item.path.span.end:
            named = (m for m in analysis.module.includes.values() if m.program.file.endswith(_last(item)))
            module = next(named, None)
            return start_of(module.program.file) if module is not None else None
    return None


def _last(item: tree.Include) -> str:
    return item.path.value.rpartition("/")[2]


def _declared(found: Occurrence, analysis: Analysis) -> Iterator[Span]:
    target = found.target
    if target.kind == "field":
        yield from _writers(found, analysis)
    elif target.kind == "include" and target.name in analysis.module.includes:
        declared = [o.span for o in occurrences(analysis) if o.role == "declare" and o.target == target]
        yield from declared or [start_of(analysis.module.includes[target.name].program.file)]
    elif target.kind == "namespace":
        uses = (o for o in occurrences(analysis) if o.target == target)
        yield from (o.span for o in uses if isinstance(o.target.thing, tree.Use))
    elif target.kind == "alias" and isinstance(target.thing, tree.Step) and target.thing.alias_span:
        yield target.thing.alias_span
    else:
        name = getattr(target.thing, "name_span", None)
        if isinstance(name, Span) and target.file:
            yield name


def _writers(found: Occurrence, analysis: Analysis) -> Iterator[Span]:
    """Where a field is written: what the checker saw on the way to this place, else every `set` of it."""
    known = found.target.thing
    if isinstance(known, Field) and known.span is not None and found.role == "read":
        own = (o.span for o in occurrences(analysis) if o.role == "write" and o.target == found.target)
        yield next((s for s in own if _within(s, known.span)), known.span)
    elif found.role == "write":
        yield found.span
    else:
        yield from (o.span for o in occurrences(analysis) if o.role == "write" and o.target == found.target)


def _within(inner: Span, outer: Span) -> bool:
    return inner.file == outer.file and outer.start <= inner.start and inner.end <= outer.end


def references(
    target: Target, analyses: Iterable[Analysis], *, declaration: bool = True
) -> tuple[Occurrence, ...]:
    """Return every place in these files that names a thing, with or without its declaration."""
    found = (o for analysis in analyses for o in occurrences(analysis) if o.target == target)
    return tuple(o for o in found if declaration or o.role != "declare")
