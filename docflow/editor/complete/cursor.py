"""Where somebody is writing: the tokens before the cursor, what is open there, and what the grammar accepts.

Nothing here needs a text that can be parsed: while one types, it mostly cannot.
"""

from bisect import bisect_left
from collections.abc import Sequence

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.lang.syntax.automaton import accepted, begin, feed
from docflow.lang.syntax.build import TreeBuilder
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.repair import read
from docflow.lang.syntax.tables import load
from docflow.lang.syntax.tokens import END, Token

__all__ = ["Cursor", "cursor_at", "shared"]


@frozen
class Cursor:
    """A place in a text: `tokens` of its item before the word at hand, which stands from `start` to `offset`.

    `inside` is "code", "text" or "comment"; `end` is where the word at hand ends, behind the cursor.
    `accepted` are the terminals that may come. `known` is the offset of the same place in the analysis.
    """

    text: str
    offset: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    inside: str
    accepted: frozenset[str]
    known: int

    @property
    def word(self) -> str:
        """What was written of the word at hand."""
        return self.text[self.start : self.offset]

    def before(self, count: int = 1) -> Token | None:
        """Return the last token, or the one `count` tokens back."""
        return self.tokens[-count] if len(self.tokens) >= count else None


def shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def cursor_at(analysis: Analysis, text: str, offset: int) -> Cursor:
    """Return the place of a cursor in a text of which an earlier state may be analysed."""
    same = len(text) if text is analysis.text else shared(analysis.text, text)
    known = min(same, offset)
    tokens = _tokens(analysis, text, known, offset)
    comment = _in_comment(text, offset, analysis.file, tokens)
    at = next((i for i, token in enumerate(tokens) if token.span.end >= offset), len(tokens))
    touched = tokens[at] if at < len(tokens) and tokens[at].span.start < offset else None
    start, end, inside = offset, offset, "comment" if comment else "code"
    if touched is not None and touched.kind in ("NAME", "KEY", "NUMBER"):
        start, end = touched.span.start, touched.span.end
    elif (
        touched is not None
        and touched.kind in ("STRING", "TEXT", "TAGGED")
        and _in_quotes(touched, offset, text)
    ):
        start, end, inside = touched.span.start, touched.span.end, "text"
    elif touched is not None and touched.span.end == offset:
        at += 1
    before = tuple(tokens[:at])
    return Cursor(text, offset, start, end, before, inside, _accepted(before, tokens), known)


def _tokens(analysis: Analysis, text: str, known: int, offset: int) -> list[Token]:
    """The tokens of the item at the cursor, up to the end of its line; unchanged ones are not read again."""
    item = analysis.item_at(max(known - 1, 0))
    first = bisect_left(analysis.tokens, item.span.start if item else 0, key=lambda t: t.span.start)
    last = bisect_left(analysis.tokens, known, key=lambda token: token.span.end)
    kept = list(analysis.tokens[first : max(last - 2, first)])
    start = kept[-1].span.end if kept else (item.span.start if item else 0)
    end = text.find("\n", offset)
    tail = lex(text, analysis.file, start, len(text) if end < 0 else end).tokens
    return [*kept, *(token for token in tail if token.kind != END)]


def _in_quotes(token: Token, offset: int, text: str) -> bool:
    """Whether an offset is between quotes; a quote that is not closed yet holds the rest of its line."""
    written = text[text.find('"', token.span.start) : token.span.end]
    quotes = '"""' if written.startswith('"""') else '"'
    closed = written.endswith(quotes) and len(written) >= 2 * len(quotes)
    return offset < token.span.end or not closed


def _in_comment(text: str, offset: int, file: str, tokens: Sequence[Token]) -> bool:
    line = text.rfind("\n", 0, offset) + 1
    if "#" not in text[line:offset]:
        return False
    first = next((token.span.start for token in tokens if token.span.end > line), line)
    found = lex(text, file, min(first, offset), offset).comments
    return any(comment.span.end >= offset for comment in found)


def _accepted(before: tuple[Token, ...], tokens: Sequence[Token]) -> frozenset[str]:
    tables = load()
    stack = begin(tables, "start")
    for token in before:
        after = feed(tables, stack, token, None)
        if after is None:
            break
        stack = after
    else:
        return frozenset(accepted(tables, stack))
    end = Token(END, "", (before or tokens)[-1].span)
    reading = read(tables, "start", [*before, end], TreeBuilder(), frozenset(), unfinished=True)
    return frozenset(accepted(tables, reading.stacks[-1]))
