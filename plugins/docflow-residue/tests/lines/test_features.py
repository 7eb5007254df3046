import numpy as np
from docflow_residue.lines.batch import read
from docflow_residue.lines.features import PAD, describe
from docflow_residue.lines.lexicon import BITS, Lexicon
from docflow_residue.lines.places import spans
from docflow_residue.lines.shapes import WordCounts, look
from hypothesis import given, settings
from hypothesis import strategies as st

LEXICON = Lexicon(np.random.default_rng(5).integers(-9, 9, 1 << BITS).astype(np.int8))
TEXT = (
    "Home\nNews\nSport\n"
    "The mill stood by the river for a hundred years, and nobody in the town knew who had built it.\n"
    "When the water rose in the spring, the wheel turned by itself and kept the children awake.\n"
    "Photo: A. Mill\n12.50\nHome\n"
)


def feature(text: str, name: str) -> list[int]:
    found = describe(read([text]), LEXICON)
    return found.codes[found.names.index(name), found.rows].tolist()


def counted(text: str, name: str) -> list[int]:
    return [code - 1 for code in feature(text, name)]  # 0 says that there is no line


def test_form() -> None:
    assert counted(TEXT, "words") == [1, 1, 1, 20, 17, 3, 2, 1]
    assert feature(TEXT, "prose") == [0, 0, 0, 1, 1, 0, 0, 0]
    assert feature(TEXT, "numbers")[6] == 255
    assert feature(TEXT, "colons") == [0, 0, 0, 0, 0, 1, 0, 0]
    assert counted("日本語の文章です。\n短い", "words") == [4, 1]


def test_words_are_counted_to_the_end_of_what_is_looked_at() -> None:
    text = "A b " * 600 + "\nThe 12 MILLS of \u6771\u4eac and \u05d0\u05d1\n"
    words = look(read([text]))
    counts = WordCounts(read([text]))
    assert words.words.tolist() == [1000, 7]
    assert counts.all.tolist() == [1000, 7]
    assert counts.lower.tolist() == [500, 2]
    assert counts.upper.tolist() == [500, 2]
    assert counts.capitals.tolist() == [500, 1]
    assert counts.numbers.tolist() == [0, 1]
    assert counts.foreign.tolist() == [0, 1]
    assert counts.cjk.tolist() == [0, 2]
    assert counts.function.tolist() == [500, 3]


def test_place() -> None:
    assert counted(TEXT, "head_lines") == [0, 1, 2, 3, 4, 5, 6, 7]
    assert counted(TEXT, "tail_lines") == [7, 6, 5, 4, 3, 2, 1, 0]
    assert feature(TEXT, "prose_before") == [0, 0, 0, 0, 1, 2, 2, 2]
    assert counted(TEXT, "run_lines") == [3, 3, 3, 2, 2, 3, 3, 3]


def test_what_comes_again() -> None:
    assert feature(TEXT, "same") == [2, 1, 1, 1, 1, 1, 1, 2]
    assert feature(TEXT, "same_rank") == [0, 0, 0, 0, 0, 0, 0, 1]
    assert counted(TEXT, "same_gap")[7] == 7


def test_words_that_prose_has() -> None:
    text = TEXT + "Children of the mill river\nUnknown things entirely elsewhere\n"
    assert feature(text, "in_prose_count")[-2:] == [3, 0]
    assert feature(text, "new_words")[-2:] == [0, 4]


def test_spans_stay_in_their_document() -> None:
    batch = read(["one\ntwo\nthree", "four\nfive"])
    span, ones = spans(batch), np.ones(5, np.int64)
    here = np.arange(5)
    assert span.between(ones, here - 9, here).tolist() == [0, 1, 2, 0, 1]
    assert span.between(ones, here + 1, here + 9).tolist() == [2, 1, 0, 1, 0]
    flags = np.array([True, False, False, False, True])
    assert span.previous(flags).tolist() == [-1, 0, 0, -1, -1]
    assert span.following(flags).tolist() == [-1, -1, -1, 4, -1]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(TEXT.split("\n")), max_size=9).map("\n".join), min_size=1, max_size=5)
)
def test_a_document_has_the_same_features_alone(texts: list[str]) -> None:
    together = describe(read(texts), LEXICON)
    doc = read(texts).doc
    for number, text in enumerate(texts):
        alone = describe(read([text]), LEXICON)
        assert alone.names == together.names
        mine = together.rows[doc == number]
        assert np.array_equal(together.codes[:, mine], alone.codes[:, alone.rows])
        if len(mine):  # neighbours come from the pads at the edges
            before = together.codes[:, mine[0] - PAD : mine[0]]
            assert not before.any()
