"""Completion: which proposals a place gets."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve

from docflow.editor.analysis import Analysis
from docflow.editor.complete.allow import in_comment
from docflow.editor.complete.arguments import argument_names, keys
from docflow.editor.complete.context import Context, Frame, context_of, role_of
from docflow.editor.complete.cursor import Cursor, cursor_at
from docflow.editor.complete.declare import (
    declared,
    files,
    mocked,
    plugins,
    settings,
    targets,
    tested_fields,
    types,
)  # fmt: skip
from docflow.editor.complete.inline import in_braces
from docflow.editor.complete.item import Completions, Item
from docflow.editor.complete.members import after_dot
from docflow.editor.complete.seen import head_of, in_gate, scope_here
from docflow.editor.complete.snippets import form_of
from docflow.editor.complete.steps import components, flows, outcomes, stages
from docflow.editor.complete.values import enum_words, units, values
from docflow.editor.complete.wanted import argument_at, callee_of, type_around, wanted
from docflow.editor.words import ROOT_WORDS, WORDS
from docflow.lang.syntax.tables import load
from docflow.lang.typing.scope import Scope
from docflow.model import Type

__all__ = ["complete"]

_AFTER_ERROR = ("fail", "skip", "drop", "quarantine", "retry")
_AFTER_EXPECT = ("fail", "warn", "drop", "quarantine")
_AS_GATE = ("fail", "warn")
_AS_STEP = ("drop", "quarantine", "keep", "warn", "fail")


def complete(analysis: Analysis, text: str, offset: int) -> Completions:
    """Return what may be written at an offset of a text; `analysis` knows this or an earlier state of it."""
    cursor = cursor_at(analysis, text, offset)
    if cursor.inside == "comment":
        return in_comment(text, offset, analysis)
    inline = in_braces(cursor, analysis) if cursor.inside == "text" else None
    if inline is not None:
        return inline
    context = context_of(cursor)
    found = (
        _in_text(cursor, context, analysis)
        if cursor.inside == "text"
        else _in_code(cursor, context, analysis)
    )
    return Completions(cursor.start, cursor.end, _unique(found))


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.label, item)
    return tuple(sorted(found.values(), key=lambda item: item.rank))


def _in_text(cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    """Between quotes: the words of an enum, the files that may be meant."""
    written = cursor.text[cursor.start + 1 : cursor.offset]
    before = cursor.before()
    if before is not None and before.text == "include":
        yield from files(written, analysis.folder, (".flow",))
        return
    type_ = wanted(cursor, context, analysis)
    if type_ is not None:
        yield from enum_words(type_)
        if {arm.name for arm in (type_, *type_.args)} & {"path", "glob"}:
            yield from files(written, analysis.folder)


def _in_code(cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    before = cursor.before()
    if before is not None and before.kind == "DOT":
        yield from _members(cursor, analysis)
    elif cursor.word[:1].isdigit():
        yield from units(cursor.word, wanted(cursor, context, analysis))
    elif context.frame is not None:
        yield from _in_frame(context.frame, cursor, context, analysis)
    else:
        yield from _in_clause(cursor, context, analysis)


def _members(cursor: Cursor, analysis: Analysis) -> Iterator[Item]:
    names: list[str] = []
    at = len(cursor.tokens)
    while at >= 2 and cursor.tokens[at - 1].kind == "DOT" and cursor.tokens[at - 2].kind == "NAME":
        names.insert(0, cursor.tokens[at - 2].text)
        at -= 2
    if names:
        outer = cursor.tokens[:at]
        role = role_of(outer)
        setting = bool(outer) and outer[-1].text == "set"
        yield from after_dot(names, role, analysis, analysis.scope_at(cursor.known), setting=setting)
        if role == "target" and names[0] in analysis.module.includes:
            yield from after_dot(names, "step", analysis, Scope(), setting=False)


# ------------------------------------------------------------------------------------------- brackets


def _in_frame(frame: Frame, cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    if frame.kind in ("type", "signature"):
        if frame.kind == "type" or (frame.segment and frame.segment[-1].kind == "COLON"):
            yield from types()
        return
    if frame.kind == "call" and not frame.segment:
        callee = callee_of(frame, analysis)
        if callee is not None and frame.role != "function":
            yield from argument_names(callee, frame)
        if callee is not None and argument_at(frame, callee) is None:
            return
    if frame.kind == "map" and not frame.segment:
        around = type_around(cursor, context, analysis)
        yield from keys(around, frame) if around is not None else ()
        return
    yield from _expression(cursor, context, analysis)


def _expression(cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    if "STRING" in cursor.accepted:
        type_ = wanted(cursor, context, analysis)
        scope = scope_here(cursor, context, analysis)
        if any(f.kind == "call" and f.role != "function" for f in context.frames):
            scope = scope.constants()
        yield from values(scope, type_, secret=_secret(context, analysis))
        yield from declared(context)
        yield from _words(cursor, type_)
    else:
        yield from _words(cursor)


def _secret(context: Context, analysis: Analysis) -> bool:
    callee = callee_of(context.frame, analysis) if context.frame is not None else None
    argument = (
        argument_at(context.frame, callee) if context.frame is not None and callee is not None else None
    )
    return argument is not None and argument.secret


def _words(cursor: Cursor, type_: Type | None = None) -> Iterator[Item]:
    """The words of the language that the grammar accepts here; what gives true or false where it may fit."""
    kinds = load().words
    for word, meaning in WORDS.items():
        other = type_ is not None and type_.name not in ("bool", "any")
        if kinds.get(word) not in cursor.accepted or (other and word in ("not", "true", "false")):
            continue
        if word == "null" and type_ is not None and type_.name != "any":
            continue  # said with the literals where the type ends in `?`
        yield Item(word, "keyword", word, doc=meaning, snippet=form_of(word, cursor), rank=4)


# -------------------------------------------------------------------------------------------- clauses


def _in_clause(cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    before = cursor.before()
    kind = before.kind if before is not None else ""
    last = before.text if before is not None else ""
    if kind == "VBAR":
        yield from _step(cursor, analysis)
    elif kind == "ARROW":
        yield from outcomes(_AS_STEP)
        yield from stages(analysis)
        yield from components("step", analysis)
    elif kind == "NAME" and last in _AFTER_WORD:
        yield from _after_word(last, cursor, context, analysis)
    elif kind == "COMMA" and role_of(cursor.tokens) == "source":
        yield from _sources(cursor, analysis)
    elif kind in ("COLON", "COMMA") and context.heads:
        yield from _after_sign(kind, cursor, context, analysis)
    else:
        yield from _expression(cursor, context, analysis)


def _step(cursor: Cursor, analysis: Analysis) -> Iterator[Item]:
    yield from stages(analysis)
    yield from components("step", analysis)
    yield from _words(cursor)
    yield from (evolve(each, rank=5) for each in outcomes(("quarantine", "drop")))


def _sources(cursor: Cursor, analysis: Analysis) -> Iterator[Item]:
    """Yield what a flow may read: readers, and the other flows of the file."""
    yield from components("source", analysis)
    head = head_of(cursor)
    own = next((t.text for t in cursor.tokens if head and t.span.start > head.span.start), "")
    for each in flows(analysis.module):
        if each.label != own:
            yield Item(f"flow.{each.label}", "flow", f"flow.{each.label}", "flow", rank=4)


_AFTER_WORD = frozenset(
    ("from", "to", "error", "then", "else", "of", "mock", "use", "with", "include", "test", "set")
)


def _after_word(word: str, cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    tested = bool(cursor.tokens) and cursor.tokens[0].text == "test"
    if word == "from":
        yield from _sources(cursor, analysis)
    elif word == "to":
        yield from components("sink", analysis)
    elif word == "error" or (word == "then" and not tested):
        yield from outcomes(_AFTER_ERROR)
    elif word == "else" and "expect" in context.heads:
        yield from outcomes(_AS_GATE if in_gate(context) else _AFTER_EXPECT)
    elif word == "mock":
        yield from mocked(analysis.scope_at(cursor.known))
    elif word == "with":
        yield from tested_fields(analysis.scope_at(cursor.known)) if tested else settings()
    elif word in _NAMED:
        yield from _NAMED[word](analysis)
    else:
        yield from _expression(cursor, context, analysis)


_NAMED: Mapping[str, Callable[[Analysis], Iterable[Item]]] = {
    "include": lambda analysis: files("", analysis.folder, (".flow",)),
    "of": targets,
    "set": lambda _: (Item("doc", "keyword", "doc.", doc=ROOT_WORDS["doc"], rank=0),),
    "test": lambda _: (),  # its name, which nobody else knows
    "use": plugins,
}


def _after_sign(sign: str, cursor: Cursor, context: Context, analysis: Analysis) -> Iterator[Item]:
    heads = context.heads
    if sign == "COLON" and heads[-1] == "param":
        yield from types()
    elif sign == "COMMA" and "with" in heads:
        yield from tested_fields(analysis.scope_at(cursor.known)) if "given" in heads else settings()
    else:
        yield from _expression(cursor, context, analysis)
