"""Parse a flow file: text to syntax tree, with every mistake of the file found in one run."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.syntax.automaton import begin, feed, finish
from docflow.lang.syntax.build import TreeBuilder
from docflow.lang.syntax.lexing import Lexed, lex
from docflow.lang.syntax.limits import too_deep
from docflow.lang.syntax.tables import load
from docflow.lang.syntax.tokens import Token
from docflow.value import frozen

__all__ = ["Parsed", "ParsedExpr", "parse", "parse_expr", "parse_lexed"]

VERSION = "1"


@frozen
class Parsed:
    """The tree of a file and what is wrong with its syntax; the tree holds what could be read."""

    program: tree.Program
    diagnostics: tuple[Diagnostic, ...]


@frozen
class ParsedExpr:
    """A single expression, None when there is a mistake in it, and the mistakes."""

    expr: tree.Expr | None
    diagnostics: tuple[Diagnostic, ...]


def parse(text: str, file: str) -> Parsed:
    """Parse the text of a flow file; never raises, whatever the text is.

    `file` is the name shown to the user; all spans carry it. Findings are in the order of the text.
    """
    return parse_lexed(lex(text, file), text, file)


def parse_lexed(lexed: Lexed, text: str, file: str) -> Parsed:
    """Parse a text of which the tokens are known already, as `parse`."""
    refused = too_deep(lexed.tokens)
    if refused:
        program = tree.Program(file, text, None, (), lexed.comments, broken=True)
        return Parsed(program, (*lexed.diagnostics, refused))
    build = TreeBuilder()
    quiet = frozenset(found.span.line for found in lexed.diagnostics if found.code == "DF0102")
    read = _read("start", lexed.tokens, build, quiet)
    items = read.value if isinstance(read.value, tuple) else ()
    language = items[0] if items and isinstance(items[0], tree.Language) else None
    items = items[1:] if language else items
    findings = [*lexed.diagnostics, *build.findings, *read.diagnostics, *_version(language)]
    program = tree.Program(file, text, language, items, lexed.comments, broken=read.broken or lexed.cut)
    return Parsed(program, _in_order(findings))


def parse_expr(text: str, file: str, start: int = 0, end: int | None = None) -> ParsedExpr:
    """Parse one expression that stands in a text from `start` to `end`, such as a part of an f-string.

    Spans count in the whole text. Never raises.
    """
    lexed = lex(text, file, start, end)
    refused = too_deep(lexed.tokens)
    if refused:
        return ParsedExpr(None, (refused,))
    build = TreeBuilder()
    read = _read("expr", lexed.tokens, build, frozenset())
    findings = _in_order([*lexed.diagnostics, *build.findings, *read.diagnostics])
    return ParsedExpr(None if findings or read.broken else read.value, findings)


class _Read(NamedTuple):
    value: Any
    diagnostics: Sequence[Diagnostic] = ()
    broken: bool = False


def _read(start: str, tokens: Sequence[Token], build: TreeBuilder, quiet: frozenset[int]) -> _Read:
    """Read straight on; at a mistake once more, with repairs.

    The modules for mistakes are imported then only: most files have none, and they are 15 ms of a start.
    """
    tables = load()
    stack = begin(tables, start)
    for token in tokens[:-1]:
        after = feed(tables, stack, token, build)
        if after is None:
            break
        stack = after
    else:
        done = finish(tables, stack, start, build)
        if done is not None:
            return _Read(done.value)
    reading = import_module("docflow.lang.syntax.repair").read(tables, start, tokens, build, quiet)
    return _Read(reading.value, reading.diagnostics, reading.broken)


def _version(language: tree.Language | None) -> list[Diagnostic]:
    if language is None or (language.version.digits == VERSION and not language.version.suffix):
        return []
    written = language.version.digits + language.version.suffix
    return [
        Diagnostic(
            "DF0110",
            f"the language version `{written}` is not known to this docflow",
            language.version.span,
            f"it knows version {VERSION}; a newer file needs a newer docflow",
        )
    ]


def _in_order(findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place, and take out doubles: a repair may read a literal twice."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: (found.span.start, found.code)))
