"""Why a test failed, for people: the claim with a caret line, what was expected, what came, what decided."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from docflow.io.escape import safe
from docflow.plan.case import Failure, Gone, Part, Side
from docflow.plan.phrase import value_text
from docflow.plan.quote import quote
from docflow.report import words
from docflow.report.columns import fit
from docflow.report.paint import paint
from docflow.report.table import count
from docflow.textdiff import rows
from docflow.value import frozen

__all__ = ["Look", "failure_lines", "spread"]

MOST_LINES = 60
MOST_IN_A_ROW = 20
MOST_CHARS = 500
SHORT = 60
"""Texts of one line up to this length are shown side by side, longer ones as a difference."""
_GONE = {"drop": "dropped", "quarantine": "quarantined"}


@frozen
class Look:
    """How failures are shown: the texts of the flow files by display name, colours, the width of the page."""

    sources: Mapping[str, str] = {}
    color: bool = False
    width: int = 100


def failure_lines(failure: Failure, look: Look) -> list[str]:
    """Return the lines that tell of one failure: where, what does not hold, and why."""
    return [*_head(failure, look), *_why(failure, look), *_several(failure), *_absent(failure)]


def _head(failure: Failure, look: Look) -> list[str]:
    """The claim in its place, with carets under it."""
    span = failure.span
    text = look.sources.get(span.file) if span is not None else None
    if span is None or text is None:
        place = f"{safe(failure.at.file, None)}:{failure.at.line}"
        return [f"{paint('-->', 'blue', look.color)} {place}: {safe(failure.message, 1000)}"]
    margin = len(str(span.line))
    rail = paint(f"{' ' * margin} |", "blue", look.color)
    source = text.split("\n")[span.line - 1].rstrip("\r")
    line = fit(source, look.width - margin - 3, [span.column - 1])
    start = line.column(span.column - 1)
    end = line.column(span.end_column - 1) if span.end_line == span.line else line.length
    said = _verdict(failure)
    marks = paint(f"{'^' * max(end - start, 1)} {said}".rstrip(), "red", look.color)
    return [
        f"{' ' * margin}{paint('-->', 'blue', look.color)} {safe(span.file, None)}:{span.line}:{span.column}",
        rail,
        f"{paint(f'{span.line} |', 'blue', look.color)} {line.text}".rstrip(),
        f"{rail} {' ' * start}{marks}",
    ]


def _verdict(failure: Failure) -> str:
    if failure.kind == "claim":
        return "does not hold"
    if failure.kind == "snapshot":
        return "differs" if failure.expected is not None else "was never accepted"
    _, found, said = failure.message.rpartition("` cannot be computed")
    return f"cannot be computed{said}" if found else safe(failure.message, 1000)


def _why(failure: Failure, look: Look) -> Iterator[str]:
    if failure.kind == "snapshot":
        yield from _snapshot(failure, look)
    for part in failure.parts:
        if part.text:
            yield f"  `{safe(part.text, MOST_CHARS)}` {'holds' if part.holds else 'does not hold'}"
        yield from _part(part, look)


def _snapshot(failure: Failure, look: Look) -> Iterator[str]:
    if failure.expected is None:
        yield "  this is what `docflow test --update` would write; read it first:"
    yield from _difference(failure.expected or "", failure.got or "", look)
    if failure.expected is not None:
        yield "  if the change is right, `docflow test --update` accepts it"


def _part(part: Part, look: Look) -> Iterator[str]:
    if part.op and not part.holds and _is_apart(part):
        yield f"  `{safe(part.of, MOST_CHARS)}`: `-` expected, `+` got"
        yield from _difference(_spread_text(part.expected), _spread_text(part.got), look)
    elif part.op:
        relation = "" if part.op == "==" else f"{part.op} "
        yield f"  expected: {'not ' if part.holds else ''}{relation}{_shown(part.expected)}"
        yield f"  got:      {_shown(part.got)}"
    yield from (f"  {_side(side)}" for side in part.sides)


def _is_apart(part: Part) -> bool:
    """Whether both values are such that a difference by lines says more than the two side by side."""
    one, two = part.expected, part.got
    if part.op != "==" or type(one) is not type(two):
        return isinstance(one, (list, tuple)) and isinstance(two, (list, tuple)) and part.op == "=="
    if isinstance(one, str) and isinstance(two, str):
        return max(len(one), len(two)) > SHORT or "\n" in one + two or one.split() == two.split()
    return isinstance(one, (list, tuple, Mapping))


def _spread_text(value: object) -> str:
    return value if isinstance(value, str) else "\n".join(spread(value))


def spread(value: object, indent: str = "") -> list[str]:
    """Return a value as the language writes it; items of lists and pairs of maps have a line of their own."""
    if isinstance(value, (list, tuple)) and value:
        inner = [line for item in value for line in _comma(spread(item, indent + "  "))]
        return [f"{indent}[", *inner, f"{indent}]"]
    if isinstance(value, Mapping) and value:
        lines = [f"{indent}{{"]
        for key, item in value.items():
            first, *rest = spread(item, indent + "  ")
            lines += _comma([f"{indent}  {_key(key)}: {first.strip()}", *rest])
        return [*lines, f"{indent}}}"]
    return [indent + value_text(value, brief=False)]


def _comma(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] + ","]


def _key(key: str) -> str:
    return key if key.isidentifier() else quote(key)


def _difference(expected: str, got: str, look: Look) -> Iterator[str]:
    """The lines that differ: `-` expected, `+` got, with the words that differ marked.

    Of many that went, or came, in a row the first are shown: so that what came is seen, too.
    """
    style: words.Style = "ansi" if look.color else "plain"
    shown: list[str] = []
    for _, group in groupby(words.folded(rows(expected, got)), lambda part: getattr(part, "kind", "fold")):
        parts = list(group)
        shown += [words.shown(part, style) for part in parts[:MOST_IN_A_ROW]]
        more = len(parts) - MOST_IN_A_ROW
        shown += [paint(f"  ... {count(more, 'more line')} ...", "dim", look.color)] if more > 0 else []
    while shown and not shown[-1]:
        shown.pop()
    yield from (f"    {line}" for line in shown[:MOST_LINES])
    if len(shown) > MOST_LINES:
        yield f"    ... {len(shown) - MOST_LINES:,} more lines"


def _side(side: Side) -> str:
    return f"{safe(side.text, MOST_CHARS)} = {_shown(side.value)}"


def _shown(value: object) -> str:
    return safe(value_text(value, brief=False), MOST_CHARS)


def _several(failure: Failure) -> Iterator[str]:
    """Say which document is meant where several came out, and what came to which sink."""
    if failure.came:
        yield f"  `doc` is the first of {failure.came:,} documents that came out: {failure.meant}"
    if failure.sinks:
        yield f"  came to sinks: {', '.join(f'{name} {came:,}' for name, came in failure.sinks)}"


def _absent(failure: Failure) -> Iterator[str]:
    """Say why documents, or all of them, did not come out, or what stopped the flow."""
    if failure.kind == "error":
        yield from (f"  {_side(side)}" for gone in failure.gone for side in gone.sides)
    elif failure.empty and not failure.lost:
        yield "  no document came out"
    elif failure.gone:
        head = (
            "no document came out" if failure.empty else f"{count(failure.lost, 'document')} did not come out"
        )
        if len(failure.gone) == 1 == failure.lost:
            yield f"  {head}: {_gone(failure.gone[0])}"
            return
        yield f"  {head}:"
        yield from (f"    document {gone.document}: {_gone(gone)}" for gone in failure.gone)
        if failure.lost > len(failure.gone):
            yield f"    and {failure.lost - len(failure.gone):,} more"
    elif failure.empty:
        yield "  no document came out"


def _gone(gone: Gone) -> str:
    reason = f" ({gone.reason})" if gone.reason else ""
    text = f"{_GONE[gone.action]} by `{safe(gone.step)}` (line {gone.at.line}){reason}"
    return text + _because(gone.message, gone.sides)


def _because(message: str, sides: Sequence[Side]) -> str:
    if message:
        return f": {message}"
    return ": " + ", ".join(map(_side, sides)) if sides else ""
