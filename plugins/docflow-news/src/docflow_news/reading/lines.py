"""A document as lines that may say something about the article."""

__all__ = ["HEAD", "LONGEST", "bare", "lines_of"]

LONGEST = 400
"""The longest line, in characters, that is looked at; longer ones are prose. Keeps the work linear."""
HEAD = 30
"""The number of non-blank lines that count as the head of a document."""
_FRAME = " \t\u00a0•·|>»*–—-[]()"


def lines_of(text: str) -> list[str]:
    """Return the non-blank lines without the space around them; a line that is too long is kept as "…"."""
    stripped = (line.strip() for line in text.split("\n"))
    return [line if len(line) <= LONGEST else "…" for line in stripped if line]


def bare(line: str) -> str:
    """Return the line without bullets, brackets and dashes around it."""
    return line.strip(_FRAME)
