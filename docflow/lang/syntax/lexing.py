"""The lexer: a text to tokens, comments and what no token can be made of.

It never fails. What is mistaken in a known way (a quote that is not closed, a typographic sign) is
reported and read as what was meant, so that one such mistake gives one message.
"""

import re
from functools import cache
from importlib import import_module
from types import ModuleType

from attrs import define, field

from docflow.errors import Diagnostic, Span
from docflow.lang.syntax.tables import load
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.tree import Comment
from docflow.value import frozen

__all__ = ["Lexed", "lex"]

# Tried with the terminals: a block without its closing quotes, a text without its closing quote, and what
# other languages have: comments (two slashes in a row mean nothing here), signs for patterns and names.
_MISTAKES = {
    "OPEN_TEXT": r'"""(?![^"]*(?:"(?!"")[^"]*)*""")',
    "OPEN_STRING": r'[a-z]*"(?:\\.|[^"\\\n])*\\?(?=\n|\Z)',
    "SLASHES": r"//[^\n]*",
    "COMMENTS": r"/\*(?s:.*?)(?:\*/|\Z)|--[ \t][^\n]*",
    "TILDE": r'(?:=~|!~|~)(?!=)(?:[ \t]*"(?:\\.|[^"\\\n])*")?',
    "DOLLAR": r"\$(?:[^\W\d]\w*|\{[ \t]*[^\W\d]\w*[ \t]*\})",
    "PATTERN": r"(?:re|r|rx|f)'[^'\"\n]*'[a-z]*",
    "SLASHED": r"(?:(?<=: )|(?<=, )|(?<=[(\[])|(?<=matches ))/(?![/ *])(?:\\.|[^/\\\n\"])+/[a-z]*",
    "UNTAGGED": r'(?<=matches )"(?:\\.|[^"\\\n])*\\[^nt"\\u\n](?:\\.|[^"\\\n])*"',
    "FLAGS": r're"(?:\\.|[^"\\\n])*"[a-z]*[A-Z][A-Za-z]*',
    "GLOB": r"(?<=\()(?:[\w.-]*/)*\*[\w.*/-]*(?=[),])|(?<=\()(?:[\w.-]*/)+[\w-]*\*[\w.*/-]*(?=[),])",
    "SPECIFIER": r"[~^]=?[ \t]*\d[\d.]*",
}


@frozen
class Lexed:
    """The tokens of a text, the last one being END, with its comments and findings in order.

    `cut` says that a text block without its end holds the rest of the text.
    """

    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
    cut: bool = False


@define(eq=False, repr=False)
class _Reader:
    file: str
    text: str
    end: int
    position: int
    line: int = 1
    line_start: int = 0
    tokens: list[Token] = field(factory=list)
    comments: list[Comment] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    cut: bool = False

    def skip(self, end: int) -> None:
        """Move to `end`."""
        newlines = self.text.count("\n", self.position, end)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", self.position, end) + 1
        self.position = end

    def take(self, end: int) -> Span:
        """Move to `end` and return the span of what was passed."""
        start, line, column = self.position, self.line, self.position - self.line_start + 1
        self.skip(end)
        return Span(self.file, start, end, line, column, self.line, end - self.line_start + 1)


def lex(text: str, file: str, start: int = 0, end: int | None = None) -> Lexed:
    """Read a text, or the part of it from `start` to `end`; spans always count in the whole text."""
    reader = _Reader(file, text, len(text) if end is None else end, 0)
    reader.take(start + 1 if text.startswith("\ufeff", start) else start)
    match = _pattern().match
    while reader.position < reader.end:
        found = match(text, reader.position, reader.end)
        if found is None or found.lastgroup in _MISTAKES:
            _mend(reader, found)
        else:
            _keep(reader, str(found.lastgroup), found.end())
    reader.tokens.append(Token(END, "", reader.take(reader.end)))
    hidden = [] if text.isascii() else _slips().hidden(text, reader.tokens, reader.comments)
    findings = sorted([*reader.diagnostics, *hidden], key=lambda finding: finding.span.start)
    return Lexed(tuple(reader.tokens), tuple(reader.comments), tuple(findings), reader.cut)


def _keep(reader: _Reader, kind: str, end: int) -> None:
    if kind == "SPACE":
        reader.skip(end)
        return
    start = reader.position
    span = reader.take(end)
    if kind == "COMMENT":
        reader.comments.append(Comment(span, reader.text[start:end].rstrip("\r")))
    else:
        reader.tokens.append(Token(kind, reader.text[start:end], span))


def _mend(reader: _Reader, found: re.Match[str] | None) -> None:
    slip = _slips().read(reader.text, reader.position, reader.end, found)
    reader.cut = reader.cut or (found is not None and found.lastgroup == "OPEN_TEXT")
    span = reader.take(slip.end)
    if slip.kind is not None:
        if slip.kind == "COLON" and reader.tokens and reader.tokens[-1].kind == "NAME":
            name = reader.tokens.pop()
            reader.tokens.append(Token("KEY", name.text, name.span))
        reader.tokens.append(Token(slip.kind, slip.text, span))
        reader.tokens += [Token(kind, text, span) for kind, text in slip.more]
    reader.diagnostics.append(slip.finding(span))


def _slips() -> ModuleType:
    """The module for mistakes; a text without any does not pay for it (4 ms of a start)."""
    return import_module("docflow.lang.syntax.slips")


@cache
def _pattern() -> re.Pattern[str]:
    """All terminals as one pattern, in lark's order of trial, with the known mistakes where they belong."""
    ordered = [(name, pattern) for name, pattern in load().patterns]
    at = next(number for number, (name, _) in enumerate(ordered) if name == "STRING")
    ordered[at + 1 : at + 1] = [("OPEN_STRING", _MISTAKES["OPEN_STRING"])]
    ordered[:0] = [(name, _MISTAKES[name]) for name in _MISTAKES if name != "OPEN_STRING"]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in ordered))
