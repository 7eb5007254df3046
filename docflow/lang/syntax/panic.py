"""The last resort: give up the broken step, arm, clause or item, and go on after it."""

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.syntax.automaton import Builder, Stack, goto, kind_in, settle
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import Trouble, unclosed
from docflow.value import frozen

__all__ = ["Rescue", "give_up"]


@frozen
class _Level:
    """A construct that can be given up: how it begins, and what shows that the next thing begins."""

    symbol: str
    begins: frozenset[str]
    next: frozenset[str]


_ITEMS = ("USE", "INCLUDE", "PARAM", "SECRET", "LET", "STAGE", "FLOW", "TEST", "DOCFLOW")
_LEVELS = (
    _Level("step", frozenset({"VBAR"}), frozenset({"VBAR"})),
    _Level("arm", frozenset({"WHEN"}), frozenset({"WHEN", "ELSE"})),
    _Level("else_arm", frozenset({"ELSE"}), frozenset()),
    _Level("clause", frozenset({"GIVEN", "MOCK", "THEN"}), frozenset({"GIVEN", "MOCK", "THEN"})),
    _Level("setting", frozenset({"ON", "WITH"}), frozenset({"ON", "WITH", "FROM"})),
    _Level("gate", frozenset({"EXPECT"}), frozenset({"EXPECT"})),
    _Level("item", frozenset(_ITEMS), frozenset()),
    _Level("source", frozenset({"FROM"}), frozenset({"VBAR"})),
)


@frozen
class Rescue:
    """Where to go on: the automaton after what was given up, and the index of the next token."""

    stack: Stack
    index: int


def give_up(trouble: Trouble, build: Builder, least: int) -> Rescue:
    """Give up the innermost construct that holds the wrong token.

    With `least` 1 the token itself is given up: what stands before it was given up already.
    """
    base, level = (_settled(trouble, build) if least else None) or _base(trouble)
    first = _first(trouble, base)
    depth = _depth(trouble, base)
    index = _skip(trouble, level, depth, trouble.index + least)
    span = first.span.to(trouble.tokens[max(index - 1, trouble.index - 1, 0)].span)
    after = goto(trouble.tables, base, level.symbol, _value(level.symbol, span))
    return Rescue(after or base, index)


def _base(trouble: Trouble) -> tuple[Stack, _Level]:
    """The automaton before the innermost construct that was begun and can be given up."""
    top = trouble.stacks[trouble.index]
    above: Stack | None = None
    stack: Stack | None = top
    while stack is not None:
        for level in _LEVELS:
            state = trouble.tables.states[stack.state].get(level.symbol)
            if state is not None and (above is None or _begins(trouble, level, stack, above.value)):
                return stack, level
        above, stack = stack, stack.below
    return trouble.stacks[0], _LEVELS[-1]


def _settled(trouble: Trouble, build: Builder) -> tuple[Stack, _Level] | None:
    """The automaton after everything that is complete, and what could begin there."""
    top = trouble.stacks[trouble.index]
    for level in _LEVELS:
        for kind in sorted(level.begins):
            stack = settle(trouble.tables, top, kind, build)
            if stack is not None and level.symbol in trouble.tables.states[stack.state]:
                return stack, level
    return None


def _begins(trouble: Trouble, level: _Level, stack: Stack, value: object) -> bool:
    if isinstance(value, Token):
        return kind_in(trouble.tables, stack.state, value) in level.begins
    return level.symbol == "item" and isinstance(value, tree.Source | tree.Pipeline)


def _first(trouble: Trouble, base: Stack) -> Token:
    """The first token of what is given up."""
    stack: Stack | None = trouble.stacks[trouble.index]
    first: Token = trouble.token
    while stack is not None and stack is not base:
        if isinstance(stack.value, Token):
            first = stack.value
        stack = stack.below
    return first


def _depth(trouble: Trouble, base: Stack) -> int:
    """How many braces are open inside what is given up."""
    opened = unclosed(trouble.stacks[trouble.index], base)
    return sum(stack.value.kind == "LBRACE" for stack in opened)


def _skip(trouble: Trouble, level: _Level, depth: int, index: int) -> int:
    tokens = trouble.tokens
    while tokens[index].kind != END:
        token = tokens[index]
        if index > trouble.index and trouble.begins_item(index):
            return index
        if token.kind == "LBRACE":
            depth += 1
        elif token.kind == "RBRACE":
            if not depth:
                return index
            depth -= 1
        elif not depth and _next(trouble, level, index):
            return index
        index += 1
    return index


def _next(trouble: Trouble, level: _Level, index: int) -> bool:
    """Whether the next construct begins at an index outside all braces."""
    token = trouble.tokens[index]
    if token.kind != "NAME":
        return token.kind in level.next
    before = trouble.tokens[index - 1] if index else None
    if before is not None and before.kind in ("DOT", "ARROW"):
        return False
    word = trouble.tables.words.get(token.text)
    first = before is None or before.span.end_line < token.span.line
    if first and word in ("EXPECT", "FROM"):
        return level.symbol in ("step", "gate", "source", "setting", "item")
    return word in level.next or trouble.begins_item(index)


def _value(symbol: str, span: Span) -> object:
    if symbol == "step":
        return tree.Step(span, tree.Broken(span))
    if symbol == "else_arm":
        return tree.Arm(span, None, tree.Block(span, (tree.Step(span, tree.Broken(span)),)))
    return tree.Source(span, ()) if symbol == "source" else None
