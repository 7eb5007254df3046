"""Lines are put together by key and document, whatever the keys have in common."""

import numpy as np
from docflow_residue.lines.batch import read
from docflow_residue.lines.repeats import MIX, group, occurrences, shared
from docflow_residue.lines.shapes import look
from hypothesis import given, settings
from hypothesis import strategies as st

INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
CLOSE = st.integers(0, 40).map(lambda low: low | 1 << 60)
"""Next to each other when they are mixed: the number of the line takes what tells them apart."""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CLOSE | st.integers(0, 5), st.integers(0, 2)), max_size=60))
def test_occurrences_are_those_counted_by_hand(lines: list[tuple[int, int]]) -> None:
    lines.sort(key=lambda line: line[1])
    doc = np.array([number for _, number in lines], np.int64)
    mixed = np.array([key << 2 | number for key, number in lines], np.uint64)
    keys = (mixed * INVERSE) ^ (doc.view(np.uint64) * MIX)
    count, gap, rank = occurrences(keys, doc)
    number = group(keys, doc)
    for at, line in enumerate(lines):
        before = [n for n in range(at) if lines[n] == line]
        assert count[at] == lines.count(line)
        assert rank[at] == len(before)
        assert gap[at] == (at - before[-1] if before else 0)
        assert all((number[at] == number[n]) == (line == lines[n]) for n in range(len(lines)))


PROSE = "The mill stood by the river for a hundred years, and nobody in the town knew who had built it."
TEXTS = st.lists(
    st.lists(st.sampled_from([PROSE, PROSE[:40], "River mill", "A hundred unknown things", "Town"])).map(
        "\n".join
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_words_of_prose_elsewhere_are_those_found_by_hand(texts: list[str]) -> None:
    batch = read(texts)
    shapes = look(batch)
    found = shared(batch, shapes)
    words = [
        {int(h) for h, n in zip(batch.word_hash[a:b], batch.word_length[a:b], strict=True) if n >= 4}
        for a, b in zip(batch.word_from[:-1], batch.word_from[1:], strict=True)
    ]
    for line in range(len(batch)):
        said = [n for n in range(len(batch)) if batch.doc[n] == batch.doc[line] and shapes.prose[n]]
        begin, end = batch.word_from[line : line + 2]
        long = [
            int(h)
            for h, n in zip(batch.word_hash[begin:end], batch.word_length[begin:end], strict=True)
            if n >= 4
        ]
        elsewhere = [h for h in long if any(h in words[n] for n in said if n != line)]
        assert found["content"][line] == len(long)
        assert found["in_prose_count"][line] == len(elsewhere)
        assert found["new_words"][line] == sum(all(h not in words[n] for n in said) for h in long)
