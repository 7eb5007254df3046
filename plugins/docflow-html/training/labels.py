"""Labels of blocks from a gold text: the share of a block's words that are in it, -1 where nothing is known.

A block of six words or more has the share of its words that stand in 4-word sequences of the gold; a second
copy of a text has 0. A shorter block has 1 where the gap of the gold between the long blocks around it holds
its words in their order, else 0.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

__all__ = ["from_body", "from_strings", "word_counts"]

_WORD = re.compile(r"\w+")
_LONG = 6
_NEAR = 300


def word_counts(texts: Sequence[str]) -> list[int]:
    """Return the number of words of each text, as the scorer counts them."""
    return [len(_WORD.findall(text)) for text in texts]


def from_strings(texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> list[float]:
    """Return labels from strings that must be there, and strings that must not."""
    keep, drop = ([" ".join(text.split()) for text in strings] for strings in (wanted, unwanted))
    return [
        1.0 if any(part in text for part in keep) else 0.0 if any(part in text for part in drop) else -1.0
        for text in texts
    ]


def from_body(texts: Sequence[str], body: str) -> list[float]:
    """Return labels from a gold text."""
    gold = _WORD.findall(body)
    words = [_WORD.findall(text) for text in texts]
    labels, long = _long_blocks(words, gold)
    chain = _heaviest_chain(long)
    used = [False] * (len(gold) + 1)
    for start, end in chain.values():
        used[max(0, start) : min(len(gold), end)] = [True] * (min(len(gold), end) - max(0, start))
    for block, starts, length in long:
        if block not in chain:
            spot = range(max(0, starts[0]), min(len(gold), starts[0] + length))
            if sum(not used[at] for at in spot) < 0.6 * length:
                labels[block] = 0.0
            else:
                for at in spot:
                    used[at] = True
    _short_blocks(words, gold, chain, used, labels)
    return labels


def _long_blocks(
    words: Sequence[list[str]], gold: Sequence[str]
) -> tuple[list[float], list[tuple[int, list[int], int]]]:
    """Return the labels so far, and of each long block that is mostly gold where in the gold it may start."""
    places = defaultdict(list)
    for at in range(len(gold) - 3):
        places[tuple(gold[at : at + 4])].append(at)
    labels = [-1.0] * len(words)
    long = []
    for block, mine in enumerate(words):
        if len(mine) < _LONG:
            continue
        covered = [False] * len(mine)
        starts: dict[int, int] = defaultdict(int)
        for at in range(len(mine) - 3):
            found = places.get(tuple(mine[at : at + 4]), ())
            for place in found[:20]:
                starts[place - at] += 1
            if found:
                covered[at : at + 4] = [True] * 4
        labels[block] = sum(covered) / len(mine)
        if labels[block] >= 0.5:
            most = max(starts.values())
            long.append((block, sorted(at for at, hits in starts.items() if hits >= most * 0.8), len(mine)))
    return labels, long


def _heaviest_chain(long: Sequence[tuple[int, list[int], int]]) -> dict[int, tuple[int, int]]:
    """Return the blocks that together hold most words in the order of the gold, with their places in it."""
    items = [(block, start, length) for block, starts, length in long for start in starts]
    best, back = [length for _, _, length in items], [-1] * len(items)
    for at, (block, start, length) in enumerate(items):
        for before in range(max(0, at - _NEAR), at):
            other, from_, size = items[before]
            if other < block and from_ + size <= start + 3 and best[before] + length > best[at]:
                best[at], back[at] = best[before] + length, before
    chain = {}
    at = max(range(len(items)), key=best.__getitem__) if items else -1
    while at >= 0:
        block, start, length = items[at]
        chain[block] = (start, start + length)
        at = back[at]
    return chain


def _short_blocks(
    words: Sequence[list[str]],
    gold: Sequence[str],
    chain: dict[int, tuple[int, int]],
    used: list[bool],
    labels: list[float],
) -> None:
    """Label the short blocks."""
    after = [len(gold)] * (len(words) + 1)
    for block in range(len(words) - 1, -1, -1):
        after[block] = chain[block][0] if block in chain else after[block + 1]
    low = reached = 0
    for block, mine in enumerate(words):
        if block in chain:
            low = chain[block][1]
        if not mine or len(mine) >= _LONG:
            continue
        labels[block] = 0.0
        high = min(after[block + 1] + 1, len(gold))
        start = max(0, low - 1, reached if reached < high else 0)
        for at in range(start, high - len(mine) + 1) if chain else ():
            end = at + len(mine)
            if gold[at:end] == mine and not any(used[at:end]):
                labels[block] = 1.0
                used[at:end] = [True] * len(mine)
                reached = end
                break
