"""Kids of a grammar rule, as the builders take them apart."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from docflow.errors import Diagnostic, Span
from docflow.lang.syntax.tokens import Token

__all__ = ["Findings", "Kids", "Part", "named", "nodes", "part", "signs", "spanning", "word"]

Kids = list[Any]
Findings = list[Diagnostic]


class Part(NamedTuple):
    """What a rule without a node of its own leaves for its parent, such as `as name`."""

    rule: str
    span: Span
    value: Any


def spanning(kids: Kids) -> Span:
    """Return the span from the first kid to the last."""
    first: Span = kids[0].span
    return first if len(kids) == 1 else first.to(kids[-1].span)


def nodes(kids: Kids) -> Iterator[Any]:
    """The kids that are nodes, in order; a construct that was given up (None) is left out."""
    return (kid for kid in kids if kid is not None and not isinstance(kid, Token | Part))


def part(kids: Kids, rule: str) -> Any:
    """Return the value of the part made by `rule`, None without one."""
    return next((kid.value for kid in kids if isinstance(kid, Part) and kid.rule == rule), None)


def signs(kids: Kids, kind: str) -> Iterator[Token]:
    """The tokens of one kind, in order."""
    return (kid for kid in kids if isinstance(kid, Token) and kid.kind == kind)


def word(kids: Kids, index: int) -> Token:
    """Return the kid at `index`, which the grammar makes a token."""
    token: Token = kids[index]
    return token


def named(kids: Kids) -> tuple[str, Span] | tuple[None, None]:
    """Return name and span of an `as name` among the kids."""
    found = part(kids, "alias")
    return (found.text, found.span) if found is not None else (None, None)
