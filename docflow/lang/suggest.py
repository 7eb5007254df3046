"""Did you mean: the candidate that is nearest to a misspelt word."""

from collections.abc import Iterable

__all__ = ["distance", "nearest"]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` most likely stands for, or None when nothing is near enough.

    Case and the signs `_` `-` do not count. One mistake is allowed for every three characters of the
    longer word (at least one; a word of one or two characters must match but for case), as rustc does;
    longer candidates that begin with the word (at least three characters) are the second choice. Ties
    go to the candidate with the same first character, then to the first in order of the alphabet.
    """
    known = sorted(set(candidates) - {word})
    plain = _plain(word)
    ranked = [(_near(plain, _plain(each)), _plain(each)[:1] != plain[:1], each) for each in known]
    near = [(far, other, each) for far, other, each in ranked if far is not None]
    if near:
        return min(near)[2]
    begun = [each for each in known if len(plain) >= 3 and _plain(each).startswith(plain)]
    return min(begun, key=len) if begun else None


def distance(left: str, right: str) -> int:
    """Return how many characters must be added, removed, changed or swapped with their neighbour.

    The restricted Damerau-Levenshtein distance.
    """
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _near(word: str, candidate: str) -> int | None:
    """Return the distance when it is allowed; a word of a million characters is not measured for that."""
    most = _allowed(word, candidate)
    if abs(len(word) - len(candidate)) > most:
        return None
    found = distance(word, candidate)
    return found if found <= most else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "")


def _allowed(word: str, candidate: str) -> int:
    if min(len(word), len(candidate)) < 3:
        return 0
    return max(1, max(len(word), len(candidate)) // 3)
