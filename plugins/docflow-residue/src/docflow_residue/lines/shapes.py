"""What each line looks like by itself."""

import functools
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.alphabet import (
    CJK,
    CLOSER,
    COLON,
    COMMA,
    DIGIT,
    END,
    KINDS,
    LETTER,
    LOWER,
    MARK,
    MONEY,
    OTHER,
    SEPARATOR,
    SPACE,
    UPPER,
)
from docflow_residue.lines.batch import LOOK, Batch
from docflow_residue.lines.function_words import function_words

__all__ = ["Shapes", "look"]

Codes = NDArray[np.uint8]
Ints = NDArray[np.int64]

NEAR_END: Final = 4  # characters back from the end that may be quotes, brackets or space behind the mark
PROSE: Final = 12  # words that a line of prose has at least
LONG: Final = 25  # words that make a line prose without an end mark


@frozen(eq=False)
class Shapes:
    """The lines by themselves.

    `words` of each line (characters of scripts without spaces count half), `prose` says what reads as
    sentences, `codes` are the features by name, each in 0..255.
    """

    words: Ints
    prose: NDArray[np.bool_]
    codes: dict[str, Codes]


def look(batch: Batch) -> Shapes:
    """Describe every line of a batch."""
    kinds, lines = batch.kinds, len(batch)
    words = WordCounts(batch)
    marks = count_marks(batch)
    chars = batch.ends - batch.starts
    size = words.plain + (words.cjk + 1) // 2
    end, end_mark = last_kinds(batch)
    ended = (end_mark == END) | (chars >= LOOK)
    sentence = words.share(words.function) > 12
    flowing = (words.share(words.lower) > 100) | (words.cased == 0)
    prose = (
        (size >= PROSE) & flowing & (ended | (size >= LONG)) & (sentence | (words.cased == 0) | (size >= 16))
    )
    letters = np.maximum(chars, 1)
    return Shapes(
        size,
        prose,
        {
            "words": shorten(size),
            "chars": shorten(chars // 2),
            "word_length": to_codes(chars * 8 // np.maximum(words.all, 1)),
            "lower": words.share(words.lower),
            "upper": words.share(words.upper),
            "capitals": words.share(words.capitals),
            "numbers": words.share(words.numbers),
            "function": words.share(words.function),
            "cjk": to_codes(words.cjk * 255 // letters),
            "foreign": words.share(words.foreign),
            "end": end,
            "end_mark": end_mark,
            "first": kinds[first_visible(batch)] if lines else np.empty(0, np.uint8),
            "first_word": kinds[batch.word_start[batch.word_from[:-1]]],
            "last_word": kinds[batch.word_start[batch.word_from[1:] - 1]],
            "commas": to_codes(marks[:, COMMA]),
            "colons": to_codes(marks[:, COLON]),
            "ends": to_codes(marks[:, END]),
            "closers": to_codes(marks[:, CLOSER]),
            "separators": to_codes(marks[:, SEPARATOR]),
            "money": to_codes(marks[:, MONEY]),
            "at": to_codes(marks[:, MARK]),
            "symbols": to_codes(marks[:, OTHER]),
            "marks": to_codes(marks.sum(1) * 255 // letters),
            "prose": prose.astype(np.uint8),
        },
    )


def to_codes(values: Ints) -> Codes:
    """Return whole numbers as codes, cut at 255."""
    return np.minimum(values, 255).astype(np.uint8)


STEPS: Final = np.unique(
    np.concatenate((np.arange(64), np.round(64 * 2 ** (np.arange(1, 120) / 12)))).astype(np.int64)
)
SHORTER: Final = np.searchsorted(STEPS, np.arange(4096), side="right").astype(np.uint8)


def shorten(values: Ints) -> Codes:
    """Return whole numbers as codes: exact to 64, then twelve steps to the double; 0 is no line at all."""
    return SHORTER[np.minimum(values, 4095)]


COUNTED: Final = ("lower", "upper", "capitals", "numbers", "foreign", "function")
COUNT: Final = 10  # bits of each count: a line is looked at so far that it has no more words


@functools.cache
def increments() -> NDArray[np.uint64]:
    """Return what a word adds to the counts, all in one number, by the kinds of its first two characters."""
    table = np.zeros((KINDS, KINDS), np.uint64)
    for place, kind in ((0, LOWER), (1, UPPER), (3, DIGIT), (4, LETTER)):
        table[kind] += np.uint64(1 << COUNT * place)
    for second in range(KINDS):  # a word of one letter has none of a word behind it
        if second == UPPER or not SPACE < second <= DIGIT:
            table[UPPER, second] += np.uint64(1 << COUNT * 2)
    return table.ravel()


class WordCounts:
    """How many words of each kind the lines have; `cjk` are the characters of scripts without spaces."""

    def __init__(self, batch: Batch) -> None:
        """Count."""
        start = batch.word_start
        first = batch.kinds.take(start)
        added = increments().take(first * np.uint8(KINDS) + batch.kinds.take(start + 1), mode="clip")
        function = function_words().take((batch.word_hash >> np.uint64(48)).view(np.int64), mode="clip")
        added += function.astype(np.uint64) << np.uint64(COUNT * COUNTED.index("function"))
        totals = total(added, batch)
        counts = [
            (totals >> np.uint64(COUNT * at)) & np.uint64((1 << COUNT) - 1) for at in range(len(COUNTED))
        ]
        self.lower, self.upper, self.capitals, self.numbers, self.foreign, self.function = (
            count.view(np.int64) for count in counts
        )
        self.all = np.diff(batch.word_from)
        self.cased = self.lower + self.upper
        self.plain = self.cased + self.numbers + self.foreign
        self.cjk = np.zeros(len(batch), np.int64)
        if np.any(self.plain != self.all):
            self.cjk = total(np.where(first == CJK, batch.word_length, 0), batch)

    def share(self, counts: Ints) -> Codes:
        """Return counts as a share of the line's words, 0 to 255."""
        return (counts * 255 // np.maximum(self.all, 1)).astype(np.uint8)


def total(values: NDArray[Any], batch: Batch) -> NDArray[Any]:
    """Sum values of words by line."""
    sums = np.zeros(len(values) + 1, values.dtype)
    np.cumsum(values, out=sums[1:])
    return np.diff(sums[batch.word_from])


def count_marks(batch: Batch) -> NDArray[np.int64]:
    """Count the characters of each kind that words are not made of, by line."""
    at = np.flatnonzero(batch.kinds > DIGIT)
    begin, end = np.searchsorted(at, batch.starts), np.searchsorted(at, batch.ends)
    size = len(at) + 1
    inside = np.bincount(begin, minlength=size) - np.bincount(end, minlength=size)
    at = at[np.cumsum(inside[:-1]) > 0]
    line = np.repeat(np.arange(len(batch)), end - begin)
    counts = np.bincount(line * KINDS + batch.kinds[at], minlength=len(batch) * KINDS)
    return counts.reshape(-1, KINDS)


def last_kinds(batch: Batch) -> tuple[Codes, Codes]:
    """Return the kind of the last visible character of each line, and the one before quotes and brackets."""
    last = np.zeros(len(batch), np.uint8)
    mark = np.zeros(len(batch), np.uint8)
    for back in range(1, NEAR_END + 1):
        kind = batch.kinds[np.maximum(batch.ends - back, batch.starts)]
        last = np.where(last == SPACE, kind, last)
        mark = np.where((mark == SPACE) & (kind != CLOSER), kind, mark)
    return last, mark


def first_visible(batch: Batch) -> Ints:
    """Return where the first visible character of each line is, at most four blanks in."""
    at = batch.starts.copy()
    word = batch.word_start[batch.word_from[:-1]]
    for _ in range(4):
        at = np.where((batch.kinds[at] == SPACE) & (at < word), at + 1, at)
    return at
