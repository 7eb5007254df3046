"""The concrete tree of a text: every rule of the grammar with its tokens, nothing left out."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from docflow.lang.syntax.automaton import begin, feed, finish
from docflow.lang.syntax.tables import load
from docflow.lang.syntax.tokens import Token

__all__ = ["Branch", "Kid", "branches", "edges", "grow", "rule_of", "tokens_of"]


class Branch(NamedTuple):
    """A rule of the grammar with what it was made of; rules that only pass on one kid leave no branch."""

    rule: str
    kids: tuple[Any, ...]  # each a Branch or a Token, as the grammar says


Kid: TypeAlias = Branch | Token


def grow(tokens: tuple[Token, ...]) -> Branch | None:
    """Read tokens (the last one being END) into a tree; None when they are no flow file."""
    tables = load()
    stack = begin(tables, "start")
    for token in tokens[:-1]:
        after = feed(tables, stack, token, _branch)
        if after is None:
            return None
        stack = after
    done = finish(tables, stack, "start", _branch)
    return done.value if done is not None else None


def _branch(rule: str, kids: list[Any]) -> Branch:
    return Branch(rule, tuple(kids))


def rule_of(kid: Kid) -> str:
    """Return the rule of a branch, "" for a token."""
    return kid.rule if isinstance(kid, Branch) else ""


def branches(kids: Iterable[Any], *rules: str) -> list[Branch]:
    """Return the branches among the kids, all or those of some rules."""
    return [kid for kid in kids if isinstance(kid, Branch) and (not rules or kid.rule in rules)]


def edges(kid: Kid) -> tuple[Token, Token]:
    """Return the first and the last token of a part of the tree."""
    first: Any = kid
    last: Any = kid
    while isinstance(first, Branch):
        first = first.kids[0]
    while isinstance(last, Branch):
        last = last.kids[-1]
    return first, last


def tokens_of(kid: Kid) -> list[Token]:
    """Return all tokens of a part of the tree, in order; however deep it is nested."""
    found: list[Token] = []
    todo: list[Any] = [kid]
    while todo:
        top = todo.pop()
        if isinstance(top, Branch):
            todo += reversed(top.kids)
        else:
            found.append(top)
    return found
