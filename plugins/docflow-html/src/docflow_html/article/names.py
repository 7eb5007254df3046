"""The names on elements (class, id, role, itemprop), as hashes of their words."""

from collections.abc import Mapping
from typing import Final, NamedTuple
from zlib import crc32

from docflow.plugin import late

__all__ = ["BITS", "NOTHING", "NameReader", "Names", "hash_name"]

BITS: Final = 14
"""A hash has so many bits: two words in 16384 places meet seldom, and the table stays small."""
_MASK: Final = (1 << BITS) - 1
_MOST_WORDS: Final = 12
_MOST_CHARS: Final = 400
_MOST_KEPT: Final = 20_000
_PART: Final = late(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


def hash_name(word: str) -> int:
    """Return the hash of a word in lower case."""
    return crc32(word.encode("utf-8", "replace")) & _MASK


class Names(NamedTuple):
    """The names of one element: the hashes of their words, and its classes as written."""

    words: tuple[int, ...]
    classes: str


NOTHING: Final = Names((), "")


class _Parts(dict[str, int]):
    """The hashes of the parts of names as written: those seen before are at hand, up to a bound."""

    def __missing__(self, part: str) -> int:
        if len(self) > _MOST_KEPT:
            self.clear()
        found = self[part] = hash_name(part.lower())
        return found


class NameReader:
    """Reads the names of elements. Sites repeat them, so what was read is kept, up to a bound."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str | None, ...], Names] = {}
        self._tokens: dict[str, list[int]] = {}
        self._parts = _Parts()

    def read(self, attributes: Mapping[str, str | None]) -> Names:
        """Return the names in an element's attributes."""
        if not attributes:
            return NOTHING
        get = attributes.get
        key = (get("class"), get("id"), get("role"), get("itemprop"))
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > _MOST_KEPT:
                self._seen.clear()
            found = self._seen[key] = self._read(key)
        return found

    def _read(self, key: tuple[str | None, ...]) -> Names:
        classes, id_, role, itemprop = key
        written = (classes or "")[:_MOST_CHARS]
        words: list[int] = []
        if role:
            words.append(hash_name(f"role={role[:60].lower()}"))
        if itemprop:
            words.append(hash_name(f"itemprop={itemprop[:60].lower()}"))
        tokens = self._tokens
        for token in f"{written} {id_[:_MOST_CHARS]}".split() if id_ else written.split():
            words += tokens.get(token) or self._token(token)
        return Names(tuple(dict.fromkeys(words))[:_MOST_WORDS], written)

    def _token(self, token: str) -> list[int]:
        if len(self._tokens) > _MOST_KEPT:
            self._tokens.clear()
        parts = self._parts
        found = self._tokens[token] = [parts[part] for part in _PART.findall(token)]
        return found
