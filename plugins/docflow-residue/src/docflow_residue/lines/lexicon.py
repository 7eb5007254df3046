"""What words say about a line: a learned weight for each hash of a word, of two neighbours, of a line.

Only hashes are kept, of what stood in lines of several sites.
"""

from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.batch import Batch
from docflow_residue.lines.shapes import Codes

__all__ = ["BITS", "Lexicon", "Terms", "terms"]

Ints = NDArray[np.int64]

BITS: Final = 18
WHOLE: Final = 6  # words that a line has at most to be a term itself
PAIR: Final = np.uint64(0xA24BAED4963EE407)
FIRST: Final = np.uint64(0x9FB21C651E98DF25)
LAST: Final = np.uint64(0xD6E8FEB86659FD93)
LINE: Final = np.uint64(0xC2B2AE3D27D4EB4F)
MIX: Final = np.uint64(0xFF51AFD7ED558CCD)


@frozen(eq=False)
class Terms:
    """Slots of a batch's terms, each below 2**BITS.

    `single` is of each word, `pair` of each word with the next of its line (or its end), `line` three of each
    line: first word, last word, all words where they are few.
    """

    single: Ints
    pair: Ints
    line: tuple[Ints, Ints, Ints]


def slots(hashes: NDArray[np.uint64]) -> Ints:
    """Return the slot of each hash."""
    mixed = (hashes ^ (hashes >> np.uint64(33))) * MIX
    return (mixed >> np.uint64(64 - BITS)).view(np.int64)


def terms(batch: Batch) -> Terms:
    """Return the terms of a batch's lines."""
    words, first, last = batch.word_hash, batch.word_from[:-1], batch.word_from[1:] - 1
    following = np.zeros_like(words)
    following[:-1] = words[1:]
    following[last] = 1
    short = last - first < WHOLE
    whole = np.where(short, batch.line_hash, np.uint64(0))
    line = (slots(words[first] * FIRST), slots(words[last] * LAST), slots(whole * LINE))
    return Terms(slots(words), slots(words * PAIR + following), line)


@frozen(eq=False)
class Lexicon:
    """A weight for each slot, in steps of 1/16; above 0 speaks for residue."""

    weights: NDArray[np.int8]

    def codes(self, batch: Batch) -> dict[str, Codes]:
        """Score every line by its terms: all, the first and last word, the strongest on both sides."""
        found = terms(batch)
        both = self.weights.take(found.single, mode="clip").astype(np.int16)
        both += self.weights.take(found.pair, mode="clip")
        sums = np.zeros(len(both) + 1, np.int64)
        np.cumsum(both, out=sums[1:])
        total = np.diff(sums[batch.word_from])
        edge = [self.weights[slot].astype(np.int64) for slot in found.line]
        total = total + edge[0] + edge[1] + edge[2]
        count = np.diff(batch.word_from)
        score = total / np.sqrt(2 * count + 3)
        begin = batch.word_from[:-1]
        high = np.maximum.reduceat(both, begin) if len(begin) else both
        low = np.minimum.reduceat(both, begin) if len(begin) else both
        return {
            "lexical": middle(score * 2),
            "lexical_sum": middle(total / 4),
            "lexical_edge": middle((edge[0] + edge[1]) / 2),
            "lexical_line": middle(edge[2]),
            "lexical_high": middle(high / 2),
            "lexical_low": middle(low / 2),
        }


def middle(values: NDArray[np.float64] | Ints) -> Codes:
    """Return signed values as codes around 128."""
    codes: Codes = np.clip(np.rint(values) + 128, 0, 255).astype(np.uint8)
    return codes
