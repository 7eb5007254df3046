"""A place where the automaton cannot go on, and what can be done about it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
from attrs import field

from docflow.errors import Diagnostic, Span
from docflow.lang.syntax.automaton import Stack, accepted, begin, kind_in, reach
from docflow.lang.syntax.tables import Tables
from docflow.lang.syntax.tokens import Token
from docflow.value import frozen

__all__ = ["CLOSERS", "OPENERS", "Mend", "Trouble", "after", "before", "retold", "stepped_back", "unclosed"]

OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
_LOOK = 12  # tokens that a trial reads at most; a repair that holds for a dozen tokens is the right one


@frozen
class Mend:
    """A repair: `drop` tokens from `at` on are replaced by `put`, and reading goes on at `at`."""

    diagnostic: Diagnostic
    at: int
    drop: int = 0
    put: tuple[Token, ...] = ()


@attrs.frozen
class Trouble:
    """The token at `index` cannot be taken; `stacks[k]` is the automaton before the token `k`."""

    tables: Tables
    tokens: Sequence[Token]
    index: int
    stacks: Sequence[Stack] = field(repr=False)

    @property
    def token(self) -> Token:
        """The token that cannot be taken."""
        return self.tokens[self.index]

    @property
    def previous(self) -> Token | None:
        """The token before it."""
        return self.tokens[self.index - 1] if self.index else None

    @property
    def new_line(self) -> bool:
        """Whether the token is the first of its line."""
        previous = self.previous
        return previous is None or previous.span.end_line < self.token.span.line

    def near(self, distance: int) -> Token:
        """Return the token at a distance from the wrong one; an END beyond both ends."""
        at = self.index + distance
        return self.tokens[at] if 0 <= at < len(self.tokens) else self.tokens[-1]

    def kind(self, at: int) -> str:
        """Return what the token at an index before the trouble was taken for."""
        return kind_in(self.tables, self.stacks[at].state, self.tokens[at])

    def expected(self, back: int = 0) -> set[str]:
        """The terminals that could stand here, or `back` tokens earlier."""
        return accepted(self.tables, self.stacks[self.index - back])

    def gain(self, at: int, drop: int, put: Sequence[Token]) -> int:
        """Return how many tokens, from the wrong one on, could be read after a repair; 0 or less: none."""
        rest = self.tokens[at + drop : self.index + _LOOK]
        taken = reach(self.tables, self.stacks[at], [*put, *rest]) - len(put)
        return taken - (self.index - at - drop)

    def holds(self, at: int, drop: int, put: Sequence[Token], need: int = 2) -> bool:
        """Whether a repair lets reading go on for `need` tokens, or to the end of the text."""
        left = max(1, min(need, len(self.tokens) - max(self.index, at + drop)))
        beyond = max(0, at + drop - self.index)
        return self.gain(at, drop, put) >= left + beyond

    def name_before(self, at: int) -> tuple[Token, ...]:
        """Return the dotted name that ends before an index, () when there is none."""
        start = at
        while start and self.tokens[start - 1].kind == ("NAME" if (at - start) % 2 == 0 else "DOT"):
            start -= 1
        if start < at and self.tokens[start].kind == "DOT":
            start += 1
        return tuple(self.tokens[start:at])

    def in_map(self) -> bool:
        """Whether the innermost open bracket is the brace of a map."""
        stack = next(unclosed(self.stacks[self.index]), None)
        if stack is None or stack.value.kind != "LBRACE":
            return False
        return "KEY" in self.tables.states[stack.state]

    def open_brackets(self) -> Iterator[Token]:
        """The brackets that are open here, the innermost first."""
        for stack in unclosed(self.stacks[self.index]):
            yield stack.value

    def begins_item(self, at: int) -> bool:
        """Whether a top-level item clearly begins at an index: first of its line, and shaped like one."""
        token = self.tokens[at]
        if token.kind != "NAME" or (at and self.tokens[at - 1].span.end_line == token.span.line):
            return False
        if self.tables.words.get(token.text) not in _TOP:
            return False
        shape = self.tokens[at : at + 3]
        read = reach(self.tables, begin(self.tables, "start"), shape)
        return read == 3 or (read == 2 and self.tokens[at + 1].kind == "NAME")

    def mistaken_word(self, at: int) -> bool:
        """Whether a word of the language was taken for a name: what should stand before it is missing."""
        if at <= 0 or self.kind(at) != "NAME" or self.kind(at - 1) == "DOT":
            return False
        word = self.tables.words.get(self.tokens[at].text)
        if word == "ELSE" or self.begins_item(at):
            return True
        return word in _CLAUSES and self.tokens[at - 1].span.end_line < self.tokens[at].span.line


_CLAUSES = {"FROM", "ON", "WITH", "EXPECT", "GIVEN", "MOCK", "THEN"}
_TOP = {"DOCFLOW", "USE", "INCLUDE", "PARAM", "SECRET", "LET", "STAGE", "FLOW", "TEST"}


def stepped_back(trouble: Trouble) -> Trouble:
    """Return the trouble at the word before where that is the wrong one: `let a =`, then `flow b {`."""
    back = trouble.index - 1
    if not trouble.mistaken_word(back):
        return trouble
    return Trouble(trouble.tables, trouble.tokens, back, trouble.stacks[: back + 1])


def unclosed(stack: Stack | None, base: Stack | None = None) -> Iterator[Stack]:
    """The parts of a stack, down to `base`, whose value is an open bracket; the innermost first.

    A bracket stays on the stack beside its opening until the construct is complete, so they are counted.
    """
    closed = 0
    while stack is not None and stack is not base:
        kind = stack.value.kind if isinstance(stack.value, Token) else ""
        if kind in CLOSERS:
            closed += 1
        elif kind in OPENERS and closed:
            closed -= 1
        elif kind in OPENERS:
            yield stack
        stack = stack.below


def before(span: Span) -> Span:
    """Return the empty span at the start of a span."""
    return Span(span.file, span.start, span.start, span.line, span.column, span.line, span.column)


def after(span: Span) -> Span:
    """Return the empty span at the end of a span."""
    return Span(span.file, span.end, span.end, span.end_line, span.end_column, span.end_line, span.end_column)


def retold(tokens: Sequence[Token], words: Sequence[str] = ()) -> str:
    """Return tokens as text, with the spaces that stand between them; `words` stand in their places."""
    texts = list(words) or [token.text for token in tokens]
    gaps = [second.span.start - first.span.end for first, second in pairwise(tokens)]
    return "".join(text + " " * gap for text, gap in zip(texts, [*gaps, 0], strict=False))
