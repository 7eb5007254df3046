"""The rules of news beside the model of docflow-residue: both decide over the same text."""

from collections.abc import Sequence

from docflow_residue.packs.apply import with_packs
from docflow_residue.packs.match import Hits, lines_hit
from docflow_residue.remove import Remove

from docflow.plugin import Cut, LineMatcher, LineRule
from docflow.value import evolve

__all__ = ["NewsRules", "cut_texts"]


class NewsRules:
    """Line rules as docflow-residue asks for them; lines of families that were left out stay.

    Raises PatternError for rules that cannot be compiled.
    """

    def __init__(self, rules: Sequence[LineRule], left_out: Sequence[LineRule] = ()) -> None:
        self._takes = LineMatcher([rules])
        kept = [evolve(rule, keep=False) for rule in rules if rule.keep]
        self._keeps = LineMatcher([kept]) if kept else None
        self._spares = LineMatcher([left_out]) if left_out else None

    def hits(self, text: str) -> Hits:
        """Return the lines that a rule takes, each with its name, and those that stay."""
        lines = text.split("\n")
        taken = dict(lines_hit(text, lines, self._takes))
        kept = {line for line, _ in lines_hit(text, lines, self._keeps)} if self._keeps is not None else set()
        if self._spares is not None:
            kept |= {line for line, _ in lines_hit(text, lines, self._spares)} - taken.keys()
        return Hits(taken, frozenset(kept))


def cut_texts(texts: Sequence[str], rules: NewsRules, model: Remove | None) -> list[Sequence[Cut]]:
    """Return the cuts of each text: what the rules take, and of the rest what the model takes."""
    found = model.cuts_many(texts) if model is not None else [()] * len(texts)
    return [with_packs(text, cuts, rules) for text, cuts in zip(texts, found, strict=True)]
