"""What a pack gains and what it harms, on lines that people have labelled.

The labels are those of line data: `K` text, `D` residue; lines with any other label are not judged.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from attrs import define, field, frozen

from docflow.plugin import Cut
from docflow_residue.packs.apply import by_line, with_packs
from docflow_residue.packs.match import Matcher

__all__ = ["Example", "Figures", "Page", "Score", "score"]

TEXT, RESIDUE = "K", "D"
_WORD = re.compile(r"\w+")
EXAMPLES = 10


@frozen
class Page:
    """A labelled page: its lines, and one letter for each."""

    id: str
    lines: tuple[str, ...]
    labels: str


@define
class Figures:
    """How the lines of pages fared: residue that went and stayed, text that went and stayed (words, too)."""

    found: int = 0
    missed: int = 0
    lost: int = 0
    kept: int = 0
    words_lost: int = 0
    words: int = 0

    def add(self, page: Page, gone: set[int]) -> None:
        """Count a page of which these lines go."""
        for number, (line, label) in enumerate(zip(page.lines, page.labels, strict=True)):
            if label == RESIDUE:
                self.found += number in gone
                self.missed += number not in gone
            elif label == TEXT:
                words = len(_WORD.findall(line))
                self.words += words
                self.lost += number in gone
                self.kept += number not in gone
                self.words_lost += words if number in gone else 0

    @property
    def precision(self) -> float:
        """The share of residue among the judged lines that went; 1 where none went."""
        return self.found / (self.found + self.lost) if self.found + self.lost else 1.0

    @property
    def recall(self) -> float:
        """The share of the residue that went; 1 where there is none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def body_kept(self) -> float:
        """The share of the words of the text that stayed."""
        return 1 - self.words_lost / self.words if self.words else 1.0


@frozen
class Example:
    """A line that a rule of the pack took: its page, its number from 1, and what it says."""

    page: str
    line: int
    rule: str
    text: str


@define
class Score:
    """Figures without and with the packs, and what their rules took, by label."""

    pages: int = 0
    without: Figures = field(factory=Figures)
    with_: Figures = field(factory=Figures)
    took: dict[str, list[int]] = field(factory=dict)
    new: int = 0
    harm: list[Example] = field(factory=list)
    gain: list[Example] = field(factory=list)


def score(
    pages: Iterable[Page],
    matcher: Matcher,
    rules: Sequence[str],
    remove: Callable[[str], Sequence[Cut]],
) -> Score:
    """Return the score of packs whose rules are called so, beside what `remove` takes without them."""
    made = Score(took={rule: [0, 0, 0] for rule in rules})
    for page in pages:
        text = "\n".join(page.lines)
        before = dict(by_line(page.lines, cuts := remove(text)))
        after = dict(by_line(page.lines, with_packs(text, cuts, matcher)))
        made.pages += 1
        made.without.add(page, set(before))
        made.with_.add(page, set(after))
        for number, rule in after.items():
            if rule in made.took and page.lines[number].strip():
                _note(made, page, number, rule, known=number in before)
    return made


def _note(made: Score, page: Page, number: int, rule: str, *, known: bool) -> None:
    label = page.labels[number]
    made.took[rule][0 if label == RESIDUE else 1 if label == TEXT else 2] += 1
    made.new += not known
    example = Example(page.id, number + 1, rule, page.lines[number])
    if label == TEXT and len(made.harm) < EXAMPLES:
        made.harm.append(example)
    if label == RESIDUE and not known and len(made.gain) < EXAMPLES:
        made.gain.append(example)
