"""The LALR automaton: runs the parser tables over tokens.

The stack is a linked list, so that every earlier state stays at hand: a repair goes back by taking an
older stack, and a trial costs nothing but the trial.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from docflow.lang.syntax.tables import Tables
from docflow.lang.syntax.tokens import END, Token

__all__ = ["Builder", "Stack", "accepted", "begin", "feed", "finish", "goto", "kind_in", "reach", "settle"]

Builder = Callable[[str, list[Any]], Any]


class Stack(NamedTuple):
    """One state of the automaton with the value that led to it; `below` is None at the bottom."""

    below: "Stack | None"
    state: int
    value: Any


def begin(tables: Tables, start: str) -> Stack:
    """Return the stack with which a parse begins."""
    return Stack(None, tables.starts[start], None)


def kind_in(tables: Tables, state: int, token: Token) -> str:
    """Return what a token is in a state: a key, a word of the language or a name."""
    kind = token.kind
    if kind not in ("NAME", "KEY"):
        return kind
    row = tables.states[state]
    if kind in row and kind == "KEY":
        return kind
    word = tables.words.get(token.text)
    return word if word is not None and word in row else "NAME"


def feed(tables: Tables, stack: Stack, token: Token, build: Builder | None) -> Stack | None:
    """Take one token; None when it cannot stand here. Without a builder the values are left out."""
    kind = kind_in(tables, stack.state, token)
    states, rules = tables.states, tables.rules
    below, state, value = stack
    while True:
        action = states[state].get(kind)
        if action is None:
            return None
        if action >= 0:
            return Stack(Stack(below, state, value), action, token)
        rule = rules[-action - 1]
        if rule[3] and rule[1] == 1:  # one kid that stands for itself, the most frequent rule by far
            state = states[below.state][rule[0]]  # type: ignore[union-attr] # a kid stands on something
        else:
            below, state, value = _reduce(states, rule, Stack(below, state, value), build)


def finish(tables: Tables, stack: Stack, start: str, build: Builder | None) -> Stack | None:
    """Take the end of the text; the value of the returned stack is the result. None when it is too early."""
    states, rules = tables.states, tables.rules
    while stack.state != tables.ends[start]:
        action = states[stack.state].get(END)
        if action is None or action >= 0:
            return None
        stack = _reduce(states, rules[-action - 1], stack, build)
    return stack


def goto(tables: Tables, stack: Stack, symbol: str, value: Any) -> Stack | None:
    """Push a whole construct, as if it had been read; None when it cannot stand here."""
    state = tables.states[stack.state].get(symbol)
    return None if state is None or state < 0 else Stack(stack, state, value)


def settle(tables: Tables, stack: Stack, kind: str, build: Builder | None) -> Stack | None:
    """Complete what a coming terminal shows to be complete, without taking it; None when it cannot come."""
    while True:
        action = tables.states[stack.state].get(kind)
        if action is None or action >= 0:
            return None if action is None else stack
        stack = _reduce(tables.states, tables.rules[-action - 1], stack, build)


def accepted(tables: Tables, stack: Stack) -> set[str]:
    """Return the terminals that can really come next (END included)."""
    row = tables.states[stack.state]
    return {symbol for symbol in row if (symbol.isupper() or symbol == END) and _takes(tables, stack, symbol)}


def reach(tables: Tables, stack: Stack, tokens: Iterable[Token]) -> int:
    """Return how many of the tokens can be taken one after the other."""
    count = 0
    for token in tokens:
        if token.kind == END:
            return count + _takes(tables, stack, END)
        after = feed(tables, stack, token, None)
        if after is None:
            return count
        stack, count = after, count + 1
    return count


def _takes(tables: Tables, stack: Stack, kind: str) -> bool:
    states, rules = tables.states, tables.rules
    while True:
        if kind == END and stack.state in tables.ends.values():
            return True
        action = states[stack.state].get(kind)
        if action is None or action >= 0:
            return action is not None
        stack = _reduce(states, rules[-action - 1], stack, None)


def _reduce(
    states: list[dict[str, int]], rule: tuple[str, int, str, bool], stack: Stack, build: Builder | None
) -> Stack:
    origin, size, name, single = rule
    if size == 1 and single:
        below: Stack = stack.below  # type: ignore[assignment] # a rule is only reduced on top of its kids
        return Stack(below, states[below.state][origin], stack.value)
    values: list[Any] = []
    for _ in range(size):
        values.append(stack.value)
        stack = stack.below  # type: ignore[assignment] # as above
    if build is None:
        return Stack(stack, states[stack.state][origin], None)
    values.reverse()
    kids: list[Any] = []
    for value in values:
        if type(value) is list:
            kids += value
        else:
            kids.append(value)
    made = kids if not name else kids[0] if single and len(kids) == 1 else build(name, kids)
    return Stack(stack, states[stack.state][origin], made)
