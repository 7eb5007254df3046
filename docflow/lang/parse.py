"""Parse a flow file: text to syntax tree, with every mistake of the file found in one run."""

from attrs import frozen

from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.automaton import begin, feed, finish
from docflow.lang.build import TreeBuilder
from docflow.lang.lexing import lex
from docflow.lang.tables import load

__all__ = ["Parsed", "parse"]


@frozen
class Parsed:
    """The tree of a file and what is wrong with its syntax; the tree holds what could be read."""

    program: tree.Program
    diagnostics: tuple[Diagnostic, ...]


def parse(text: str, file: str) -> Parsed:
    """Parse the text of a flow file; never raises, whatever the text is.

    `file` is the name shown to the user; all spans carry it.
    """
    tables = load()
    lexed = lex(text, file)
    build = TreeBuilder()
    stack = begin(tables, "start")
    for token in lexed.tokens[:-1]:
        after = feed(tables, stack, token, build)
        if after is None:
            wrong = (Diagnostic("DF0101", f"`{token.text}` cannot stand here", token.span),)
            program = tree.Program(file, text, None, (), lexed.comments, broken=True)
            return Parsed(program, (*lexed.diagnostics, *build.findings, *wrong))
        stack = after
    done = finish(tables, stack, "start", build)
    items = done.value if done else ()
    language = items[0] if items and isinstance(items[0], tree.Language) else None
    program = tree.Program(
        file, text, language, items[1 if language else 0 :], lexed.comments, broken=done is None
    )
    return Parsed(program, tuple([*lexed.diagnostics, *build.findings]))
