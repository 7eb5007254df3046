"""Finding the phrases of a line by its first words leaves none out, however the line is read."""

from collections.abc import Sequence
from functools import cache

from docflow_residue.families import FAMILIES, Matcher
from docflow_residue.families.asking import Asked
from docflow_residue.families.build import build
from docflow_residue.families.heads import head
from docflow_residue.families.index import Index
from docflow_residue.families.matcher import LONGEST_WHOLE
from docflow_residue.families.openings import ANY, pair
from docflow_residue.families.patterns import frame, plain, stripped
from docflow_residue.families.phrasebook import rules, words
from docflow_residue.families.program import Which
from docflow_residue.families.table import Phrase, Table
from hypothesis import given, settings
from hypothesis import strategies as st

HITS = [line for rule in rules("nl") for line in rule.hits]
SIGNS = [
    "",
    " ",
    "\t",
    "\u00a0",
    "• ",
    "12 ",
    "2. ",
    "x1 ",
    "The ",
    "’",
    "ſ",
    "ª",
    "続",
    "É",
    "\u2014",
    "_",
    "a" * 70,
]
LINES = st.lists(st.sampled_from(HITS + SIGNS) | st.text(max_size=3), min_size=1, max_size=5).map(
    lambda parts: "".join(parts).replace("\n", " ").encode("utf-8", "replace").decode()
)


@cache
def table() -> Table:
    return build(rules("nl"), words())


@cache
def matcher() -> Matcher:
    return Matcher(table())


@cache
def patterns() -> tuple[Which, Sequence[Phrase]]:
    some = table().phrases
    which = Which([frame(p.text, p.kind, table().words, case=p.case) for p in some])
    return which, some


def by_hand(line: str) -> set[str]:
    """Ask every phrase about the line, and compare it with every plain line."""
    short = len(line) <= LONGEST_WHOLE
    which, phrases = patterns()
    taken = [phrases[n] for n in which.of(line.encode())]
    found = {
        p.column for p in taken if short or p.kind != "whole" if p.heads is None or head(line) in p.heads
    }
    key = plain(stripped(line).lower())
    if short and (line.isascii() or head(key) == head(line)):
        found.update(table().lines.get(key, ()))
    return {FAMILIES[n] for n in found}


@given(st.lists(LINES, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_all_at_once_is_each_phrase_asked_about_each_line(lines: list[str]) -> None:
    for line, row in zip(lines, matcher().match(lines * 2), strict=False):
        assert {name for name, hit in zip(FAMILIES, row, strict=True) if hit} == by_hand(line)


@given(st.lists(LINES, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_first_words_are_those_of_the_whole_line(lines: list[str]) -> None:
    every = [(phrase, Asked(phrase, table().words)) for phrase in table().phrases]
    some = [(phrase, asked) for phrase, asked in every if phrase.openings or phrase.heads]
    index = Index(some, table().openings)
    asked = index.candidates(lines, range(len(lines)))
    for number, line in enumerate(lines):
        word, second = pair(plain(line.lower()))
        pairs = {f"{word} {second}", f"{word} {ANY}"}
        expected = {
            one
            for phrase, one in some
            if (pairs & set(phrase.openings) or (not phrase.openings and head(line) in (phrase.heads or ())))
            and one.begins(head(line))
        }
        possible = index.possible(line)
        assert set(possible.phrases if possible else ()) == expected
        assert (possible is not None and possible.plain) >= (f"{word} {second}" in table().openings)
        assert not expected or number in asked
