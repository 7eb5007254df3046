"""The laws of differences: both texts can be made of the runs and of the rows again."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from docflow.textdiff import Row, Run, _blocks, rows, words

texts = st.lists(st.sampled_from(["one", "two", " ", "\n", "\n\n", ".", "é", "\r", "\u2028", "a b\n"])).map(
    "".join
)


def side(runs, kind):
    return "".join(run.text for run in runs if run.kind in ("same", kind))


@given(texts | st.text(), texts | st.text())
def test_runs_make_both_texts(before, after):
    runs = words(before, after)
    assert (side(runs, "gone"), side(runs, "new")) == (before, after)
    assert all(run.text for run in runs)
    assert all(one.kind != two.kind for one, two in itertools.pairwise(runs))


@given(texts | st.text(), texts | st.text())
def test_rows_make_both_texts(before, after):
    found = rows(before, after)
    gone, new = (row for row in found if row.before), (row for row in found if row.after)
    assert "\n".join(row.text for row in gone) == before
    assert "\n".join(row.text for row in new) == after
    assert [row.before for row in found if row.before] == list(range(1, before.count("\n") + 2))
    assert [row.after for row in found if row.after] == list(range(1, after.count("\n") + 2))


def test_equal_texts_have_no_change():
    assert words("a b\nc", "a b\nc") == (Run("same", "a b\nc"),)
    assert words("", "") == ()


def test_only_the_words_that_differ_are_marked():
    assert words("The old bridge closes.", "The new bridge closes.") == (
        Run("same", "The "),
        Run("gone", "old"),
        Run("new", "new"),
        Run("same", " bridge closes."),
    )


def test_a_line_that_went():
    assert rows("a\nClick here\nb", "a\nb") == (
        Row("same", (Run("same", "a"),), 1, 1),
        Row("gone", (Run("gone", "Click here"),), 2, None),
        Row("same", (Run("same", "b"),), 3, 2),
    )


def test_a_change_that_is_too_large_is_one():
    before, after = " ".join(f"a{n}" for n in range(2000)), " ".join(f"b{n}" for n in range(2000))
    assert [run.kind for run in words(before, after)] == ["gone", "new"]


@given(texts | st.text(), texts | st.text())
def test_cuts_at_what_is_unique_change_no_law(before, after):
    old, new = list(before), list(after)
    blocks = list(_blocks(old, new, 3))
    assert [text for _, one, _ in blocks for text in one] == old
    assert [text for _, _, two in blocks for text in two] == new
    assert all(one == two for kind, one, two in blocks if kind == "equal")


def test_one_word_of_many():
    text = " ".join(f"w{n}" for n in range(20_000))
    found = words(f"{text} old {text}", f"{text} new {text}")
    assert [run.text for run in found if run.kind != "same"] == ["old", "new"]


def test_every_other_line_of_many():
    before = [f"line {n}" for n in range(20_000)]
    after = [f"line {n}" if n % 2 else f"other {n}" for n in range(20_000)]
    found = rows("\n".join(before), "\n".join(after))
    assert sum(row.kind == "same" for row in found) == 10_000


def test_what_changed_in_a_very_long_line():
    one, two = "a" * 1_500_000, "b" * 1_500_000
    assert words(f"{one}old{two}", f"{one}new{two}") == (
        Run("same", one),
        Run("gone", "old"),
        Run("new", "new"),
        Run("same", two),
    )


def test_signs_that_change_in_every_line():
    before = "\n".join(f"line “{n}”" for n in range(300))
    found = words(before, before.replace("“", '"').replace("”", '"'))
    assert {run.text for run in found if run.kind != "same"} == {"“", "”", '"'}


def test_texts_that_are_not_alike_are_not_mixed():
    before, after = "Getting more meaningful reductions of the air", "Sonu Mehta / Times and the rest"
    assert words(before, after) == (Run("gone", before), Run("new", after))
    assert [run.kind for run in words("a  b", "a b")] == ["same", "gone", "same"]
