"""Every phrase takes its test lines and leaves those of prose; so does everything together."""

from pathlib import Path

import pytest
from docflow_residue.families import FAMILIES, match
from docflow_residue.families.columns import COLUMNS
from docflow_residue.families.heads import options
from docflow_residue.families.phrasebook import Rule, languages, rules

RULES = [rule for language in languages() for rule in rules(language)]
PROSE = Path(__file__).parent / "prose.txt"
LANGUAGES = {"any", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh"}


def columns_of(line: str) -> set[str]:
    return {name for name, hit in zip(FAMILIES, match([line])[0], strict=True) if hit}


def test_the_languages_are_those_promised() -> None:
    assert set(languages()) == LANGUAGES


def test_columns_are_few_and_all_used() -> None:
    assert len(FAMILIES) <= 48
    assert tuple(COLUMNS) == FAMILIES
    assert {rule.column for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.language}-{r.column}")
def test_rule_takes_its_hits_and_no_rule_takes_what_it_spares(rule: Rule) -> None:
    assert [line for line in rule.hits if rule.column not in columns_of(line)] == []
    assert {line: found for line in rule.spares if (found := columns_of(line))} == {}


@pytest.mark.parametrize("language", sorted(LANGUAGES - {"any"}))
def test_a_language_has_enough_phrases(language: str) -> None:
    phrases = [p for rule in rules(language) for some in rule.phrases.values() for p in some]
    assert sum(len(options(phrase)) for phrase in phrases) >= 80
    assert len({rule.column for rule in rules(language)}) >= 18


@pytest.mark.parametrize("line", PROSE.read_text(encoding="utf-8").splitlines())
def test_prose_stays(line: str) -> None:
    assert columns_of(line) == set()
