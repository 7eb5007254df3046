"""Every rule takes its test lines and leaves those of prose; the prose of `prose.txt` stays whole."""

from pathlib import Path

import pytest
from docflow_news.families import FAMILIES
from docflow_news.residue import Residue
from docflow_news.rulebook import Entry, entries, fill

from docflow.model import Regex
from docflow.pattern.lines import LineMatcher
from docflow.plugin import PluginError

ENTRIES = [entry for family in FAMILIES for entry in entries(family)]
PROSE = (Path(__file__).parent / "prose.txt").read_text(encoding="utf-8").splitlines()
RULES = Residue().rules()
MATCHER = LineMatcher([RULES])


def taken_by(line: str) -> list[str]:
    return [hit.rule for hit in MATCHER.apply(line).hits]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.rule.name)
def test_rule_takes_its_hits_and_leaves_what_it_spares(entry: Entry) -> None:
    alone = LineMatcher([[entry.rule]])
    assert [line for line in entry.hits if not alone.apply(line).hits] == []
    assert [line for line in entry.spares if alone.apply(line).hits] == []
    assert entry.hits
    assert entry.spares


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.rule.name)
def test_no_other_rule_takes_what_a_rule_spares(entry: Entry) -> None:
    assert {line: taken_by(line) for line in entry.spares if taken_by(line)} == {}


@pytest.mark.parametrize("line", PROSE)
def test_prose_stays(line: str) -> None:
    assert taken_by(line) == []


def test_there_is_enough_prose() -> None:
    assert len(set(PROSE)) >= 90


def test_names_are_unique_and_start_with_their_family() -> None:
    names = [entry.rule.name for entry in ENTRIES]
    assert len(set(names)) == len(names)
    assert {name.split(".")[0] for name in names} == set(FAMILIES)


def test_rules_need_no_word_boundary() -> None:
    # `\b` makes the matcher tell word characters apart, and widens its codes: four times slower.
    patterns = [entry.rule.pattern or "" for entry in ENTRIES]
    assert [p for p in patterns if r"\b" in p or r"\B" in p] == []


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(PluginError, match="<nothing>"):
        fill("<nothing>")


def test_follow_takes_the_list_and_no_paragraph() -> None:
    text = (
        "One.\nRelated:\nWho owns the mill?\nTen mills to see\n"
        "The mill was sold in May, and nobody knew.\nWho owns the mill?"
    )
    assert MATCHER.apply(text).text == "One.\nThe mill was sold in May, and nobody knew.\nWho owns the mill?"


def test_paragraphs_stay_to_the_letter() -> None:
    body = "  One\ttwo. \u00a0\n\n\n\nThree — “four”.\r\n\n"
    assert MATCHER.apply(body).text is body


def test_families_can_be_chosen_and_left_out() -> None:
    text = "Advertisement\nBy Anna Berg\nShare"
    assert LineMatcher([Residue(families=("byline",)).rules()]).apply(text).text == "Advertisement\nShare"
    assert LineMatcher([Residue(without=("byline",)).rules()]).apply(text).text == "By Anna Berg"


def test_extra_and_keep() -> None:
    rules = Residue(extra=("Evening edition", Regex("^edition$", "i")), keep=("Berg",)).rules()
    text = "By Anna Berg\nThe evening EDITION\nthe editions\nEDITION\nShare"
    assert LineMatcher([rules]).apply(text).text == "By Anna Berg\nthe editions"
    assert {rule.name for rule in rules} >= {"extra: Evening edition", 'extra: re"^edition$"i', "keep: Berg"}


def test_an_empty_phrase_is_refused() -> None:
    option = Residue.__component__.option("extra")
    assert option is not None
    assert option.facts is not None
    assert option.facts.check is not None
    assert option.facts.check(("",)) is not None
    assert option.facts.check(("edition",)) is None
