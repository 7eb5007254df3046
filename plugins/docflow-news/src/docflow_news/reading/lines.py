"""A document as lines that may say something about the article."""

from collections.abc import Sequence

__all__ = ["HEAD", "LONGEST", "bare", "head_of", "lines_of"]

LONGEST = 400
"""The longest line, in characters, that is looked at; longer ones are prose. Keeps the work linear."""
HEAD = 30
"""The number of non-blank lines that count as the head of a document."""
PARAGRAPH = 120
"""The least characters of a line that ends like a sentence and counts as a paragraph of prose."""
_ENDS = (".", "!", "?", "”", '"', "’")
_FRAME = " \t\u00a0•·|>»*–—-[]()"


def lines_of(text: str) -> list[str]:
    """Return the non-blank lines without the space around them; a line that is too long is kept as "…"."""
    stripped = (line.strip() for line in text.split("\n"))
    return [line if len(line) <= LONGEST else "…" for line in stripped if line]


def head_of(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of the head: at most `HEAD`, and none behind the third paragraph of prose.

    What stands below the article of a short page, such as the date of another one, is no head.
    """
    paragraphs = 0
    for i, line in enumerate(lines[:HEAD]):
        paragraphs += (len(line) >= PARAGRAPH and line.endswith(_ENDS)) or line == "…"
        if paragraphs == 3:
            return lines[:i]
    return lines[:HEAD]


def bare(line: str) -> str:
    """Return the line without bullets, brackets and dashes around it."""
    return line.strip(_FRAME)
