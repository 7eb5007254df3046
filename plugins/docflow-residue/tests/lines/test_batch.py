import numpy as np
from docflow_residue.lines.alphabet import CJK, DIGIT, LOWER, SPACE, UPPER, fold_table, kind_table
from docflow_residue.lines.batch import BASE, BLOCK, LOOK, read
from hypothesis import given, settings
from hypothesis import strategies as st


def words(text: str) -> list[str]:
    batch = read([text])
    pairs = zip(batch.word_start.tolist(), batch.word_length.tolist(), strict=True)
    return [batch.text[start : start + length] for start, length in pairs]


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("It's  2 o’clock — über_all, 東京で会う!") == [
        "It",
        "s",
        "2",
        "o",
        "clock",
        "über",
        "all",
        "東京で会う",
    ]
    assert words("") == []
    assert words("x") == ["x"]


def test_lines_without_words_are_left_out_but_counted() -> None:
    batch = read(["---\n\none\n \n***\ntwo three", "", "\n\nfour\n"])
    assert batch.row.tolist() == [2, 5, 2]
    assert batch.doc.tolist() == [0, 0, 2]
    assert batch.first.tolist() == [0, 2, 2]
    assert batch.size.tolist() == [2, 0, 1]
    assert batch.word_from.tolist() == [0, 1, 3, 4]


def test_a_hash_is_the_words_alone() -> None:
    batch = read(["Bridge over 12 bridges\nthe BRIDGE 77", "bridge"])
    first, over, twelve, plural, the, again, number, last = batch.word_hash.tolist()
    assert first == again == last
    assert twelve == number
    assert len({first, over, twelve, plural, the}) == 5


def test_of_a_line_only_its_beginning_is_looked_at() -> None:
    batch = read(["a " * 5000 + "\nnext line"])
    assert batch.ends[0] - batch.starts[0] == LOOK
    assert np.diff(batch.word_from).tolist() == [LOOK // 2, 2]
    assert batch.row.tolist() == [0, 1]


def test_any_character_is_read() -> None:
    batch = read(["\ud800 \x00 a\U0001f600b \u2028 c\r", "\ufeff"])
    assert np.diff(batch.word_from).tolist() == [3]
    assert batch.doc.tolist() == [0]


def test_kinds() -> None:
    table = kind_table()
    assert [int(table[ord(c)]) for c in "aBß9 \n\u200b日ア"] == [
        LOWER,
        UPPER,
        LOWER,
        DIGIT,
        SPACE,
        SPACE,
        SPACE,
        CJK,
        CJK,
    ]


def hash_by_hand(word: str) -> int:
    whole = (1 << 64) - 1
    found = (
        sum(int(fold_table()[min(ord(c), 65535)]) * pow(BASE, n, 1 << 64) for n, c in enumerate(word)) & whole
    )
    found = (found ^ (found >> 32)) * 0xD6E8FEB86659FD93 & whole
    return found ^ (found >> 32)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(("bridge", "\u00dcber", "7", "\u6771\u4eac"))
        | st.text("aZ9\u00e9", min_size=1, max_size=9)
    ),
    st.sampled_from((0, 1, BLOCK - 12, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5)),
    st.booleans(),
)
def test_a_hash_does_not_depend_on_where_the_word_stands(words: list[str], ahead: int, glued: bool) -> None:
    text = "x" * ahead + ("" if glued else "\n") + " ".join(words)
    batch = read([text])
    for start, size, found in zip(
        batch.word_start.tolist(), batch.word_length.tolist(), batch.word_hash.tolist(), strict=True
    ):
        assert found == hash_by_hand(batch.text[start : start + size])
