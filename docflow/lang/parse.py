"""Parse a flow file: text to syntax tree, with every mistake of the file found in one run."""

from attrs import frozen

from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.build import TreeBuilder
from docflow.lang.lexing import lex
from docflow.lang.limits import too_deep
from docflow.lang.repair import read
from docflow.lang.tables import load

__all__ = ["Parsed", "ParsedExpr", "parse", "parse_expr"]

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
    lexed = lex(text, file)
    refused = too_deep(lexed.tokens)
    if refused:
        program = tree.Program(file, text, None, (), lexed.comments, broken=True)
        return Parsed(program, (*lexed.diagnostics, refused))
    build = TreeBuilder()
    quiet = frozenset(found.span.line for found in lexed.diagnostics if found.code == "DF0102")
    reading = read(load(), "start", lexed.tokens, build, quiet)
    items = reading.value if isinstance(reading.value, tuple) else ()
    language = items[0] if items and isinstance(items[0], tree.Language) else None
    items = items[1:] if language else items
    findings = [*lexed.diagnostics, *build.findings, *reading.diagnostics, *_version(language)]
    program = tree.Program(file, text, language, items, lexed.comments, broken=reading.broken or lexed.cut)
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
    reading = read(load(), "expr", lexed.tokens, build, frozenset())
    findings = _in_order([*lexed.diagnostics, *build.findings, *reading.diagnostics])
    expr = None if findings or reading.broken else reading.value
    return ParsedExpr(expr, findings)  # type: ignore[arg-type]


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
