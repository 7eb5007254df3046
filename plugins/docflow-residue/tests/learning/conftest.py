"""A corpus of made sites: pages of invented text with planted residue, every line labelled."""

import random
from collections.abc import Callable, Sequence

import pytest
from attrs import frozen

from docflow.plugin import Document

_NOUNS = """mill harbour bridge orchard council ferry lantern quarry school market tower canal garden bakery
library river station island workshop festival meadow theatre archive kiln"""
_VERBS = "opens closes moves grows waits fails returns changes repairs measures sells paints"
_FIRST = "Ella Jonas Mira Tove Karl Nadia Oskar Ines Bruno Lena"
_LAST = "Moss Brandt Olsen Varga Keller Lindt Amadi Rossi"
_MONTHS = "January February March April May June July August September"
NOUNS, VERBS, FIRST, LAST, MONTHS = map(str.split, (_NOUNS, _VERBS, _FIRST, _LAST, _MONTHS))
MORE = (
    "slowly again after the winter, although nobody had asked for it",
    "with the help of forty neighbours",
    "because the old roof had not held the snow",
    "and the town has to decide by summer",
    "for the third time since the flood",
    "while the experts still count the stones",
    "under a plan that two engineers drew by hand",
    "as long as the wind comes from the east",
    "and that was the end of a long quarrel",
    "without a single complaint from the street",
)
SUBHEADS = ("Background", "What happened", "The numbers", "Looking ahead", "A short history")
"""Headings of the text, each on a few pages of every site: repeated, and no residue."""


@frozen
class Page:
    """A made page: its document, and for each line `K` (text), `D` (planted residue) or `T` (headline)."""

    doc: Document
    labels: str


def sentence(rng: random.Random) -> str:
    """Return a sentence that hardly comes twice."""
    noun, other, verb = rng.choice(NOUNS), rng.choice(NOUNS), rng.choice(VERBS)
    start = rng.choice(["The", "One", "This", "Another", "No"])
    return f"{start} {noun} of the {other} {verb} {rng.choice(MORE)}, {rng.choice(MORE)}."


def paragraph(rng: random.Random) -> str:
    """Return two to four sentences."""
    return " ".join(sentence(rng) for _ in range(rng.randint(2, 4)))


def title(rng: random.Random) -> str:
    """Return a headline."""
    return f"{rng.choice(NOUNS).title()} {rng.choice(VERBS)} {rng.choice(MORE)}"[:60]


class Site:
    """A site with residue of its own: fixed lines, counters, dates, names, blocks, rotating teasers."""

    def __init__(self, number: int, seed: int) -> None:
        rng = self.rng = random.Random(f"{seed} {number}")
        self.host = f"site{number}.example"
        self.name = f"The {rng.choice(NOUNS).title()} {rng.choice(NOUNS).title()} {number}"
        self.nav = [f"{rng.choice(NOUNS).title()} {n}" for n in rng.sample("abcdefghijkl", 5)]
        self.teasers = [title(rng) for _ in range(30)]
        self.authors = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(12)]
        self.pitch = paragraph(rng)
        self.notice = sentence(rng)
        self.block = [title(rng), sentence(rng), f"Join {self.name}"]
        self.quote = paragraph(rng)

    def page(self, number: int) -> Page:
        """Return a page; a quoted paragraph stands in two of them."""
        rng = self.rng
        lines = [*self._head(), ("T", f"{title(rng)} {number}")]
        for at in range(rng.randint(4, 9)):
            if rng.random() < 0.06:
                lines.append(("K", rng.choice(SUBHEADS)))
            lines.append(("K", paragraph(rng)))
            lines += self._between(at)
        if number in (3, 90):
            lines.append(("K", self.quote))
        lines += self._tail()
        text = "\n".join(line for _, line in lines)
        doc = Document(
            f"{self.host}-{number}", text, "pages.jsonl", {"url": f"https://www.{self.host}/{number}"}
        )
        return Page(doc, "".join(label for label, _ in lines))

    def _head(self) -> list[tuple[str, str]]:
        rng = self.rng
        found = [*self.nav, f"{rng.randint(1, 30)} {rng.choice(MONTHS)} 20{rng.randint(10, 24)}"]
        found.append(f"By {rng.choice(self.authors)}")
        if rng.random() < 0.5:
            found.append(f"{rng.randint(2, 14)} min read")
        return [("D", line) for line in found]

    def _between(self, at: int) -> list[tuple[str, str]]:
        rng, found = self.rng, []
        if at == 1 and rng.random() < 0.7:
            found.append("Advertisement")
        if at == 2 and rng.random() < 0.4:
            found += self.block
        if at == 3 and rng.random() < 0.5:
            found.append(f"Read also: {rng.choice(self.teasers[:8])}")
        return [("D", line) for line in found]

    def _tail(self) -> list[tuple[str, str]]:
        rng = self.rng
        found = [f"{rng.randint(0, 4000):,} comments", f"Share {rng.randint(1, 99)}"]
        if rng.random() < 0.3:
            found.append(self.pitch)
        found += ["Related", *rng.sample(self.teasers, 5)]
        author = rng.choice(self.authors)
        found.append(f"{author} writes about the {NOUNS[len(author)]} for {self.name}.")
        found += [self.notice, f"© 20{rng.randint(10, 24)} {self.name}"]
        return [("D", line) for line in found]


def made_sites(sites: int, pages: int, seed: int = 1) -> list[Page]:
    """Return the pages of several sites, site by site."""
    made = [Site(number, seed) for number in range(sites)]
    return [site.page(number) for site in made for number in range(pages)]


@pytest.fixture(scope="session")
def sites() -> Callable[..., Sequence[Page]]:
    """How to make sites: `sites(number of sites, pages of each, seed)`."""
    return made_sites
