"""`news.residue` as a profile: its rules and the model of docflow-residue over the same text."""

from itertools import pairwise

import pytest
from docflow_news.residue import Residue

TEXT = (
    "The council met on Tuesday evening and agreed, after three hours, to build the bridge by the old mill.\n"
    "Work is to begin in the spring, and the mayor said that the road would stay open while it lasts.\n"
    "Those who live near the river had asked for a path along the water, and they are to have that as well."
)
BEFORE, BEHIND = ("Home", "News", "Sport"), ("Share this article", "Harbour Times evening edition")
RELATED = ("Related articles", "River rises again", "Six boats are sold")
PAGE = "\n".join((*BEFORE, TEXT, *BEHIND, *RELATED))


def gone(step: Residue, text: str = PAGE) -> dict[str, str]:
    """Return the lines that go, each with its rule."""
    return {text[cut.start : cut.end].strip("\n"): cut.rule for cut in step.cuts(text)}


def left(step: Residue, text: str = PAGE) -> list[str]:
    lines = gone(step, text)
    return [line for line in text.split("\n") if line not in lines]


def test_rules_alone_take_what_they_know() -> None:
    found = gone(Residue(level="rules"))
    assert found == {
        "Home": "navigation.words",
        "News": "navigation.words",
        "Share this article": "share.share_call",
        **dict.fromkeys(RELATED, "related.list"),
    }


def test_the_model_takes_more_and_rules_keep_their_names() -> None:
    alone, both = gone(Residue(level="rules")), gone(Residue())
    assert both.items() > alone.items()
    assert "Sport" in both
    assert left(Residue()) == TEXT.split("\n")


def test_levels_take_more_and_more() -> None:
    levels = [gone(Residue(level=level)) for level in ("rules", "safe", "normal", "strict")]
    for less, more in pairwise(levels):
        assert less.keys() <= more.keys()


@pytest.mark.parametrize("level", ["rules", "safe", "normal", "strict"])
def test_what_is_kept_stays_at_every_level(level: str) -> None:
    step = Residue(level=level, keep=("sport", "River rises", "evening edition"))
    assert {"Sport", "River rises again", "Harbour Times evening edition"} <= set(left(step))
    assert "Related articles" in gone(step)


def test_keep_wins_over_extra_and_extra_over_the_model() -> None:
    step = Residue(extra=("evening edition", "River rises", "by the old mill"), keep=("River rises",))
    found = gone(step)
    assert found["Harbour Times evening edition"] == "extra: evening edition"
    assert found[TEXT.partition("\n")[0]] == "extra: by the old mill"
    assert "River rises again" not in found


@pytest.mark.parametrize("level", ["rules", "safe", "strict"])
def test_lines_of_a_family_that_is_left_out_stay(level: str) -> None:
    assert "Share this article" in left(Residue(without=("share",), level=level))
    assert "Share this article" not in left(Residue(without=("share",), level=level, extra=("share this",)))
    assert set(RELATED) <= set(left(Residue(families=("share",), level=level)))


def test_texts_are_judged_alone() -> None:
    step = Residue(extra=("Bread",))
    texts = [PAGE, "", "Milk\nBread\nEggs\n", "\n\n", "Share this article", PAGE + "\n"]
    assert step.cuts_many(texts) == [step.cuts(text) for text in texts]
    assert step.cuts("") == []
    assert gone(step, texts[2]) == {"Bread": "extra: Bread"}
