"""Applying the fixes that findings offer: to a text once, or again and again until nothing is left to mend.

A fix is offered only where docflow can write the whole of it; what a person must decide stays a help.
"""

from collections.abc import Callable, Iterable, Sequence

from docflow.errors import Diagnostic, Fix
from docflow.value import frozen

__all__ = ["Fixed", "Mended", "fixed", "mend"]

ROUNDS = 50
"""The most times that a text is checked again; each round mends all that does not overlap."""
TRIALS = 200
"""The most checks that trying fixes one by one may cost."""

Check = Callable[[str], Sequence[Diagnostic]]


@frozen
class Fixed:
    """A text after one round, and the findings whose fixes were applied, by place in the text before."""

    text: str
    applied: tuple[Diagnostic, ...]


@frozen
class Mended:
    """A text after all rounds, the findings that were mended, in order, and those that are `left`."""

    text: str
    applied: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def fixed(text: str, diagnostics: Iterable[Diagnostic], file: str) -> Fixed:
    """Apply the fixes for the file `file` that do not overlap; of those that do, the first by place.

    Of two that insert at one place only one is applied, too: nobody knows their order. The others are
    offered again when the new text is checked.
    """
    offers = sorted(
        ((each, each.fix) for each in diagnostics if each.fix and each.fix.span.file == file),
        key=lambda offer: (offer[1].span.start, offer[1].span.end),
    )
    applied: list[Diagnostic] = []
    pieces: list[str] = []
    last: Fix | None = None
    for finding, fix in offers:
        if last is not None and _same(fix, last):
            applied.append(finding)
        elif _after(fix, last) and text[fix.span.start : fix.span.end] != fix.replacement:
            pieces += [text[last.span.end if last else 0 : fix.span.start], fix.replacement]
            applied.append(finding)
            last = fix
    return Fixed("".join([*pieces, text[last.span.end if last else 0 :]]), tuple(applied))


def mend(text: str, check: Check, file: str) -> Mended:
    """Apply fixes until a check offers none, nothing changes or a text comes back.

    The result is never worse than `text`, which means more mistakes of syntax, or as many of them and more
    errors in all (a mistake of syntax can hide others, which are no reason to keep it). If mending all at
    once leads there, each fix is tried by itself and kept only if it does not.
    """
    start = tuple(check(text))
    greedy = _rounds(text, start, check, file)
    if _wrong(greedy.left) <= _wrong(start):
        return greedy
    return _singly(text, start, check, file)


def _rounds(text: str, start: Sequence[Diagnostic], check: Check, file: str) -> Mended:
    seen, left, applied = {text}, tuple(start), list[Diagnostic]()
    for _ in range(ROUNDS):
        done = fixed(text, left, file)
        if done.text in seen:
            break
        text, left = done.text, tuple(check(done.text))
        seen.add(text)
        applied += done.applied
    return Mended(text, tuple(applied), left)


def _singly(text: str, start: Sequence[Diagnostic], check: Check, file: str) -> Mended:
    seen, left, applied = {text}, tuple(start), list[Diagnostic]()
    waiting = list(left)
    for _ in range(TRIALS):
        if not waiting:
            break
        done = fixed(text, [waiting.pop(0)], file)
        if done.text in seen:
            continue
        seen.add(done.text)
        after = tuple(check(done.text))
        if _wrong(after) <= _wrong(left):
            text, left, waiting = done.text, after, list(after)
            applied += done.applied
    return Mended(text, tuple(applied), left)


def _same(fix: Fix, other: Fix) -> bool:
    return fix.span == other.span and fix.replacement == other.replacement


def _after(fix: Fix, last: Fix | None) -> bool:
    if last is None:
        return True
    if fix.span.start == last.span.start == last.span.end == fix.span.end:
        return False
    return fix.span.start >= last.span.end


def _wrong(found: Iterable[Diagnostic]) -> tuple[int, int]:
    """How many mistakes of syntax and how many errors in all."""
    errors = [each for each in found if each.severity == "error"]
    return sum(each.code.startswith("DF01") for each in errors), len(errors)
