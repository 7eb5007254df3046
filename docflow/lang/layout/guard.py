"""The last look before a formatted text is given away: nothing may be lost, and nothing may have come."""

from docflow.lang.layout.textblocks import meaning
from docflow.lang.syntax.lexing import Lexed, lex
from docflow.lang.syntax.tokens import Token

__all__ = ["LayoutError", "secure"]

_CLOSERS = ("RPAR", "RSQB", "RBRACE")


class LayoutError(Exception):
    """A bug of the formatter: the new text would not say what the old one says."""


def secure(before: Lexed, text: str, file: str) -> None:
    """Compare a formatted text with what it was made of: the same tokens and comments in the same order.

    Only commas before a closing bracket may come and go, and the indentation of text blocks may change as
    long as they stand for the same text.

    Raises:
        LayoutError: they differ; names the place.
    """
    after = lex(text, file)
    for old, new in zip(_signs(before.tokens), _signs(after.tokens), strict=False):
        if old[:2] != new[:2]:
            raise LayoutError(f"formatting would turn `{old[1]}` in line {old[2]} into `{new[1]}`")
    if len(_signs(before.tokens)) != len(_signs(after.tokens)):
        raise LayoutError("formatting would lose the end of the file")
    comments = [comment.text.rstrip() for comment in before.comments]
    kept = [comment.text.rstrip() for comment in after.comments]
    if comments != kept:
        lost = next((text for text in comments if text not in kept), "a comment")
        raise LayoutError(f"formatting would lose or move a comment: {lost}")


def _signs(tokens: tuple[Token, ...]) -> list[tuple[str, str, int]]:
    following = (*tokens[1:], tokens[-1])
    return [
        (token.kind, meaning(token) if token.kind == "TEXT" else token.text, token.span.line)
        for token, after in zip(tokens, following, strict=True)
        if not (token.kind == "COMMA" and after.kind in _CLOSERS)
    ]
