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


def again(batch: Batch, shapes: Shapes) -> dict[str, Codes]:
    """Count lines that are alike as a whole, in their first words, in their last word, in their form."""
    first, last = batch.word_from[:-1], batch.word_from[1:] - 1
    head, tail = batch.word_hash[first], batch.word_hash[last]
    second = np.where(
        first < last, batch.word_hash[np.minimum(first + 1, max(len(batch.word_hash) - 1, 0))], 0
    )
    form = forms(shapes)
    whole_count, whole_gap, whole_rank = occurrences(batch.line_hash, batch.doc)
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
    order, new = together(keys, doc)
    number = np.empty_like(order)
    number[order] = np.cumsum(new) - 1
    return number


def together(keys: Hashes, doc: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the lines in an order that puts equal keys of a document together, and where a new one begins.

    The upper bits of a key are sorted with the line's number below them, at a tenth of the price of a sort
    that returns an order. Where keys differ only in what the number takes, the lines are sorted in full.
    """
    mixed = (keys ^ (doc.view(np.uint64) * MIX)) * np.uint64(0x9E3779B97F4A7C15)
    low = np.uint64((1 << max(len(keys) - 1, 1).bit_length()) - 1)
    packed = (mixed & ~low) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    order = (packed & low).view(np.int64)
    ordered = mixed[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    if np.any(new[1:] & ((ordered[1:] ^ ordered[:-1]) <= low)):
        order = np.argsort(mixed, kind="stable")
        ordered = mixed[order]
        new[1:] = ordered[1:] != ordered[:-1]
    return order, new


def occurrences(keys: Hashes, doc: Ints) -> tuple[Ints, Ints, Ints]:
    """Count each line's key in its document; how far is the one before (0: none), how many are before?"""
    if not len(keys):
        none = np.empty(0, np.int64)
        return none, none, none
    order, new = together(keys, doc)
    begin = np.flatnonzero(new)
    length = np.diff(begin, append=len(keys))
    gap = np.where(new, 0, np.diff(order, prepend=0))
    count, distance, rank = np.empty_like(order), np.empty_like(order), np.empty_like(order)
    count[order], distance[order] = np.repeat(length, length), gap
    rank[order] = np.arange(len(keys)) - np.repeat(begin, length)
    return count, distance, rank


def shared(batch: Batch, shapes: Shapes) -> dict[str, Codes]:
    """Count the longer words of each line that other lines of prose in the document have."""
    words = np.flatnonzero(batch.word_length >= CONTENT)
    line = batch.word_line.take(words)
    slot = (batch.word_hash.take(words) & np.uint64(SLOTS - 1)).view(np.int64)
    slot += (batch.doc * SLOTS).take(line)
    said = np.flatnonzero(shapes.prose.take(line))
    said_line, said_slot = line.take(said).astype(np.int32), slot.take(said)
    first, last = np.full((2, len(batch.size) * SLOTS), -1, np.int32)
    first[said_slot[::-1]] = said_line[::-1]
    last[said_slot] = said_line
    latest = last.take(slot)
    new = latest < 0
    own = np.flatnonzero(latest == line)
    own = own[first.take(slot.take(own)) == line.take(own)]
    contents, fresh, alone = (
        np.bincount(some, minlength=len(batch)) for some in (line, line[new], line.take(own))
    )
    known = contents - fresh - alone
    return {
        "content": to_codes(contents),
        "in_prose": to_codes(known * 255 // np.maximum(contents, 1)),
        "in_prose_count": to_codes(known),
        "new_words": to_codes(fresh),
    }
