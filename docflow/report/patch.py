"""Two versions of a file as a patch: a unified diff that people read and `patch` applies."""

import difflib

from docflow.io.escape import safe
from docflow.report.paint import paint

__all__ = ["patch"]

_COLOURS = {"-": "red", "+": "green", "@": "blue", " ": "dim"}
_UNENDED = "\x00"
_NO_END = "\n\\ No newline at end of file"


def patch(old: str, new: str, name: str, *, color: bool = False) -> str:
    """Return the unified diff of two texts, "" when they are equal.

    Control characters show as escapes, but for tabs. Line ends of two characters show only where nothing
    else differs in the whole text.
    """
    before, after = old.split("\n"), new.split("\n")
    bare = [[line.removesuffix("\r") for line in lines] for lines in (before, after)]
    if bare[0] != bare[1]:
        before, after = bare
    lines = list(difflib.unified_diff(_ended(before), _ended(after), lineterm=""))[2:]
    head = [paint(f"{sign} {safe(name, None)}", "bold", color) for sign in ("---", "+++")] if lines else []
    return "".join(f"{line}\n" for line in [*head, *(_line(line, color) for line in lines)])


def _ended(lines: list[str]) -> list[str]:
    """Mark the last line where it has no end, as `diff` does; else nothing stands behind the last end."""
    return lines[:-1] if not lines[-1] else [*lines[:-1], lines[-1] + _UNENDED]


def _line(line: str, color: bool) -> str:
    text, mark, _ = line[1:].partition(_UNENDED)
    shown = line[0] + "\t".join(safe(part, None) for part in text.split("\t"))
    return paint(shown, _COLOURS[line[0]], color and line[0] != " ") + (mark and _NO_END)
