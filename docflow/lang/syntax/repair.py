"""The loop over the tokens of a file: read, and at a mistake report it, repair it and read on.

First the known mistakes, each with a repair that keeps everything that was written; a repair is only
taken when the automaton can read on with it. Then the broken construct is given up (`panic`). What
follows a construct that was given up is quiet until a token could be read, so that one mistake gives
one message.
"""

from collections.abc import Callable, Sequence

from attrs import define, field

from docflow.errors import Diagnostic
from docflow.lang.syntax.automaton import Stack, begin, feed, finish, goto
from docflow.lang.syntax.build import TreeBuilder
from docflow.lang.syntax.mistakes import (
    brackets,
    calls,
    doubled,
    missing,
    operators,
    outcomes,
    places,
    separators,
    shapes,
    signs,
    uses,
    words,
)
from docflow.lang.syntax.panic import give_up
from docflow.lang.syntax.tables import Tables
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import Mend, Trouble, stepped_back

__all__ = ["Reading", "read"]

_RULES: tuple[Callable[[Trouble], Mend | Diagnostic | None], ...] = (
    doubled.twice,
    doubled.needless,
    places.find,
    shapes.find,
    doubled.swapped,
    operators.find,
    calls.find,
    uses.find,
    outcomes.find,
    words.find,
    signs.find,
    brackets.find,
    separators.key_without_brackets,
    separators.comma,
    separators.drop_when,
    operators.missing,
    separators.step,
    missing.param_type,
    missing.find,
)
"""A rule gives a repair, a finding without one (the construct is then given up), or nothing."""

_MOST = 200  # mistakes of one file; a text with more is no flow, and each takes a millisecond or two


_DOUBTFUL = 3  # so soon after a repair, what cannot be read says only that the repair was not the right one


@define(eq=False, repr=False)
class Reading:
    """A parse under way; `value` is what the start rule gave, `broken` says that something was given up."""

    tables: Tables
    start: str
    tokens: list[Token]
    build: TreeBuilder
    quiet_lines: frozenset[int]
    stacks: list[Stack] = field(factory=list)
    index: int = 0
    diagnostics: list[Diagnostic] = field(factory=list)
    broken: bool = False
    value: object = None
    repairs: int = 0
    mended: int = -9  # where a sign was put in last
    cleared: int = -1  # the token after one that was taken out
    rescued: int = -1  # the token at which reading went on after the last construct that was given up


def read(
    tables: Tables,
    start: str,
    tokens: Sequence[Token],
    build: TreeBuilder,
    quiet_lines: frozenset[int],
    *,
    unfinished: bool = False,
) -> Reading:
    """Read all tokens from a start rule. On `quiet_lines` a mistake was reported already.

    An `unfinished` text ends where somebody is writing: its end is not read, so that the last of the stacks
    tells what can come next.
    """
    reading = Reading(tables, start, list(tokens), build, quiet_lines)
    reading.stacks.append(begin(tables, start))
    while reading.index < len(reading.tokens):
        token = reading.tokens[reading.index]
        if token.kind == END and unfinished:
            break
        if token.kind == END:
            after = finish(tables, reading.stacks[-1], start, build)
        else:
            after = feed(tables, reading.stacks[-1], token, build)
        if after is None:
            _repair(reading)
        else:
            reading.stacks.append(after)
            reading.index += 1
    reading.value = reading.stacks[-1].value
    return reading


def _repair(reading: Reading) -> None:
    reading.repairs += 1
    if reading.repairs > _MOST:
        _end(reading)
        return
    trouble = stepped_back(Trouble(reading.tables, reading.tokens, reading.index, reading.stacks))
    if trouble.index < reading.index:
        reading.index = trouble.index
        del reading.stacks[reading.index + 1 :]
    quiet = _quiet(reading, trouble)
    found = _found(trouble)
    if isinstance(found, Mend):
        _apply(reading, found, quiet=quiet)
        return
    if not quiet and (found is not None or reading.index - reading.mended > _DOUBTFUL):
        reading.diagnostics.append(found or missing.explained(trouble))
    _give_up(reading, trouble)


def _found(trouble: Trouble) -> Mend | Diagnostic | None:
    for rule in _RULES:
        found = rule(trouble)
        if found is not None:
            return found
    return None


def _apply(reading: Reading, mend: Mend, *, quiet: bool) -> None:
    """Put the tokens of a repair in their place and go back to where it begins."""
    reading.tokens[mend.at : mend.at + mend.drop] = mend.put
    del reading.stacks[mend.at + 1 :]
    reading.index = mend.at
    reading.mended = mend.at
    reading.cleared = mend.at if mend.drop and not mend.put else -1
    if not quiet:
        reading.diagnostics.append(mend.diagnostic)


def _quiet(reading: Reading, trouble: Trouble) -> bool:
    previous = trouble.previous
    lines = {trouble.token.span.line} | ({previous.span.line} if previous else set())
    if lines & reading.quiet_lines:
        return True
    return reading.index in (reading.rescued, reading.cleared)


def _give_up(reading: Reading, trouble: Trouble) -> None:
    reading.broken = True
    if trouble.token.kind == END and reading.rescued == reading.index:
        _end(reading)
        return
    rescue = give_up(
        trouble, reading.build, least=int(reading.rescued == reading.index and trouble.token.kind != END)
    )
    # The tokens given up are taken out, so that there is one stack for every token that stands.
    del reading.tokens[reading.index : rescue.index]
    reading.stacks[-1] = rescue.stack
    reading.rescued = reading.index


def _end(reading: Reading) -> None:
    """At the end of the text: keep the items that are whole, or nothing."""
    stack: Stack | None = reading.stacks[-1]
    while stack is not None:
        whole = goto(reading.tables, stack, "item", None)
        done = finish(reading.tables, whole, reading.start, reading.build) if whole else None
        if done is not None:
            reading.stacks.append(done)
            break
        stack = stack.below
    else:
        reading.stacks.append(Stack(None, reading.tables.starts[reading.start], None))
    reading.index = len(reading.tokens)
