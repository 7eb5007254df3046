"""From the numbers of lines to spans of characters."""

from collections.abc import Sequence

__all__ = ["spans"]


def spans(lines: Sequence[str], gone: Sequence[int]) -> list[tuple[int, int]]:
    """Return where the lines of these numbers (in order) stand in the text, each with the newline after it.

    The lines of a block that ends the text go with the newline before them: none is left over. An empty
    span, that of a text which is one empty line, is left as it is.
    """
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    end = starts[-1] - 1
    taken, last = set(gone), len(lines) - 1
    while last >= 0 and last in taken:
        last -= 1
    shift = 0 if last < 0 else 1
    found = []
    for number in gone:
        back = shift if number > last else 0
        found.append((starts[number] - back, min(starts[number + 1] - back, end)))
    return found
