"""What the first scores of the lines around a line say about it.

Scores are whole numbers all along, so that a document alone gives what it gives in a batch.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.lines.places import Spans, summed
from docflow_residue.lines.shapes import Codes, shorten, to_codes

__all__ = ["CHANCES", "MIDDLE", "SURE", "context", "to_scores"]

Ints = NDArray[np.int64]

SCALE: Final = 20  # steps of a score to one unit of log odds
MIDDLE: Final = 128
BLOCK: Final = 1 << 40  # more than any sum of scores in a document
WINDOWS: Final = (2, 5, 10)
SURE: Final = 40  # log odds of 2
CHANCES: Final = np.rint(255 / (1 + np.exp(-(np.arange(256) - MIDDLE) / SCALE))).astype(np.int64)


def to_scores(raw: NDArray[np.float32]) -> Codes:
    """Return log odds as scores: 128 says even, above says residue."""
    scores: Codes = np.clip(np.rint(raw * np.float32(SCALE)) + MIDDLE, 0, 255).astype(np.uint8)
    return scores


def context(
    scores: Codes, words: Ints, prose: NDArray[np.bool_], forms: Ints, span: Spans
) -> dict[str, Codes]:
    """Describe each line by the scores of its document; `forms` numbers lines that are alike in form."""
    chance = CHANCES[scores]
    signed = scores.astype(np.int64) - MIDDLE
    found = {"score": scores}
    found |= windows(chance, words, span)
    found |= blocks(signed, span)
    found |= sure_lines(scores, span)
    found |= groups(chance, scores, prose, forms, span)
    return found


def mean(total: Ints, count: Ints, empty: int = MIDDLE) -> Codes:
    """Return totals by counts; `empty` where there is nothing."""
    return to_codes(np.where(count > 0, total // np.maximum(count, 1), empty))


def windows(chance: Ints, words: Ints, span: Spans) -> dict[str, Codes]:
    """Average the lines before and behind, near by and to both ends; by line and by word."""
    here = np.arange(len(chance))
    weight = np.minimum(words, 60)
    chances, weighted, weights = summed(chance), summed(chance * weight), summed(weight)
    found: dict[str, Codes] = {}

    def average(name: str, name_words: str, begin: Ints, stop: Ints) -> None:
        found[name] = mean(chances.over(begin, stop), stop - begin)
        found[name_words] = mean(weighted.over(begin, stop), weights.over(begin, stop))

    reaches = [(str(width), width) for width in WINDOWS] + [("all", len(chance))]
    for name, width in reaches:
        begin, stop = span.cut(here - width, here + 1 + width)
        average(f"before_{name}", f"before_words_{name}", begin, here)
        average(f"after_{name}", f"after_words_{name}", here + 1, stop)
    every = span.low, span.high
    found["whole_words"] = mean(weighted.over(*every), weights.over(*every))
    found["whole"] = mean(chances.over(*every), span.high - span.low)
    return found


def around_zero(values: Ints) -> Codes:
    """Return signed sums of scores as codes around 128, finer near it."""
    size = shorten(np.abs(values) // 8) // 2
    return np.where(values < 0, 128 - size, 127 + size).astype(np.uint8)


def blocks(signed: Ints, span: Spans) -> dict[str, Codes]:
    """Weigh the best block of residue, and of body, that holds each line, and all up to each end."""
    here = np.arange(len(signed))
    sums = np.zeros(len(signed) + 1, np.int64)
    np.cumsum(signed, out=sums[1:])
    if not len(signed):
        return dict.fromkeys(
            ("drop_block", "keep_block", "head_sum", "tail_sum", "head_cut", "tail_cut"),
            np.empty(0, np.uint8),
        )
    found: dict[str, Codes] = {}
    doc = np.cumsum(np.concatenate(([0], (span.low[1:] != span.low[:-1]).astype(np.int64))))
    for name, sign in (("drop_block", 1), ("keep_block", -1)):
        low = np.minimum.accumulate(sign * sums[:-1] - doc * BLOCK) + doc * BLOCK
        high = np.maximum.accumulate((sign * sums[1:] - doc * BLOCK)[::-1])[::-1] + doc * BLOCK
        found[name] = around_zero(high - low)
    head, tail = sums[here] - sums[span.low], sums[span.high] - sums[here + 1]
    found["head_sum"], found["tail_sum"] = around_zero(head), around_zero(tail)
    # The best gain of dropping all from here to some line further out, against keeping it.
    best_head = np.maximum.accumulate(sums[:-1] - doc * -BLOCK) + doc * -BLOCK
    found["head_cut"] = around_zero(best_head - sums[here])
    best_tail = np.minimum.accumulate((sums[1:] + doc * BLOCK)[::-1])[::-1] - doc * BLOCK
    found["tail_cut"] = around_zero(sums[here + 1] - best_tail)
    return found


def sure_lines(scores: Codes, span: Spans) -> dict[str, Codes]:
    """Measure how far the nearest sure lines of either kind are."""
    here = np.arange(len(scores))
    found: dict[str, Codes] = {}
    for name, flags in (("body", scores < MIDDLE - SURE), ("residue", scores > MIDDLE + SURE)):
        before, after = span.previous(flags), span.following(flags)
        count = summed(flags)
        found[f"{name}_gap_before"] = shorten(np.where(before < 0, 4000, here - before))
        found[f"{name}_gap_after"] = shorten(np.where(after < 0, 4000, after - here))
        found[f"{name}_before"] = to_codes(count.over(span.low, here))
        found[f"{name}_after"] = to_codes(count.over(here + 1, span.high))
    return found


def groups(
    chance: Ints, scores: Codes, prose: NDArray[np.bool_], forms: Ints, span: Spans
) -> dict[str, Codes]:
    """Average over what belongs together: lines alike in form, a run between prose; look at that prose."""
    here = np.arange(len(chance))
    alike = np.bincount(forms, chance, minlength=1).astype(np.int64)
    number = np.bincount(forms, minlength=1)
    start = np.maximum(np.where(prose, here, span.previous(prose) + 1), span.low)
    after = span.following(prose)
    end = np.where(prose, here + 1, np.where(after < 0, span.high, after))
    before = span.previous(prose)
    chances = summed(chance)
    return {
        "alike": mean(alike[forms] - chance, number[forms] - 1),
        "alike_count": to_codes(number[forms]),
        "run": mean(chances.over(start, end), end - start),
        "run_lead": mean(chances.over(start, here), here - start),
        "run_rest": mean(chances.over(here + 1, end), end - here - 1),
        "prose_before_score": np.where(before < 0, 255, scores[before]).astype(np.uint8)
        if len(scores)
        else scores,
        "prose_after_score": np.where(after < 0, 255, scores[after]).astype(np.uint8)
        if len(scores)
        else scores,
    }
