r"""Many line rules as one matcher: whole lines go, and each has the rule that took it.

The meaning is that of taking group after group, each on the lines that the groups before it have left. In a
group a line that a `keep` rule hits stays; else the first rule that hits takes it, with the lines that follow
a label. The work is one pass of re2 over the whole text with all rules joined, or a few (`rulebook.JOINED`):
a text that no rule hits costs that pass and comes back as the same object. Only the lines that the pass finds
are asked for their rules, all rules at once (`re2.Set`). Rules with `negate` need every line asked.

Measured on the bench's pages (4.9 kB, 93 % with other characters than ASCII, 3 hits a page, 12 rules): 80 us
a page, of which 36 for the codes of `alphabet` and 24 in re2; `re` rule by rule and line by line 440. A page
of ASCII without hits: 15.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from docflow.pattern.alphabet import Alphabet, Ascii
from docflow.pattern.owners import Line, Under, owner, owners_in_turn
from docflow.pattern.program import Program, matches
from docflow.pattern.rule import LineRule
from docflow.pattern.rulebook import Reading, atoms_of, entries, read, tells_words

__all__ = ["Hit", "LineMatcher", "Removed"]


@frozen
class Hit:
    """A line that went: its group, the name of its rule, and the characters of the original text.

    The spans of a result do not touch, and are together exactly what was removed. They hold the newline
    after the line; where the end of the text went, the newline before it.
    """

    group: int
    rule: str
    start: int
    end: int


@frozen
class Removed:
    """The text without the lines, the same object when none went, and the hits in order."""

    text: str
    hits: tuple[Hit, ...]


class LineMatcher:
    """The line rules of neighbouring steps, one group a step, joined.

    Raises PatternError for a rule whose pattern is not valid, not linear, or too large with the others.
    """

    def __init__(self, groups: Sequence[Sequence[LineRule]]) -> None:
        self._book = entries(groups)
        self._negated = frozenset(n for n, entry in enumerate(self._book) if entry.rule.negate)
        self._keeps = any(entry.rule.keep for entry in self._book)
        self._ascii = read(self._book, Ascii())
        self._alphabet: Alphabet | None = None
        self._wide: Reading | None = None

    def apply(self, text: str) -> Removed:
        """Return the text without the lines that the rules take. An empty text has no lines."""
        if not text or not self._book:
            return Removed(text, ())
        data, reading, width = self._read(text)
        if self._negated or width > 1:
            spans = _all_spans(text)
        else:
            spans = _touched(data, reading.any)
            if not spans:
                return Removed(text, ())
        lines = [self._ask(span, data, reading, width) for span in spans]
        if any(self._book[n].follow is not None for line in lines for n in line.hits):
            lines = self._with_the_rest(lines, text, data, reading, width)
            owners = owners_in_turn(self._book, lines, self._under(lines, text, data, reading, width))
        else:
            owners = [owner(self._book, line.hits) for line in lines]
        return self._cut(text, [(line, n) for line, n in zip(lines, owners, strict=True) if n is not None])

    def _with_the_rest(
        self, lines: Sequence[Line], text: str, data: bytes, reading: Reading, width: int
    ) -> list[Line]:
        """Return all lines; those that no rule takes are asked too when a rule may keep them from a list."""
        asked = {line.start: line for line in lines}
        return [
            asked.get(span[0]) or (self._ask(span, data, reading, width) if self._keeps else Line(*span, ()))
            for span in _all_spans(text)
        ]

    def _read(self, text: str) -> tuple[bytes, Reading, int]:
        """Return the text as re2 sees it, the rules in the same codes, and the bytes of a character."""
        if text.isascii():
            return text.encode("ascii"), self._ascii, 1
        if self._alphabet is None:
            self._alphabet = Alphabet(atoms_of(self._book), tells_words(self._book))
        data = self._alphabet.encode(text)
        if self._wide is None or self._wide.version != self._alphabet.version:
            self._wide = read(self._book, self._alphabet)
        return data, self._wide, self._alphabet.width

    def _ask(self, span: tuple[int, int], data: bytes, reading: Reading, width: int) -> Line:
        start, end = span
        hits = reading.rules.matching(data[start * width : end * width])
        if self._negated:
            hits = sorted(self._negated.symmetric_difference(hits))
        return Line(start, end, tuple(hits))

    def _under(self, lines: Sequence[Line], text: str, data: bytes, reading: Reading, width: int) -> Under:
        def under(rule: int) -> Callable[[int], bool | None]:
            follow = reading.follows[rule]

            def part(number: int) -> bool | None:
                line = lines[number]
                if not text[line.start : line.end].strip():
                    return None
                subject = data[line.start * width : line.end * width]
                return follow is not None and next(matches(subject, follow, width), None) is not None

            return part

        return under

    def _cut(self, text: str, taken: Sequence[tuple[Line, int]]) -> Removed:
        if not taken:
            return Removed(text, ())
        hits: list[Hit] = []
        shift = _shift(text, [line for line, _ in taken])
        for number, (line, n) in enumerate(taken):
            start, end = line.start, min(line.end + 1, len(text))
            if number >= shift:
                start, end = start - 1, line.end
            hits.append(Hit(self._book[n].group, self._book[n].rule.name, start, end))
        pieces, done = [], 0
        for hit in hits:
            pieces.append(text[done : hit.start])
            done = hit.end
        return Removed("".join((*pieces, text[done:])), tuple(hits))


def _all_spans(text: str) -> list[tuple[int, int]]:
    """Return where the lines of a text start and end."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _touched(data: bytes, programs: Sequence[Program]) -> list[tuple[int, int]]:
    """Return where the lines start and end that some rule may take."""
    spans = {span for rules in programs for span in _lines_of(data, rules)}
    return sorted(spans)


def _lines_of(data: bytes, rules: Program) -> Iterator[tuple[int, int]]:
    at = 0
    while at <= len(data) and (found := rules.search(data, at)) is not None:
        first, last = found.span()
        start = max(at, data.rfind(b"\n", at, first) + 1)
        end = data.find(b"\n", last)
        end = len(data) if end < 0 else end
        yield start, end
        at = end + 1


def _shift(text: str, lines: Sequence[Line]) -> int:
    """Return from which of the removed lines on the newline before goes, and not the one after.

    Those are the lines of a block that ends the text, unless the block is the whole text.
    """
    if lines[-1].end < len(text):
        return len(lines)
    first = len(lines) - 1
    while first and lines[first - 1].end + 1 == lines[first].start:
        first -= 1
    return first if lines[first].start else len(lines)
