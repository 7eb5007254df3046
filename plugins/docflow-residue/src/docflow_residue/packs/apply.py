"""Packs beside the model: what their rules take goes, what they keep stays, the rest is the model's."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from docflow.plugin import Cut
from docflow_residue.learning.spans import spans
from docflow_residue.packs.load import load_all
from docflow_residue.packs.match import Hits, Matcher

__all__ = ["Opened", "Rules", "by_line", "opened", "with_packs"]


class Rules(Protocol):
    """What says which lines of a text go and which stay, whatever the model says."""

    def hits(self, text: str) -> Hits:
        """Return what the rules say of each line of a text."""


@frozen(eq=False)
class Opened:
    """Packs that were read, with their rules compiled."""

    matcher: Matcher

    def cut_texts(self, texts: Sequence[str], cuts: Sequence[Sequence[Cut]]) -> list[list[Cut]]:
        """Return the cuts of texts after the packs have had their say."""
        return [with_packs(*each, self.matcher) for each in zip(texts, cuts, strict=True)]


def opened(packs: Sequence[Path]) -> Opened:
    """Return the packs of these names and files. Raises PackError and PluginError."""
    return Opened(Matcher(load_all(packs)))


def with_packs(text: str, cuts: Sequence[Cut], matcher: Rules) -> list[Cut]:
    """Return the cuts of a text after packs (or other rules) had their say; those given hold whole lines."""
    hits = matcher.hits(text)
    if not hits.taken and not hits.kept:
        return list(cuts)
    lines = text.split("\n")
    rules = dict(by_line(lines, cuts)) | hits.taken
    gone = sorted(rules.keys() - hits.kept)
    found: list[Cut] = []
    for line, (start, end) in zip(gone, spans(lines, gone), strict=True):
        if found and found[-1].end == start and not lines[line].strip():
            found[-1] = Cut(found[-1].start, end, found[-1].rule)  # a blank line goes with what it followed
        elif start < end:
            found.append(Cut(start, end, rules[line]))
    return found


def by_line(lines: Sequence[str], cuts: Sequence[Cut]) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that a cut takes, with its rule; blank ones within a cut, too."""
    start, waiting = 0, list(reversed(cuts))
    for number, line in enumerate(lines):
        end = start + len(line)
        while waiting and waiting[-1].end < end:
            waiting.pop()
        # A cut holds the newline after its last line, or at the end of the text the one before its first.
        if waiting and waiting[-1].start <= start and waiting[-1].end >= end and waiting[-1].end > start:
            yield number, waiting[-1].rule
        start = end + 1
