"""The rules of news beside the model of docflow-residue: both decide over the same text."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from docflow_residue.packs.apply import with_packs
from docflow_residue.packs.match import Hits
from docflow_residue.remove import Remove

from docflow.plugin import Cut, LineMatcher, LineRule
from docflow.value import evolve

__all__ = ["NewsRules", "cut_texts"]


class NewsRules:
    """Line rules as docflow-residue asks for them. Raises PatternError for rules that cannot be compiled."""

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self._takes = LineMatcher([rules])
        kept = [evolve(rule, keep=False) for rule in rules if rule.keep]
        self._keeps = LineMatcher([kept]) if kept else None

    def hits(self, text: str) -> Hits:
        """Return the lines that a rule takes, each with its name, and those that a `keep` rule finds."""
        kept = _lines(text, self._keeps) if self._keeps is not None else ()
        return Hits(dict(_lines(text, self._takes)), frozenset(line for line, _ in kept))


def _lines(text: str, matcher: LineMatcher) -> Iterator[tuple[int, str]]:
    hits = matcher.apply(text).hits
    starts = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")] if hits else []
    for hit in hits:
        # At the end of a text lines go with the newline before them; a blank line is no hit.
        yield bisect_right(starts, hit.start + (text[hit.start] == "\n")) - 1, hit.rule


def cut_texts(texts: Sequence[str], rules: NewsRules, model: Remove | None) -> list[Sequence[Cut]]:
    """Return the cuts of each text: what the rules take, and of the rest what the model takes."""
    found = model.cuts_many(texts) if model is not None else [()] * len(texts)
    return [with_packs(text, cuts, rules) for text, cuts in zip(texts, found, strict=True)]
