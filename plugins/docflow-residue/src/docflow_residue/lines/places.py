"""Where each line stands: from head and tail, among prose, in a run of short lines."""

from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.alphabet import END
from docflow_residue.lines.batch import Batch
from docflow_residue.lines.shapes import Codes, Shapes, shorten, to_codes

__all__ = ["Spans", "Sums", "place", "spans", "summed"]

Ints = NDArray[np.int64]

WINDOWS: Final = (2, 5, 10)
FAR: Final = 4000


@frozen(eq=False)
class Spans:
    """Sums over lines of the own document: from its first line, `low`, to the one behind its last, `high`."""

    low: Ints
    high: Ints

    def between(self, values: Ints, start: Ints, end: Ints) -> Ints:
        """Return the sum of `values` over `start` to `end`, cut at the document."""
        return summed(values).over(*self.cut(start, end))

    def cut(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return what of `start` to `end` is in the document."""
        begin = np.maximum(start, self.low)
        return begin, np.maximum(np.minimum(end, self.high), begin)

    def previous(self, flags: NDArray[np.bool_]) -> Ints:
        """Return the nearest flagged line before each line, in its document, or -1."""
        at = np.where(flags, np.arange(len(flags)), -1)
        seen = np.concatenate(([-1], np.maximum.accumulate(at)[:-1])) if len(at) else at
        return np.where(seen >= self.low, seen, -1)

    def following(self, flags: NDArray[np.bool_]) -> Ints:
        """Return the nearest flagged line behind each line, in its document, or -1."""
        none = len(flags)
        at = np.where(flags, np.arange(none), none)
        seen = np.concatenate((np.minimum.accumulate(at[::-1])[::-1][1:], [none])) if none else at
        return np.where(seen < self.high, seen, -1)


@frozen(eq=False)
class Sums:
    """The sums of values of lines, to be asked for many spans."""

    sums: Ints

    def over(self, begin: Ints, stop: Ints) -> Ints:
        """Return the sum from `begin` to `stop`."""
        return self.sums.take(stop, mode="clip") - self.sums.take(begin, mode="clip")


def summed(values: Ints | NDArray[np.bool_]) -> Sums:
    """Return the sums of whole numbers, or of flags."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return Sums(sums)


def spans(batch: Batch) -> Spans:
    """Return the spans of a batch."""
    return Spans(batch.first[batch.doc], (batch.first + batch.size)[batch.doc])


def place(batch: Batch, shapes: Shapes, span: Spans) -> dict[str, Codes]:
    """Describe the place of every line."""
    here = np.arange(len(batch))
    words = shapes.words
    lines = span.high - span.low
    counted = summed(words)
    before = counted.over(span.low, here)
    total = counted.over(span.low, span.high)
    after = total - before - words
    codes = {
        "head_lines": shorten(here - span.low),
        "tail_lines": shorten(span.high - here - 1),
        "lines": shorten(lines),
        "line_share": to_codes((here - span.low) * 255 // np.maximum(lines - 1, 1)),
        "words_before": shorten(before // 2),
        "words_after": shorten(after // 2),
        "words_share": to_codes(before * 255 // np.maximum(total, 1)),
        "total": shorten(total // 16),
        "mean": shorten(total * 4 // np.maximum(lines, 1)),
    }
    codes |= among_prose(words, shapes.prose, span, counted, total)
    codes |= in_runs(words, shapes.prose, span, counted)
    codes |= around(words, shapes, span)
    return codes


def among_prose(
    words: Ints, prose: NDArray[np.bool_], span: Spans, counted: Sums, all_words: Ints
) -> dict[str, Codes]:
    """Describe each line by the prose before and behind it."""
    here = np.arange(len(words))
    flags, spoken = summed(prose), words * prose
    said = summed(spoken)
    before, after = span.previous(prose), span.following(prose)
    total = said.over(span.low, span.high)
    ahead = said.over(span.low, here)
    long = prose & (words >= 30)
    long_before, long_after = span.previous(long), span.following(long)
    words_before, words_after = counted.over(before + 1, here), counted.over(here + 1, after)
    return {
        "prose_before": to_codes(flags.over(span.low, here)),
        "prose_after": to_codes(flags.over(here + 1, span.high)),
        "prose_ahead": to_codes(ahead * 255 // np.maximum(total, 1)),
        "prose_behind": to_codes((total - ahead - spoken) * 255 // np.maximum(total, 1)),
        "prose_total": to_codes(total * 255 // np.maximum(all_words, 1)),
        "gap_before": shorten(np.where(before < 0, FAR, here - before)),
        "gap_after": shorten(np.where(after < 0, FAR, after - here)),
        "words_gap_before": shorten(np.where(before < 0, FAR, words_before)),
        "words_gap_after": shorten(np.where(after < 0, FAR, words_after)),
        "long_before": shorten(np.where(long_before < 0, FAR, here - long_before)),
        "long_after": shorten(np.where(long_after < 0, FAR, long_after - here)),
        "last_prose_words": shorten(np.where(before < 0, 0, words[before])) if len(words) else shorten(words),
        "next_prose_words": shorten(np.where(after < 0, 0, words[after])) if len(words) else shorten(words),
    }


def in_runs(words: Ints, prose: NDArray[np.bool_], span: Spans, counted: Sums) -> dict[str, Codes]:
    """Describe each line by the run of short lines (or of prose) that it stands in."""
    here = np.arange(len(words))
    start = np.maximum(np.where(prose, span.previous(~prose), span.previous(prose)) + 1, span.low)
    other = np.where(prose, span.following(~prose), span.following(prose))
    end = np.where(other < 0, span.high, other)
    return {
        "run_lines": shorten(end - start),
        "run_before": shorten(here - start),
        "run_after": shorten(end - here - 1),
        "run_words": shorten(counted.over(start, end)),
        "run_mean": to_codes(
            summed(np.minimum(words, 60)).over(start, end) * 8 // np.maximum(end - start, 1)
        ),
    }


def around(words: Ints, shapes: Shapes, span: Spans) -> dict[str, Codes]:
    """Describe the lines around each line: how long, how much prose, how many with an end mark."""
    here = np.arange(len(words))
    short = summed(np.minimum(words, 60))
    prose = summed(shapes.prose)
    ended = summed(shapes.codes["end_mark"] == END)
    codes: dict[str, Codes] = {}
    for width in WINDOWS:
        begin, end = span.cut(here - width, here + width + 1)
        ahead, behind = np.maximum(here - begin, 1), np.maximum(end - here - 1, 1)
        codes[f"mean_before_{width}"] = to_codes(short.over(begin, here) * 4 // ahead)
        codes[f"mean_after_{width}"] = to_codes(short.over(here + 1, end) * 4 // behind)
        codes[f"prose_{width}"] = to_codes(prose.over(begin, end) * 8)
        codes[f"ended_{width}"] = to_codes(ended.over(begin, end) * 8)
    upper = shapes.codes["upper"].astype(np.int64)
    codes["upper_3"] = to_codes(span.between(upper, here - 3, here + 4) // 7)
    return codes
