"""From what was seen of a site to named rules."""

import re
import unicodedata
from collections.abc import Iterator

from docflow_residue.learning.found import FoundRule, FoundSite
from docflow_residue.learning.learner import Seen, Site
from docflow_residue.learning.shape import LONGEST, NAME, classed, loose_form, normal
from docflow_residue.packs.keys import LETTERS, Position

__all__ = ["line_pattern", "loose_pattern", "name_of", "rules_of"]

SHOWN = 3
NUMBER = r"\d(?:[\d.,:/'’-]*\d)?(?:st|nd|rd|th|am|pm)?"
NAMES = r"[^\W\d_a-zß-öø-ÿ][^\s]*(?: [^\W\d_a-zß-öø-ÿ][^\s]*)*"
_CLASSES = re.compile(r"0|@|" + NAME)
_NO_NAME = re.compile(rf"(?:[^{LETTERS}]|[^\w\u0300-\u1fff])+")


def rules_of(site: Site) -> FoundSite:
    """Return the rules of a site, those in most documents first; what no rule can say is left out."""
    found, names = [], set[str]()
    most = sorted(site.seen.values(), key=lambda seen: (-seen.documents, next(seen.texts.most())))
    for seen in most:
        examples = tuple(text for text, _ in seen.texts.most() if _can_be_told(text))[:SHOWN]
        loose = seen.loose and len({normal(text) for text, _ in seen.texts.most()}) > 1
        spare = _spare(examples, site, loose=loose)
        if not examples or not spare:
            continue
        name = _new_name(examples[0], names)
        pattern = loose_pattern(examples[0]) if loose else ""
        line = "" if loose else examples[0]
        counts = (seen.positions[0], seen.positions[1], seen.positions[2])
        found.append(FoundRule(name, line, pattern, _position(seen), seen.documents, counts, examples, spare))
    return FoundSite(site.name, site.documents, tuple(found))


def _can_be_told(text: str) -> bool:
    """Whether a line can stand in a file and be found again: of no flood of characters, with a letter."""
    told = len(text) <= LONGEST and not any("\ud800" <= char <= "\udfff" for char in text)
    return told and any(map(str.isalpha, text))


def _spare(examples: tuple[str, ...], site: Site, *, loose: bool) -> str:
    """Return a line of text that looks most like the first example: the one with its first word, or any."""
    hit = re.compile(loose_pattern(examples[0])) if loose and examples else None
    own = {normal(text) for text in examples}

    def spared(text: str) -> bool:
        return normal(text) not in own and (hit is None or hit.search(text) is None)

    word = examples[0].partition(" ")[0].casefold()[:40] if examples else ""
    if word in site.spares and spared(site.spares[word]):
        return site.spares[word]
    return min((text for text in site.spares.values() if spared(text)), key=lambda t: (len(t), t), default="")


def _position(seen: Seen) -> Position:
    head, tail, between = seen.positions
    if not between and not (head and tail):
        return "head" if head else "tail"
    if "between" in seen.repeated.positions:
        return "any"
    return "head" if head > tail else "tail"


def name_of(line: str) -> str:
    """Return a name for a rule, from the first words of a line; where no letter fits, it is `line`."""
    words = [word for word in _NO_NAME.split(_plain(line)) if word and not word.isdigit()]
    return " ".join(words[:5])[:50].strip() or "line"


def _new_name(example: str, taken: set[str]) -> str:
    made = next(made for made in _numbered(name_of(example)) if made not in taken)
    taken.add(made)
    return made


def _plain(text: str) -> str:
    """Return a text in small letters, those of Latin without their marks."""
    plain = ""
    for char in unicodedata.normalize("NFKC", text).casefold():
        letter = unicodedata.normalize("NFKD", char)[0]
        marked = unicodedata.combining(char) and plain[-1:].isascii()
        plain += "" if marked else letter if letter.isascii() else char
    return plain


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} {number}"
        number += 1


def line_pattern(line: str) -> str:
    """Return a pattern (for the flag `i`) of a whole line, in which numbers and dates stand for any."""
    return rf"^\s*{_classes(classed(' '.join(line.split())))}\s*$"


def loose_pattern(line: str) -> str:
    """Return a pattern for lines that differ in their names, or in what follows their label."""
    form = loose_form(line)
    return f"^{_classes(form)}" + ("" if form.endswith((":", "：")) else "$")


def _classes(form: str) -> str:
    """Return a form as a pattern: its classes of numbers, dates and names as what stands for them."""
    done, parts = 0, []
    for found in _CLASSES.finditer(form):
        parts.append(_escaped(form[done : found.start()]))
        parts.append({"0": NUMBER, "@": r"(?:@|[^\W\d_]+(?:[-.][^\W\d_]+)*)", NAME: NAMES}[found[0]])
        done = found.end()
    return "".join([*parts, _escaped(form[done:])])


def _escaped(text: str) -> str:
    return re.sub(r"\\ ", r"\\s+", re.escape(text)).replace('"', r"\x22").replace("\\'", "'")
