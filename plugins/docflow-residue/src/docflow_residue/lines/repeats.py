"""What comes again in the own document: lines, beginnings, words."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.lines.batch import Batch
from docflow_residue.lines.shapes import Codes, Shapes, shorten, to_codes

__all__ = ["compare", "forms", "group"]

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

SLOTS: Final = 1 << 12  # of a document's table of words; two words that share a slot count as one
CONTENT: Final = 4  # characters that a word has at least to say what the text is about
MIX: Final = np.uint64(0x2545F4914F6CDD1D)


def compare(batch: Batch, shapes: Shapes) -> dict[str, Codes]:
    """Describe each line by what the document has of it elsewhere."""
    return again(batch, shapes) | shared(batch, shapes)


def line_hashes(batch: Batch) -> Hashes:
    """Hash each line by its words and their order."""
    rank = (np.arange(len(batch.word_hash)) - batch.word_from[batch.word_line]).astype(np.uint64)
    mixed = batch.word_hash * (rank * np.uint64(2) + np.uint64(0x9E3779B97F4A7C15))
    sums = np.zeros(len(mixed) + 1, np.uint64)
    np.cumsum(mixed ^ (mixed >> np.uint64(31)), out=sums[1:])
    return sums[batch.word_from[1:]] - sums[batch.word_from[:-1]]


def again(batch: Batch, shapes: Shapes) -> dict[str, Codes]:
    """Count lines that are alike as a whole, in their first words, in their last word, in their form."""
    first, last = batch.word_from[:-1], batch.word_from[1:] - 1
    head, tail = batch.word_hash[first], batch.word_hash[last]
    second = np.where(
        first < last, batch.word_hash[np.minimum(first + 1, max(len(batch.word_hash) - 1, 0))], 0
    )
    form = forms(shapes)
    whole_count, whole_gap, whole_rank = occurrences(line_hashes(batch), batch.doc)
    head_count, head_gap, _ = occurrences(head * MIX + second, batch.doc)
    form_count, form_gap, _ = occurrences(form, batch.doc)
    return {
        "same": to_codes(whole_count),
        "same_rank": to_codes(whole_rank),
        "same_gap": shorten(whole_gap),
        "same_head": to_codes(head_count),
        "same_head_gap": shorten(head_gap),
        "same_start": to_codes(occurrences(head, batch.doc)[0]),
        "same_tail": to_codes(occurrences(tail, batch.doc)[0]),
        "same_form": to_codes(form_count),
        "same_form_gap": shorten(form_gap),
    }


def forms(shapes: Shapes) -> Hashes:
    """Return what lines of a list have in common: number of words, kinds of the first and last characters."""
    form = np.minimum(shapes.words, 9).astype(np.uint64)
    for name in ("first", "first_word", "last_word", "end"):
        form = form * np.uint64(16) + shapes.codes[name]
    return form * np.uint64(4) + (shapes.codes["capitals"] // 86)


def group(keys: Hashes, doc: Ints) -> Ints:
    """Number the lines by key and document: equal keys of a document have one number."""
    mixed = (keys ^ (doc.astype(np.uint64) * MIX)) * np.uint64(0x9E3779B97F4A7C15)
    return np.unique(mixed, return_inverse=True)[1]


def occurrences(keys: Hashes, doc: Ints) -> tuple[Ints, Ints, Ints]:
    """Count each line's key in its document; how far is the one before (0: none), how many are before?"""
    if not len(keys):
        none = np.empty(0, np.int64)
        return none, none, none
    mixed = (keys ^ (doc.astype(np.uint64) * MIX)) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(mixed, kind="stable")
    ordered = mixed[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    begin = np.flatnonzero(new)
    length = np.diff(np.concatenate((begin, [len(keys)])))
    group = np.cumsum(new) - 1
    gap = np.where(new, 0, np.diff(order, prepend=0))
    count, distance, rank = np.empty_like(order), np.empty_like(order), np.empty_like(order)
    count[order], distance[order] = length[group], gap
    rank[order] = np.arange(len(keys)) - begin[group]
    return count, distance, rank


def shared(batch: Batch, shapes: Shapes) -> dict[str, Codes]:
    """Count the longer words of each line that other lines of prose in the document have."""
    line = batch.word_line
    content = batch.word_length >= CONTENT
    slot = batch.doc[line] * SLOTS + (batch.word_hash & np.uint64(SLOTS - 1)).astype(np.int64)
    said = content & shapes.prose[line]
    first, last = np.full((2, len(batch.size) * SLOTS), -1, np.int32)
    first[slot[said][::-1]] = line[said][::-1]
    last[slot[said]] = line[said]
    line, slot = line[content], slot[content]
    latest = last[slot]
    new = latest < 0
    known_word = ~new & ((latest != line) | (first[slot] != line))
    contents, known, fresh = (
        np.bincount(some, minlength=len(batch)) for some in (line, line[known_word], line[new])
    )
    return {
        "content": to_codes(contents),
        "in_prose": to_codes(known * 255 // np.maximum(contents, 1)),
        "in_prose_count": to_codes(known),
        "new_words": to_codes(fresh),
    }
