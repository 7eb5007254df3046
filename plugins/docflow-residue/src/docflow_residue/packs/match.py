"""Packs at work: which lines of a text their rules take, and which they keep."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from attrs import frozen

from docflow.plugin import LineMatcher, LineRule
from docflow_residue.learning.shape import LONGEST, normal, shape_of
from docflow_residue.packs.keys import Position
from docflow_residue.packs.pack import Pack, PackRule

__all__ = ["Hits", "Matcher", "line_rule", "lines_hit"]


@frozen
class Hits:
    """What packs say of the lines of a text, by number from 0: the rule that takes a line, the lines kept."""

    taken: dict[int, str]
    kept: frozenset[int]


class Matcher:
    """The rules of several packs, compiled; the first rule that hits a line takes it, a `keep` keeps it.

    Raises PatternError for rules that are too large together.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._keeps = _Set([(_title(pack, rule), rule) for pack in packs for rule in pack.rules if rule.keep])
        self._takes = _Set(
            [(_title(pack, rule), rule) for pack in packs for rule in pack.rules if not rule.keep]
        )

    def hits(self, text: str) -> Hits:
        """Return what the rules say of each line of a text.

        `head` and `tail` are before the first and after the last line of prose that no rule takes.
        """
        lines = text.split("\n")
        kept = self._keeps.hits(text, lines)
        found = self._takes.hits(text, lines)
        if not kept and not found:
            return Hits({}, frozenset())
        shapes = [shape_of(line) for line in lines] if self._takes.placed or self._keeps.placed else []
        prose = [n for n, shape in enumerate(shapes) if shape is not None and shape.prose and n not in found]
        first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)

        def stands(number: int, position: Position) -> bool:
            return position == "any" or (number < first if position == "head" else number > last)

        keeps = frozenset(n for n, rules in kept.items() if any(stands(n, at) for at, _ in rules))
        taken: dict[int, str] = {}
        for number in sorted(found.keys() - keeps):
            name = next((name for at, name in found[number] if stands(number, at)), None)
            if name is not None:
                taken[number] = name
        return Hits(taken, keeps)


class _Set:
    """Rules of one effect: whole lines in a table, phrases and patterns in one matcher for each position."""

    def __init__(self, rules: Sequence[tuple[str, PackRule]]) -> None:
        self.placed = any(rule.position != "any" for _, rule in rules)
        self._lines: dict[str, list[tuple[Position, str]]] = {}
        for name, rule in rules:
            if rule.line:
                self._lines.setdefault(normal(rule.line), []).append((rule.position, name))
        # Longer lines cannot be equal but for a flood of spaces or digits; most lines of prose end here.
        longest = max((len(rule.line) for _, rule in rules), default=0)
        self._longest = min(LONGEST, 2 * longest + 40)
        self._rest = [(name, rule) for name, rule in rules if not rule.line]

    @cached_property
    def _matchers(self) -> list[tuple[Position, LineMatcher]]:
        by_position: dict[Position, list[LineRule]] = {}
        for name, rule in self._rest:
            by_position.setdefault(rule.position, []).append(line_rule(rule, name))
        return [(position, LineMatcher([rules])) for position, rules in by_position.items()]

    def hits(self, text: str, lines: Sequence[str]) -> dict[int, list[tuple[Position, str]]]:
        """Return for each line that is hit the rules, each with its position."""
        found: dict[int, list[tuple[Position, str]]] = {}
        if self._lines:
            for number, line in enumerate(lines):
                if 0 < len(line) <= self._longest and (rules := self._lines.get(normal(line))):
                    found[number] = list(rules)
        if self._rest:
            for position, matcher in self._matchers:
                for number, name in lines_hit(text, lines, matcher):
                    found.setdefault(number, []).append((position, name))
        return found


def lines_hit(text: str, lines: Sequence[str], matcher: LineMatcher) -> Iterator[tuple[int, str]]:
    """Yield the number of each line of a text that a matcher takes, with the name of its rule."""
    hits = matcher.apply(text).hits
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0)) if hits else []
    for hit in hits:
        # At the end of a text lines go with the newline before them; a blank line is no hit.
        number = bisect_right(starts, hit.start + (text[hit.start] == "\n")) - 1
        if lines[number].strip():
            yield number, hit.rule


def line_rule(rule: PackRule, name: str) -> LineRule:
    """Return a phrase or pattern of a pack as a line rule."""
    flags = "" if rule.case else "i"
    if rule.phrase:
        return LineRule(name, phrases=(rule.phrase,), flags=flags)
    return LineRule(name, pattern=rule.pattern, flags=flags)


def _title(pack: Pack, rule: PackRule) -> str:
    return f"{pack.name}: {rule.name}"
