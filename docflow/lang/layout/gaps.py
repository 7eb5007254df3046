"""What stands between the tokens of a text: comments, line ends and blank lines.

Commas belong to the layout, which writes them anew, so the comments around one stand in one gap.
"""

from functools import cached_property
from itertools import dropwhile

import attrs
from attrs import field

from docflow.lang.layout.pieces import Doc
from docflow.lang.syntax.lexing import Lexed
from docflow.lang.syntax.tokens import Token
from docflow.lang.tree import Comment
from docflow.value import frozen

__all__ = ["Gap", "Note", "Source", "gather"]


@frozen
class Note:
    """A comment on a line of its own; `blank`: a blank line stands above it, `inner`: it is indented."""

    text: str
    blank: bool
    line: int
    inner: bool


@frozen
class Gap:
    """What stands before a token: the comment at the end of the last line, comments, line ends."""

    trailing: str | None
    notes: tuple[Note, ...]
    blank: bool
    ends: bool

    @property
    def comments(self) -> tuple[str, ...]:
        """All comments of the gap, in order."""
        return (*((self.trailing,) if self.trailing is not None else ()), *(note.text for note in self.notes))

    def spaced(self, *, inner: bool) -> bool:
        """Whether there is a blank line in the gap; `inner`: behind the indented comments it begins with."""
        notes = dropwhile(lambda note: inner and note.inner, self.notes)
        return self.blank or any(note.blank for note in notes)


@attrs.frozen(eq=False)
class Source:
    """The tokens of a text without commas, the last one being END; `gaps[i]` stands before `tokens[i]`.

    `laid` holds the layouts of values that are made, by the id of their branch.
    """

    tokens: tuple[Token, ...]
    gaps: tuple[Gap, ...]
    laid: dict[int, Doc] = field(factory=dict, init=False, repr=False)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {token.span.start: number for number, token in enumerate(self.tokens)}

    @cached_property
    def _unruly(self) -> tuple[list[int], list[int]]:
        """Sums up to each token: of the gaps with comments before it, of the tokens of several lines."""
        comments, lines = [0], [0]
        for token, gap in zip(self.tokens, self.gaps, strict=True):
            comments.append(comments[-1] + bool(gap.comments))
            lines.append(lines[-1] + ("\n" in token.text))
        return comments, lines

    def number(self, token: Token) -> int:
        """Return the number of a token."""
        return self._places[token.span.start]

    def commented(self, first: int, last: int) -> bool:
        """Whether a comment stands between two tokens."""
        return self._unruly[0][last + 1] > self._unruly[0][first + 1]

    def ragged(self, first: int, last: int) -> bool:
        """Whether the tokens cannot stand on one line: comments among them, or a text of several lines."""
        return self.commented(first, last) or self._unruly[1][last + 1] > self._unruly[1][first]


def gather(text: str, lexed: Lexed) -> Source:
    """Take the tokens of a text and what stands between them."""
    tokens = tuple(token for token in lexed.tokens if token.kind != "COMMA")
    commas = [token.span.end for token in lexed.tokens if token.kind == "COMMA"]
    comments, gaps, end = list(lexed.comments), [], 0
    comments.reverse()
    commas.reverse()
    for token in tokens:
        here: list[Comment] = []
        while comments and comments[-1].span.start < token.span.start:
            here.append(comments.pop())
        after = {end}
        while commas and commas[-1] <= token.span.start:
            after.add(commas.pop())
        gaps.append(_gap(text, after if end else set(), end, here, token.span.start))
        end = token.span.end
    return Source(tokens, tuple(gaps))


def _gap(text: str, solid: set[int], start: int, comments: list[Comment], end: int) -> Gap:
    """`solid` are the ends of tokens and commas: a comment on the line of one stands behind it."""
    trailing, place = None, start
    notes: list[Note] = []
    for comment in comments:
        last = max((at for at in solid if at <= comment.span.start), default=None)
        same = last is not None and "\n" not in text[last : comment.span.start]
        if same and trailing is None and not notes:
            trailing = comment.text.rstrip()
        else:
            notes.append(
                Note(
                    comment.text.rstrip(),
                    text.count("\n", place, comment.span.start) > 1,
                    comment.span.line,
                    comment.span.column > 1,
                )
            )
        place = comment.span.end
    return Gap(trailing, tuple(notes), text.count("\n", place, end) > 1, "\n" in text[start:end])
