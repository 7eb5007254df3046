"""Documents that are no articles, made from words of our own: every line is to stay.

They teach the trees that short lines alone are no residue: lists, tables, verse, talk, code, logs.
"""

import random
from collections.abc import Callable
from typing import Final

from pages import Page

__all__ = ["made_up"]

COPIES: Final = 12
NOUNS: Final = (
    *(
        "river",
        "stone",
        "garden",
        "letter",
        "winter",
        "window",
        "table",
        "bread",
        "bridge",
        "market",
        "mother",
    ),
    *("teacher", "engine", "signal", "valley", "paper", "copper", "harbour", "kitchen", "ladder", "meadow"),
    *("needle", "orchard", "pencil", "quarry", "saddle", "tunnel", "violin", "wagon", "field", "mirror"),
)
VERBS: Final = (
    *("carries", "follows", "opens", "breaks", "mends", "paints", "turns", "leaves", "holds", "finds"),
    *("measures", "counts", "draws", "keeps"),
)
ADJECTIVES: Final = (
    *("old", "green", "quiet", "heavy", "bright", "narrow", "cold", "round", "early", "plain", "blue"),
    *("broken", "gentle", "distant"),
)
SMALL: Final = (
    *("the", "a", "of", "to", "in", "on", "with", "and", "but", "for", "from", "by", "under", "over", "near"),
)
NAMES: Final = (
    *("Anna", "Boris", "Clara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Liam"),
    *("Mira", "Nils", "Olga", "Pavel", "Rosa", "Samir"),
)
CJK: Final = "山川草木花鳥風月雨雪人心手足目耳口田町村道橋海空星石金土水火朝夕春夏秋冬東西南北"


class Writer:
    """Words, phrases and sentences by chance."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self.random = random.Random(seed)  # noqa: S311

    def phrase(self) -> str:
        """Return a few words without a verb."""
        return f"{self.random.choice(ADJECTIVES)} {self.random.choice(NOUNS)}"

    def clause(self) -> str:
        """Return a clause."""
        small = self.random.choice(SMALL)
        who, verb, what = self.phrase(), self.random.choice(VERBS), self.random.choice(NOUNS)
        return f"the {who} {verb} the {what} {small} the {self.phrase()}"

    def sentence(self, clauses: int = 2) -> str:
        """Return a sentence of so many clauses."""
        return ", and ".join(self.clause() for _ in range(clauses)).capitalize() + "."

    def paragraph(self) -> str:
        """Return three to six sentences."""
        return " ".join(self.sentence(self.random.randint(1, 3)) for _ in range(self.random.randint(3, 6)))

    def title(self) -> str:
        """Return a heading."""
        return " ".join(
            word.capitalize() for word in (self.phrase() + " " + self.random.choice(NOUNS)).split()
        )

    def number(self) -> str:
        """Return a number as people write it."""
        return self.random.choice(["{:.2f}", "{:.0f}", "{:.1f}%", "${:.2f}"]).format(
            self.random.uniform(1, 999)
        )

    def count(self, low: int, high: int) -> range:
        """Return a range of a length by chance."""
        return range(self.random.randint(low, high))


def shopping(by: Writer) -> list[str]:
    """A list of one- or two-word items."""
    return [by.random.choice([by.phrase(), by.random.choice(NOUNS)]).capitalize() for _ in by.count(3, 40)]


def numbered(by: Writer) -> list[str]:
    """A numbered list of phrases."""
    return [f"{n + 1}. {by.clause().capitalize()}" for n in by.count(3, 30)]


def cells(by: Writer) -> list[str]:
    """A table with one value a line."""
    head = [by.random.choice(NOUNS).capitalize() for _ in range(3)]
    return head + [cell for _ in by.count(3, 20) for cell in (by.title(), by.number(), by.number())]


def rows(by: Writer) -> list[str]:
    """A table with one row a line."""
    mark = by.random.choice(["\t", " | ", ",", "   "])
    return [
        mark.join([by.random.choice(NOUNS), by.number(), by.number(), by.phrase()]) for _ in by.count(3, 40)
    ]


def verse(by: Writer) -> list[str]:
    """Stanzas of short lines, now and then one that comes again."""
    burden = by.clause().capitalize()
    lines = []
    for _ in by.count(2, 7):
        stanza = [by.clause().capitalize()[: by.random.randint(20, 50)].rsplit(" ", 1)[0] for _ in range(4)]
        lines += [*stanza, *([burden] if by.random.random() < 0.5 else []), ""]
    return lines


def talk(by: Writer) -> list[str]:
    """A chat: names, times, short remarks."""
    two = by.random.sample(NAMES, 3)
    form = by.random.choice(
        ["{name}: {text}", "[{hour}:{minute}] {name}: {text}", "{name}\n{hour}:{minute}\n{text}"]
    )
    lines = []
    for _ in by.count(6, 40):
        text = by.random.choice(
            [by.clause(), by.phrase(), by.sentence(), "ok", "yes", "no idea", by.phrase() + "?"]
        )
        hour, minute = by.random.randint(8, 23), by.random.randint(10, 59)
        lines += form.format(name=by.random.choice(two), text=text, hour=hour, minute=minute).split("\n")
    return lines


def play(by: Writer) -> list[str]:
    """A play or an interview: who speaks stands alone in a line."""
    two = by.random.sample(NAMES, 3)
    return [line for _ in by.count(5, 25) for line in (by.random.choice(two).upper(), by.sentence(1))]


def code(by: Writer) -> list[str]:
    """A program."""
    lines = ["import sys", ""]
    for _ in by.count(2, 8):
        name, value = by.random.choice(NOUNS), by.random.choice(NOUNS)
        lines += [f"def {name}_{value}({value}):", f"    {name} = {value}[{by.random.randint(0, 9)}]"]
        lines += [
            f"    if {name} > {by.random.randint(1, 99)}:",
            f"        return {value}.{name}()",
            "    return None",
            "",
        ]
    return lines


def log(by: Writer) -> list[str]:
    """Lines of a log."""
    stamp = f"2021-0{by.random.randint(1, 9)}-1{by.random.randint(0, 9)}"
    lines = []
    for n in by.count(10, 80):
        level = by.random.choice(["INFO", "WARN", "ERROR"])
        time = f"{stamp} 1{n % 10}:{n % 60:02}:{n * 7 % 60:02}"
        lines.append(f"{time} {level} {by.random.choice(NOUNS)}: {by.phrase()}")
    return lines


def recipe(by: Writer) -> list[str]:
    """A recipe: a title, what one needs, what one does."""
    needs = [
        f"{by.random.randint(1, 500)} {by.random.choice(['g', 'ml', 'cups', 'spoons'])} {by.phrase()}"
        for _ in by.count(4, 12)
    ]
    steps = [by.sentence(by.random.randint(1, 2)) for _ in by.count(3, 8)]
    return [by.title(), f"For {by.random.randint(2, 8)} people", "Ingredients", *needs, "Method", *steps]


def clauses(by: Writer) -> list[str]:
    """A contract: numbered headings and clauses."""
    lines = [by.title().upper()]
    for part in by.count(3, 9):
        lines += [f"{part + 1}. {by.title()}"]
        lines += [f"{part + 1}.{n + 1} {by.sentence(by.random.randint(1, 4))}" for n in by.count(1, 4)]
    return lines


def wrapped(by: Writer) -> list[str]:
    """Paragraphs broken at a width, with blank lines between."""
    width = by.random.choice([40, 60, 72, 80])
    lines = []
    for _ in by.count(2, 7):
        line = ""
        for word in by.paragraph().split():
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return lines


def letter(by: Writer) -> list[str]:
    """A letter or mail."""
    name, other = by.random.sample(NAMES, 2)
    body = [by.paragraph() for _ in by.count(1, 4)]
    head = by.random.choice([[], [f"From: {other}", f"To: {name}", f"Subject: {by.phrase()}"]])
    return [*head, f"Dear {name},", *body, by.random.choice(["Best wishes", "Yours", "See you soon"]), other]


def chapters(by: Writer) -> list[str]:
    """Prose under headings, as in a book."""
    return [line for _ in by.count(2, 6) for line in (by.title(), *(by.paragraph() for _ in by.count(1, 4)))]


def steps(by: Writer) -> list[str]:
    """A guide: paragraphs with lists of short lines, a last list among them."""
    lines = [by.title(), by.paragraph()]
    for _ in by.count(1, 5):
        items = [
            by.random.choice([by.phrase(), by.clause(), f"{by.phrase()}: {by.clause()}"]).capitalize()
            for _ in by.count(3, 9)
        ]
        lines += [by.sentence(1)[:-1] + ":", *items]
    return lines


def dictionary(by: Writer) -> list[str]:
    """Terms and what they mean."""
    return [
        f"{by.random.choice(NOUNS)}{by.random.choice([' - ', ': ', ' = '])}{by.clause()}"
        for _ in by.count(4, 30)
    ]


def questions(by: Writer) -> list[str]:
    """Questions with answers."""
    return [
        line
        for _ in by.count(3, 15)
        for line in (by.clause().capitalize() + "?", by.sentence(by.random.randint(1, 3)))
    ]


def signs(by: Writer) -> list[str]:
    """Text in signs without spaces: prose, verse or a list."""
    longest = by.random.choice([6, 14, 120])
    ends = by.random.choice(["", "。"])
    return ["".join(by.random.choices(CJK, k=by.random.randint(3, longest))) + ends for _ in by.count(4, 25)]


def note(by: Writer) -> list[str]:
    """One or two lines."""
    return [
        by.random.choice([by.phrase(), by.clause(), by.sentence(1), by.title(), by.number()])
        for _ in by.count(1, 3)
    ]


def names(by: Writer) -> list[str]:
    """A list of people, with or without what they do."""
    return [
        line
        for name in by.random.sample(NAMES, 12)
        for line in (
            f"{name} {by.random.choice(NOUNS).capitalize()}",
            *([by.phrase()] * by.random.randint(0, 1)),
        )
    ]


KINDS: Final[tuple[Callable[[Writer], list[str]], ...]] = (
    *(shopping, numbered, cells, rows, verse, talk, play, code, log, recipe, clauses, wrapped),
    *(letter, chapters, steps, dictionary, questions, signs, note, names),
)


def made_up() -> list[Page]:
    """Return the documents; each kind has `COPIES`, each copy a site of its own."""
    pages = []
    for kind in KINDS:
        for copy in range(COPIES):
            number = KINDS.index(kind) * COPIES + copy
            lines = kind(Writer(number))
            name = f"{kind.__name__}-{copy}"
            pages.append(Page(name, "made", "made", name, tuple(lines), "K" * len(lines)))
    return pages
