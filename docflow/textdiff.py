"""What differs between two texts: by line, and inside changed lines by word.

Lines are compared first and words only inside what changed, so that a page with a few changes costs little.
The comparison is that of `difflib` (Ratcliff and Obershelp, Dr. Dobb's Journal, July 1988); long texts
are cut at what is unique in both before, so that the time stays bounded.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from docflow.late import late
from docflow.value import frozen

__all__ = ["Kind", "Row", "Run", "rows", "words"]

Kind = Literal["same", "gone", "new"]
_WORDS = late(r"\w+|\W")
MOST = 2_000_000
"""The most pairs of words (or lines) that a matcher compares, 0.3 s at worst; more are cut at what stands in
both exactly once, and where there is nothing of that kind they are shown as one change."""
SMALL = 10_000
"""What may always be compared, however many changes there are (3 ms)."""
DEEP = 8
LIKE = 5
"""A fifth of the letters of the shorter text must be the same, else it is another text and no changed one."""
LONG = 2_000_000
"""The most characters of a change that is looked into by word."""


@frozen
class Run:
    """A piece of text that both have, that only the first has (gone) or only the second (new)."""

    kind: Kind
    text: str


@frozen
class Row:
    """A line of the first text (gone), of the second (new) or of both, without its newline.

    `before` and `after` are its numbers from 1, None where it has none. The runs of a gone line are same
    and gone, those of a new line same and new.
    """

    kind: Kind
    runs: tuple[Run, ...]
    before: int | None
    after: int | None

    @property
    def text(self) -> str:
        """The line."""
        return "".join(run.text for run in self.runs)


def words(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of two texts: same and gone make the first, same and new the second."""
    runs: list[Run] = []
    blocks = list(_blocks(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    share = _share(blocks)
    for kind, old, new in blocks:
        one, two = "".join(old), "".join(new)
        runs += [Run("same", one)] if kind == "equal" else _inside(one, two, share)
    return tuple(_merged(runs))


def rows(before: str, after: str) -> tuple[Row, ...]:
    """Return all lines of two texts in order; of a change those that are gone first."""
    found: list[Row] = []
    one = two = 0
    blocks = list(_blocks(before.split("\n"), after.split("\n")))
    share = _share(blocks)
    for kind, old, new in blocks:
        if kind == "equal":
            found += [Row("same", _plain("same", text), one + n, two + n) for n, text in enumerate(old, 1)]
        else:
            inside = _inside("\n".join(old), "\n".join(new), share) if old and new else ()
            gone = _lines(inside, "gone") if inside else [_plain("gone", text) for text in old]
            came = _lines(inside, "new") if inside else [_plain("new", text) for text in new]
            found += [Row("gone", runs, one + n, None) for n, runs in enumerate(gone, 1)]
            found += [Row("new", runs, None, two + n) for n, runs in enumerate(came, 1)]
        one, two = one + len(old), two + len(new)
    return tuple(found)


def _share(blocks: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> int:
    """Return how many pairs of words each change may cost, so that many changes cost no more than a few."""
    changes = sum(kind != "equal" for kind, _, _ in blocks)
    return max(SMALL, 4 * MOST // max(changes, 4))


def _plain(kind: Kind, text: str) -> tuple[Run, ...]:
    return (Run(kind, text),) if text else ()


def _blocks(
    one: Sequence[str], two: Sequence[str], most: int = MOST, depth: int = DEEP
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Yield what is equal and what is not, in order; the common start and end are found without a matcher."""
    head = 0
    while head < min(len(one), len(two)) and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    if head:
        yield "equal", one[:head], two[:head]
    old, new = one[head : len(one) - tail], two[head : len(two) - tail]
    if old and new:
        yield from _compared(old, new, most, depth)
    elif old or new:
        yield "replace", old, new
    if tail:
        yield "equal", one[len(one) - tail :], two[len(two) - tail :]


def _compared(
    old: Sequence[str], new: Sequence[str], most: int, depth: int
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Compare by a matcher where that is cheap, else between what stands in both exactly once."""
    if len(old) * len(new) <= most:
        for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
            yield ("equal" if kind == "equal" else "replace"), old[a:b], new[c:d]
        return
    anchors = _anchors(old, new) if depth else []
    if not anchors:
        yield "replace", old, new
        return
    a = c = 0
    share = max(SMALL, most // (len(anchors) + 1))
    for b, d in (*anchors, (len(old), len(new))):
        yield from _blocks(old[a:b], new[c:d], share, depth - 1)
        if b < len(old):
            yield "equal", old[b : b + 1], new[d : d + 1]
        a, c = b + 1, d + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising list of places of what stands once in each (Bram Cohen's patience diff)."""
    counts, others = Counter(old), Counter(new)
    places = {text: n for n, text in enumerate(new) if others[text] == 1 == counts[text]}
    piles: list[int] = []
    tops: list[tuple[int, int]] = []
    links: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in ((n, places[text]) for n, text in enumerate(old) if text in places):
        pile = bisect_left(piles, pair[1])
        links[pair] = tops[pile - 1] if pile else None
        piles[pile : pile + 1] = [pair[1]]
        tops[pile : pile + 1] = [pair]
    found: list[tuple[int, int]] = []
    last = tops[-1] if tops else None
    while last is not None:
        found.append(last)
        last = links[last]
    return found[::-1]


def _inside(one: str, two: str, most: int = MOST) -> Sequence[Run]:
    if not one or not two:
        return [*_plain("gone", one), *_plain("new", two)]
    if len(one) + len(two) > LONG:
        return _coarse(one, two)
    if "\n" in one and one.count("\n") == two.count("\n"):
        return _line_by_line(one, two, most)
    old, new = _WORDS.findall(one), _WORDS.findall(two)
    runs: list[Run] = []
    for kind, a, b in _blocks(old, new, most):
        if kind == "equal":
            runs.append(Run("same", "".join(a)))
        else:
            runs += [*_plain("gone", "".join(a)), *_plain("new", "".join(b))]
    runs = _merged(runs)
    return [Run("gone", one), Run("new", two)] if _unlike(one, two, runs) else runs


def _unlike(one: str, two: str, runs: Sequence[Run]) -> bool:
    """Whether two texts have so little in common that words which are the same would only mislead."""
    shorter = min(_letters(one), _letters(two))
    return LIKE * sum(_letters(run.text) for run in runs if run.kind == "same") < shorter


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _line_by_line(one: str, two: str, most: int) -> Sequence[Run]:
    """Compare as many lines with as many, each with its own: a cleaner changes signs in all of them."""
    runs: list[Run] = []
    share = max(SMALL, most // (one.count("\n") + 1))
    for number, (old, new) in enumerate(zip(one.split("\n"), two.split("\n"), strict=True)):
        runs += [Run("same", "\n")] if number else []
        runs += _plain("same", old) if old == new else _inside(old, new, share)
    return _merged(runs)


def _coarse(one: str, two: str) -> Sequence[Run]:
    """Return what is between the common start and end of two long texts as one change."""
    head = _common(one, two)
    rest = _common(one[head:][::-1], two[head:][::-1])
    old, new = one[head : len(one) - rest], two[head : len(two) - rest]
    runs = [*_plain("same", one[:head]), *_plain("gone", old), *_plain("new", new)]
    return [*runs, *_plain("same", one[len(one) - rest :])]


def _common(one: str, two: str) -> int:
    """Return how many characters two texts begin with in common, by halving."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours of one kind; between two runs that are the same what went stands before what came."""
    made: list[Run] = []
    parts: dict[str, str] = {"gone": "", "new": ""}
    for run in (*runs, Run("same", "")):
        if run.kind != "same":
            parts[run.kind] += run.text
            continue
        for kind in ("gone", "new"):
            made += _plain("gone" if kind == "gone" else "new", parts[kind])
            parts[kind] = ""
        if run.text and made and made[-1].kind == "same":
            made[-1] = Run("same", made[-1].text + run.text)
        elif run.text:
            made.append(run)
    return made


def _lines(runs: Iterable[Run], kind: Kind) -> list[tuple[Run, ...]]:
    """Return the lines of one side."""
    found: list[list[Run]] = [[]]
    for run in runs:
        if run.kind not in ("same", kind):
            continue
        first, *rest = run.text.split("\n")
        found[-1] += _plain(run.kind, first)
        found += [list(_plain(run.kind, text)) for text in rest]
    return [tuple(line) for line in found]
