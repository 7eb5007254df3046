"""The names on elements (class, id, role, itemprop), as hashes of their words."""

from collections.abc import Mapping
from typing import Final
from zlib import crc32

from attrs import define

from docflow.plugin import late
from docflow_html.page.hidden import hides

__all__ = ["BITS", "NOTHING", "NameReader", "Names", "hash_name"]

BITS: Final = 14
"""A hash has so many bits: two words in 16384 places meet seldom, and the table stays small."""
_MASK: Final = (1 << BITS) - 1
_MOST_WORDS: Final = 12
_MOST_CHARS: Final = 400
_MOST_KEPT: Final = 20_000
_LOWER: Final = bytes(byte if byte in b"abcdefghijklmnopqrstuvwxyz" else 32 for byte in range(256))
_PART: Final = late(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


def hash_name(word: str) -> int:
    """Return the hash of a word in lower case."""
    return crc32(word.encode("utf-8", "replace")) & _MASK


@define(eq=False, slots=True)
class Names:
    """The names of one element: the hashes of their words, its classes as written, whether the page hides it.

    Two are the same by what they are, not by what they hold: that is quick to look up.
    """

    words: tuple[int, ...]
    classes: str
    hidden: bool = False


NOTHING: Final = Names((), "")


_Key = str | None | tuple[str | None, str | None, str | None, str | None]


def _parts_of(said: str) -> list[bytes]:
    """Return the parts of names: runs of two letters or more; a capital begins one, several are one."""
    if said.islower():
        return [part for part in said.encode("utf-8", "replace").translate(_LOWER).split() if len(part) > 1]
    return [part.encode().lower() for part in _PART.findall(said)]


class _Parts(dict[bytes, int]):
    """The hashes of the parts of names: those seen before are at hand, up to a bound."""

    def __missing__(self, part: bytes) -> int:
        if len(self) > _MOST_KEPT:
            self.clear()
        found = self[part] = crc32(part) & _MASK
        return found


class NameReader:
    """Reads the names of elements. Sites repeat them, so what was read is kept, up to a bound."""

    def __init__(self) -> None:
        self._seen: dict[_Key, Names] = {}
        self._parts = _Parts()

    def note(self, tag: str, attributes: Mapping[str, str | None]) -> Names:
        """Return the names in an element's attributes, and whether it is hidden."""
        found = self.read(attributes)
        if ("style" in attributes or "hidden" in attributes or tag == "dialog") and hides(tag, attributes):
            return Names(found.words, found.classes, hidden=True)
        return found

    def read(self, attributes: Mapping[str, str | None]) -> Names:
        """Return the names in an element's attributes."""
        if not attributes:
            return NOTHING
        get = attributes.get
        classes = get("class")
        key: _Key = classes
        if "id" in attributes or "role" in attributes or "itemprop" in attributes:
            key = (classes, get("id"), get("role"), get("itemprop"))
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > _MOST_KEPT:
                self._seen.clear()
            found = self._seen[key] = self._read(*key) if isinstance(key, tuple) else self._read(key)
        return found

    def _read(
        self,
        classes: str | None,
        id_: str | None = None,
        role: str | None = None,
        itemprop: str | None = None,
    ) -> Names:
        written = (classes or "")[:_MOST_CHARS]
        words: list[int] = []
        if role:
            words.append(hash_name(f"role={role[:60].lower()}"))
        if itemprop:
            words.append(hash_name(f"itemprop={itemprop[:60].lower()}"))
        parts = self._parts
        said = f"{written} {id_[:_MOST_CHARS]}" if id_ else written
        words += [parts[part] for part in _parts_of(said)]
        return Names(tuple(dict.fromkeys(words))[:_MOST_WORDS], written)
