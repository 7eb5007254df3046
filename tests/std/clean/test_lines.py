"""Names and kinds of the rules that `clean.lines` makes."""

import pytest

from docflow.pattern.lines import LineMatcher
from docflow.plugin import Regex
from docflow.plugin.convert import OptionError, build
from docflow.std.clean.lines import Lines


def test_rules_are_called_by_key_or_by_what_they_look_for():
    rules = Lines(drop={"ad": "Advert"}, keep="!", only=(Regex("a"), "b")).rules()
    assert [rule.name for rule in rules] == ["keep: !", "ad", "only"]
    listed = Lines(drop=("Advert", Regex("^a$"), "Advert", Regex("Advert"))).rules()
    assert [rule.name for rule in listed] == ["Advert", "^a$", "Advert'"]


def test_hits_carry_the_names():
    removed = LineMatcher([Lines(drop={"ad": "advert", "see": Regex("^See")}).rules()]).apply(
        "See\nx\nADVERT"
    )
    assert [hit.rule for hit in removed.hits] == ["see", "ad"]


@pytest.mark.parametrize(("ignore_case", "left"), [(True, ""), (False, "ÉTÉ")])
def test_phrases_ignore_case_unless_told(ignore_case, left):
    rules = Lines(drop="été", ignore_case=ignore_case).rules()
    assert LineMatcher([rules]).apply("ÉTÉ").text == left


@pytest.mark.parametrize(
    ("drop", "sentence"),
    [
        ("", "empty phrase"),
        (Regex("a(?=b)"), "look-ahead .*at character 2"),
        ({"x": Regex("(")}, "not valid"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(drop, sentence):
    with pytest.raises(OptionError, match=sentence):
        build(Lines.__component__, {"drop": drop})
