"""White space in its place: one space between words, no blank margins."""

import re
from functools import cached_property

from docflow.plugin import Cleaner, Example, component, option

__all__ = ["Whitespace"]

BLANK = " \t"
"""What a line may hold and still be blank; `clean.unicode` turns all other spaces into these."""


def _check_max_blank(value: int) -> str | None:
    return None if value >= 0 else "`max_blank` is a number of lines: 0 or more, or null to leave all"


@component(
    "whitespace",
    everyday=True,
    examples=(
        Example("\n  One   two. \n\n\n\nThree.\n", "One two.\n\nThree."),
        Example("a\n\n\n\nb", "a\nb", {"max_blank": 0}, "no blank lines"),
        Example("\na\n\n\nb\n", "\na\n\n\nb\n", {"max_blank": None, "ends": False}),
        Example(
            "if x:\n    y  =  1", "if x:\n    y  =  1", {"runs": False, "strip": False}, "code keeps its form"
        ),
    ),
)
class Whitespace(Cleaner):
    """Bring spaces and blank lines into order.

    A run of spaces and tabs becomes one space, lines lose the spaces at both ends, runs of blank lines
    shrink, and the text neither starts nor ends with a blank line (so it has no newline at its end). A line
    is blank when it holds nothing but spaces and tabs.
    """

    runs: bool = option(default=True, doc="Turn runs of spaces and tabs into one space.")
    strip: bool = option(default=True, doc="Remove spaces and tabs at both ends of every line.")
    max_blank: int | None = option(
        default=1,
        check=_check_max_blank,
        doc="The most blank lines that may follow one another; null leaves all.",
    )
    ends: bool = option(default=True, doc="Remove blank lines at the start and the end of the text.")

    def clean(self, text: str) -> str:
        """Return the text with its white space in order."""
        if self.runs:
            text = _one_space(text)
        if self.strip:
            text = "\n".join([line.strip(BLANK) for line in text.split("\n")])
        if self.max_blank is not None:
            text = self._shrink(text)
        return _without_ends(text) if self.ends else text

    @cached_property
    def _gap(self) -> "re.Pattern[str]":
        """A newline, more blank lines than may be, and the start of the last one's newline."""
        return re.compile(rf"\n(?:[ \t]*\n){{{(self.max_blank or 0) + 1},}}")

    def _shrink(self, text: str) -> str:
        # With a newline before and after, the blank lines at the ends look like all others.
        shorter = self._gap.sub("\n" * ((self.max_blank or 0) + 1), f"\n{text}\n")
        return shorter[1:-1] if len(shorter) < len(text) + 2 else text


def _one_space(text: str) -> str:
    text = text.replace("\t", " ")
    while "  " in text:  # each round halves the longest run
        text = text.replace("  ", " ")
    return text


def _without_ends(text: str) -> str:
    lines = text.split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip(BLANK):
        first += 1
    while last > first and not lines[last - 1].strip(BLANK):
        last -= 1
    return text if last - first == len(lines) else "\n".join(lines[first:last])
