"""Giving a thing another name, everywhere at once, or saying why that cannot be."""

import re
from collections.abc import Sequence

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.editor.define import meant, references
from docflow.editor.names.occurrences import occurrences
from docflow.editor.names.surroundings import declared
from docflow.editor.names.target import Kind, Occurrence, Target
from docflow.editor.words import WORDS
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.symbols import RESERVED
from docflow.lang.typing.scope import DOC_MEMBERS, Field

__all__ = ["Refused", "renamable", "rename"]

_NAME = re.compile(r"[^\W\d]\w*")
_CANNOT: dict[Kind, str] = {
    "argument": "the name of an argument belongs to the component",
    "component": "the name of a component belongs to its plugin",
    "function": "the name of a function belongs to its plugin",
    "member": "this name belongs to the language",
    "outcome": "this name belongs to the language",
    "root": "this name belongs to the language",
    "setting": "this name belongs to the language",
    "type": "this name belongs to the language",
}


@frozen
class Refused:
    """Why something cannot be renamed: a sentence."""

    sentence: str


def renamable(analysis: Analysis, offset: int) -> Occurrence | Refused:
    """Return the name at an offset that may be changed, or why there is none."""
    found = meant(analysis, offset)
    if found is None:
        return Refused("there is no name here that could be changed")
    why = _CANNOT.get(found.target.kind) or _fixed(found, analysis)
    return Refused(why) if why else found


def _fixed(found: Occurrence, analysis: Analysis) -> str | None:
    target = found.target
    if target.kind == "namespace" and not _aliased(target, analysis):
        return "the name of a plugin belongs to its author; `use NAME as ALIAS` gives it another one here"
    if target.kind == "include" and not _aliased(target, analysis):
        return 'this include is called like its file; give it a name: `include "..." as NAME`'
    if target.kind == "field":
        return _foreign_field(target, analysis)
    if analysis.program.broken:
        return "a part of this file cannot be read yet, and may hold this name; mend the mistakes first"
    return None


def _aliased(target: Target, analysis: Analysis) -> bool:
    items = (i for i in analysis.program.items if isinstance(i, (tree.Use, tree.Include)))
    return any(item.alias == target.name for item in items)


def _foreign_field(target: Target, analysis: Analysis) -> str | None:
    """Say who else writes a field: only what `set` and the tests of this file write can be renamed."""
    own = [o.span for o in references(target, (analysis,)) if o.role == "write"]
    for occurrence in references(target, (analysis,)):
        known = occurrence.target.thing
        if isinstance(known, Field) and known.span and not any(_holds(known.span, span) for span in own):
            return f"the field `{target.name}` is written by {known.writer}, which gives it its name"
    if not own:
        return f"nothing in this file writes the field `{target.name}`, so its name comes from the documents"
    return None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.file == inner.file and outer.start <= inner.start and inner.end <= outer.end


def rename(target: Target, new: str, analyses: Sequence[Analysis]) -> tuple[tuple[Span, str], ...] | Refused:
    """Return the changes that give a thing a new name in all of these files, or why it cannot have it."""
    why = _ill_formed(new) or next(filter(None, (_taken(target, new, a) for a in analyses)), None)
    if why:
        return Refused(why)
    return tuple((occurrence.span, new) for occurrence in references(target, analyses))


def _ill_formed(new: str) -> str | None:
    if not _NAME.fullmatch(new):
        return f"`{new}` is no name: a name is made of letters, digits and `_`, and begins with no digit"
    if new in WORDS:
        return f"`{new}` is a word of the language"
    return None


def _taken(target: Target, new: str, analysis: Analysis) -> str | None:
    if new == target.name:
        return None
    if target.kind == "field":
        taken = new in DOC_MEMBERS or _named("field", new, analysis)
        return f"documents have a field `{new}` already" if taken else None
    if target.kind == "alias":
        same = any(o.target.owner == target.owner for o in occurrences(analysis) if _is(o, "alias", new))
        return f"a step is called `{new}` already" if same else None
    if new in RESERVED:
        return f"`{new}` is taken: it stands for {RESERVED[new]}"
    if target.kind == "flow" and new in analysis.module.plugins.aliases:
        return None
    return _clash(target, new, analysis)


def _clash(target: Target, new: str, analysis: Analysis) -> str | None:
    here = analysis.file == target.file
    if target.owner:
        mine = (
            o for o in occurrences(analysis) if o.target.owner == target.owner and o.target.kind == "param"
        )
        lets = (t for t in declared(analysis.module) if here and t.kind == "let")
        names = {o.target.name for o in mine} | {t.name for t in lets}
        return f"`{new}` is taken in the stage `{target.owner}`" if new in names else None
    taken = next((t for t in declared(analysis.module) if here and t.name == new), None)
    if taken is not None:
        word = "plugin" if taken.kind == "namespace" else taken.kind
        return f"`{new}` is taken: it is a {word} of this file already"
    inner = (o for o in occurrences(analysis) if here and target.kind == "let" and _is(o, "param", new))
    owner = next((o.target.owner for o in inner if o.target.owner), None)
    return f"`{new}` is taken: it is a param of the stage `{owner}`" if owner else None


def _is(occurrence: Occurrence, kind: Kind, name: str) -> bool:
    return occurrence.target.kind == kind and occurrence.target.name == name


def _named(kind: Kind, name: str, analysis: Analysis) -> bool:
    return any(_is(occurrence, kind, name) for occurrence in occurrences(analysis))
