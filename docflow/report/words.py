"""Texts that differ, shown: lines that went (`-`) and came (`+`), with the words that differ marked in them.

In plain text the words stand in `[-old-]` and `{+new+}`, as `git diff --word-diff` has it; on a terminal they
are coloured and reversed; in HTML they are `<del>` and `<ins>`. Where a change is white space it shows:
`·` for a blank, `↵` for the end of a line, an escape for any other. What comes from data is made safe.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from docflow.io.escape import safe
from docflow.late import late
from docflow.report.paint import paint
from docflow.textdiff import Row, Run
from docflow.value import frozen

__all__ = ["LONGEST", "Fold", "Style", "changed", "folded", "line", "lines", "marked", "shown"]

Style = Literal["plain", "ansi", "html"]
LONGEST = 400
"""The most characters of one run that are shown unless a caller says otherwise."""
NEAR = 40
"""How much of an unchanged run is shown beside a change in a line that is cut."""
_SIGNS = {"same": " ", "gone": "-", "new": "+"}
_COLOURS = {"gone": "red", "new": "green"}
_TAGS = {"gone": "del", "new": "ins"}
_BRACKETS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}
_ODD_BLANKS = late("[^\\S \n\t\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""White space that looks like a blank; `safe` escapes the others."""


@frozen
class Fold:
    """Lines that are the same and not shown; `first` is the number of the first of them in the first text."""

    lines: int
    first: int


def changed(rows: Iterable[Row]) -> bool:
    """Return whether any line went or came."""
    return any(row.kind != "same" for row in rows)


def folded(rows: Sequence[Row], context: int = 2) -> Iterator[Row | Fold]:
    """Yield the lines that differ and `context` lines around them, and folds for the others."""
    near = _near(rows, context)
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and not near[end]:
            end += 1
        if end - start > 1:
            yield Fold(end - start, rows[start].before or 0)
        elif end > start:
            yield rows[start]
        if end < len(rows):
            yield rows[end]
        start = end + 1


def _near(rows: Sequence[Row], context: int) -> list[bool]:
    near = [False] * len(rows)
    last = -context - 1
    for number, row in enumerate(rows):
        if row.kind != "same":
            for at in range(max(last + 1, number - context, 0), number + 1):
                near[at] = True
            last = number
        elif number - last <= context:
            near[number] = True
    return near


def lines(
    rows: Sequence[Row],
    style: Style = "plain",
    *,
    context: int = 2,
    limit: int | None = LONGEST,
    note: Callable[[Row], str] | None = None,
) -> list[str]:
    """Return the differing lines of two texts and `context` lines around them, one string each.

    `limit` is the most characters of one run (None: all). `note` may say something about a line, which is
    put at its end.
    """
    found = []
    for part in folded(rows, context):
        said = note(part) if note is not None and not isinstance(part, Fold) else ""
        found.append(shown(part, style, limit=limit) + (_said(f"  <- {said}", style, "note") if said else ""))
    return found


def shown(part: Row | Fold, style: Style = "plain", *, limit: int | None = LONGEST) -> str:
    """Return one line of a difference, or how many lines are folded in its place."""
    if isinstance(part, Fold):
        return _said(f"  ... {part.lines:,} lines ...", style, "fold")
    return line(part, style, limit=limit)


def _said(text: str, style: Style, name: str) -> str:
    if style == "html":
        return f'<span class="{name}">{html.escape(text.strip())}</span>'
    return paint(text, "dim", style == "ansi")


def line(row: Row, style: Style = "plain", *, limit: int | None = LONGEST) -> str:
    """Return one line with its sign (no sign in HTML, where the caller's markup shows it)."""
    whole = all(run.kind == row.kind for run in row.runs)
    if row.kind == "same" or whole:
        text = _shown(row.text, row.kind, limit) if row.text else _empty(row)
        body = (
            _tagged(text, row.kind, style) if style == "html" and row.kind != "same" else _plain(text, style)
        )
    elif style == "ansi":
        return _coloured(row, limit)
    else:
        body = marked(row.runs, style, limit=limit, same=limit)
    if style == "html":
        return body
    said = f"{_SIGNS[row.kind]} {body}".rstrip()
    return paint(said, _COLOURS[row.kind], style == "ansi") if row.kind != "same" else said


def _empty(row: Row) -> str:
    return "" if row.kind == "same" else "↵"


def _coloured(row: Row, limit: int | None) -> str:
    colour = _COLOURS[row.kind]
    parts = [paint(f"{_SIGNS[row.kind]} ", colour, on=True)]
    for first, last, run in _ends(row.runs):
        if run.kind == "same":
            parts.append(paint(_cut_same(run.text, limit, first=first, last=last), colour, on=True))
        else:
            parts.append(paint(_shown(run.text, run.kind, limit), f"{colour} mark", on=True))
    return "".join(parts)


def marked(
    runs: Sequence[Run], style: Style = "plain", *, limit: int | None = LONGEST, same: int | None = LONGEST
) -> str:
    """Return runs as one line, gone and new words marked in their places.

    `limit` is the most characters of a marked run; an unchanged one longer than `same` shows its ends only.
    """
    parts = []
    for first, last, run in _ends(runs):
        if run.kind == "same":
            parts.append(_plain(_cut_same(run.text, same, first=first, last=last), style))
        else:
            parts.append(_tagged(_shown(run.text, run.kind, limit), run.kind, style))
    return "".join(parts)


def _ends(runs: Sequence[Run]) -> Iterator[tuple[bool, bool, Run]]:
    for number, run in enumerate(runs):
        yield number == 0, number == len(runs) - 1, run


def _plain(text: str, style: Style) -> str:
    return html.escape(text) if style == "html" else text


def _tagged(text: str, kind: str, style: Style) -> str:
    if style == "html":
        return f"<{_TAGS[kind]}>{html.escape(text)}</{_TAGS[kind]}>"
    if style == "ansi":
        return paint(text, f"{_COLOURS[kind]} mark", on=True)
    before, after = _BRACKETS[kind]
    return f"{before}{text}{after}"


def _cut_same(text: str, limit: int | None, *, first: bool, last: bool) -> str:
    """Show the ends of an unchanged run that are beside a change."""
    if limit is None or len(text) <= max(limit, 2 * NEAR):
        return _shown(text, "same", None)
    head = "" if first else text[:NEAR]
    tail = "" if last else text[len(text) - NEAR :]
    return _shown(head, "same", None) + "…" + _shown(tail, "same", None)


def _shown(text: str, kind: str, limit: int | None) -> str:
    cut = text if limit is None or len(text) <= limit else text[:limit]
    more = f"… ({len(text) - len(cut):,} more characters)" if len(cut) < len(text) else ""
    if kind == "same":
        return safe(cut.replace("\n", "↵"), None) + more
    if cut.isspace():
        cut = cut.replace(" ", "·")
    return safe(_ODD_BLANKS.sub(_escaped, cut.replace("\n", "↵")), None) + more


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
