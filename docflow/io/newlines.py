r"""The ends of lines: Python reads them all as `\n`; who rewrites a text gives each line its own end back."""

from collections import Counter
from importlib import import_module

from docflow.late import late

__all__ = ["restore", "unify"]

_END = late(r"\r\n|\r|\n")


def unify(raw: str) -> str:
    r"""Return the text as Python reads it from a file: every `\r\n` and `\r` is a `\n`."""
    return _END.sub("\n", raw) if "\r" in raw else raw


def restore(raw: str, text: str) -> str:
    r"""Return `text` (lines end in `\n`) with the ends of lines that `raw` has.

    Lines that both have keep their end, others get the one that is most frequent in `raw`.
    """
    ends: list[str] = _END.findall(raw)
    usual = Counter(ends).most_common(1)[0][0] if ends else "\n"
    if len(set(ends)) > 1:
        mixed = _line_by_line(_END.split(raw), ends, text.split("\n"), usual)
        if unify(mixed) == text:  # a line of nothing between `\r` and `\n` would be lost
            return mixed
    return text.replace("\n", usual)


def _line_by_line(before: list[str], ends: list[str], after: list[str], usual: str) -> str:
    given = [usual] * (len(after) - 1)
    matcher = import_module("difflib").SequenceMatcher(None, before, after, autojunk=False)  # 3 ms of a start
    for old, new, size in matcher.get_matching_blocks():
        for number in range(size):
            if old + number < len(ends) and new + number < len(given):
                given[new + number] = ends[old + number]
    return "".join(line + end for line, end in zip(after, [*given, ""], strict=True))
