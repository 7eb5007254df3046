"""The table that the package carries is the one of the phrase files, and survives being written."""

from docflow_residue.families.build import build, everything
from docflow_residue.families.phrasebook import Rule
from docflow_residue.families.table import load, read, written

RULE = Rule("xx", "share", {"whole": ("share (?:this|it)", "send .+ <n>")}, False, ("Share it",), ("No.",))


def test_the_table_is_up_to_date() -> None:
    # After a change of a phrase file: python -m docflow_residue.families.build
    assert written(load()) == written(everything())


def test_plain_phrases_become_lines_and_the_others_stay_phrases() -> None:
    table = build([RULE], {"n": "[0-9]+"})
    assert set(table.lines) == {"share this", "share it"}
    (phrase,) = table.phrases
    assert (phrase.text, phrase.heads, phrase.openings) == ("send .+ <n>", {"send"}, ("send *",))
    assert read(written(table)) == table
