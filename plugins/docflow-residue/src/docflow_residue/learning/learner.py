"""Two passes over documents: what repeats in each group, then its lines as they were written."""

from collections.abc import Iterator

from attrs import define, field

from docflow.plugin import Document
from docflow_residue.learning.apply import taken_lines
from docflow_residue.learning.asked import POSITIONS, Asked
from docflow_residue.learning.decide import learn
from docflow_residue.learning.groups import group_of
from docflow_residue.learning.learned import Learned, Repeated
from docflow_residue.learning.least import Least
from docflow_residue.learning.sample import Sample
from docflow_residue.learning.shape import LONGEST, shape_of
from docflow_residue.learning.sketch import hash_of, read, sketch

__all__ = ["Learner", "Seen", "Site"]

EXAMPLES = 64
SPARES = 4_096
"""Lines of text that are kept of a site, one for each first word: for what rules must not hit."""


@define
class Seen:
    """What was seen of one repeated line: documents, lines by position, texts."""

    repeated: Repeated
    loose: bool
    documents: int = 0
    positions: list[int] = field(factory=lambda: [0, 0, 0])
    texts: Least = field(factory=lambda: Least(EXAMPLES))


@define
class Site:
    """A group with what was learned of it: its lines by their hash, and lines of its texts by first word."""

    name: str
    learned: Learned
    documents: int = 0
    seen: dict[int, Seen] = field(factory=dict)
    spares: dict[str, str] = field(factory=dict)


@define
class Learner:
    """Give every document to `first`, then to `second`, then ask for the `sites`."""

    asked: Asked
    by: str
    only: str = ""
    _sample: Sample = field(factory=Sample, init=False)
    _names: dict[int, str] = field(factory=dict, init=False)
    _sites: dict[int, Site] = field(factory=dict, init=False)

    def first(self, doc: Document) -> None:
        """Note what the lines of a document are."""
        name = group_of(doc, self.by)
        self._names.setdefault(hash_of(name), name)
        if self.only in ("", name):
            self._sample.add(read(sketch(doc, self.by)))

    def settle(self) -> None:
        """Learn what repeats; between the two passes."""
        for group, documents in self._sample.groups():
            learned = learn(documents, self.asked)
            if learned.lines or learned.loose:
                self._sites[group] = Site(self._names[group], learned)
        self._sample = Sample()

    def second(self, doc: Document) -> None:
        """Note how the repeated lines of a document are written."""
        site = self._sites.get(hash_of(group_of(doc, self.by)))
        if site is None:
            return
        site.documents += 1
        lines = doc.text.split("\n")
        taken = taken_lines(lines, site.learned)
        counted: set[int] = set()
        for each in taken:
            text = " ".join(lines[each.line].split())
            key, seen = _seen(text, each.repeated, site)
            seen.positions[POSITIONS.index(each.position)] += 1
            seen.texts.add(text)
            seen.documents += key not in counted
            counted.add(key)
        gone = {each.line for each in taken}
        _spare([line for number, line in enumerate(lines) if number not in gone], site)

    def sites(self) -> Iterator[Site]:
        """Yield the groups in which something repeats, by name."""
        yield from sorted(self._sites.values(), key=lambda site: site.name)

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all groups."""
        return tuple(sorted(self._names.values()))


def _seen(text: str, repeated: Repeated, site: Site) -> tuple[int, Seen]:
    """Return what is known of a line; lines that differ in their names are one where that was learned."""
    shape = shape_of(text)
    loose = shape is not None and shape.loose in site.learned.loose and len(text) <= LONGEST
    key = 0 if shape is None else shape.loose if loose else shape.key
    if key not in site.seen:
        site.seen[key] = Seen(site.learned.loose[key] if loose else repeated, loose)
    return key, site.seen[key]


def _spare(lines: list[str], site: Site) -> None:
    """Keep the shortest line of text of each first word, whatever order they come in."""
    for line in lines:
        text = " ".join(line.split())
        if 2 <= len(text) <= LONGEST:
            word = text.partition(" ")[0].casefold()[:40]
            known = site.spares.get(word)
            if known is None or (len(text), text) < (len(known), known):
                site.spares[word] = text
    while len(site.spares) > SPARES:
        del site.spares[max(site.spares, key=hash_of)]
