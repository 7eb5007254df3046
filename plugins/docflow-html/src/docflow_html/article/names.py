"""The names on elements (class, id, role, itemprop), as hashes of their words."""

from collections.abc import Mapping, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from attrs import define
from numpy.typing import NDArray

from docflow.plugin import late
from docflow_html.article.checksums import checksums
from docflow_html.article.numbers import Ints
from docflow_html.page.hidden import hides

__all__ = ["BITS", "NOTHING", "NameReader", "Names", "hash_name", "parts_of"]

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


@define(eq=False, slots=True)
class Names:
    """The names of one element: its classes, and what else names it; whether the page hides it.

    Two are the same by what they are, not by what they hold: that is quick to look up.
    """

    classes: str = ""
    others: str = ""
    kinds: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def words(self) -> tuple[int, ...]:
        """The hashes of the words of the names: at most twelve, each once."""
        parts = [hash_name(part.lower()) for part in _PART.findall(self.classes + self.others)]
        return tuple(dict.fromkeys([*map(hash_name, self.kinds), *parts]))[:_MOST_WORDS]


NOTHING: Final = Names()


_Key = str | None | tuple[str | None, str | None, str | None, str | None]


class NameReader:
    """Reads the names of elements. Sites repeat them, so what was read is kept, up to a bound."""

    def __init__(self) -> None:
        self._seen: dict[_Key, Names] = {}

    def note(self, tag: str, attributes: Mapping[str, str | None]) -> Names:
        """Return the names in an element's attributes, and whether it is hidden."""
        if not attributes and tag != "dialog":
            return NOTHING
        found = self.read(attributes)
        if ("style" in attributes or "hidden" in attributes or tag == "dialog") and hides(tag, attributes):
            return Names(found.classes, found.others, found.kinds, hidden=True)
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
            found = self._seen[key] = _named(*key) if isinstance(key, tuple) else _named(key)
        return found


def _named(
    classes: str | None, id_: str | None = None, role: str | None = None, itemprop: str | None = None
) -> Names:
    written = (classes or "")[:_MOST_CHARS]
    others = f" {id_[:_MOST_CHARS]}" if id_ else ""
    kinds = [f"role={role[:60].lower()}"] if role else []
    if itemprop:
        kinds.append(f"itemprop={itemprop[:60].lower()}")
    return Names(written, others, tuple(kinds))


def parts_of(names: Sequence[Names]) -> tuple[Ints, Ints]:
    """Return the hashes of all parts of names, and the place of the names that each is of.

    They are the `words` of each, in order and found for all at once, but that `kinds` are not there.
    """
    each = [found.classes + found.others for found in names]
    written = "\n".join(each)
    if written.count("\n") >= len(each):
        written = "\n".join([said.replace("\n", " ") for said in each])
    signs = np.frombuffer(f"..{written}.".encode("utf-8", "replace"), dtype=np.uint8)
    lower = (signs >= ord("a")) & (signs <= ord("z"))
    upper = (signs >= ord("A")) & (signs <= ord("Z"))
    starts, ends = _runs(lower)
    long = ends - starts > 1
    starts, ends = starts[long], ends[long]
    capital = upper[starts - 1] & ~upper[starts - 2]  # alone it begins the part
    firsts, lasts = _runs(upper)
    long = lasts - firsts > 1
    starts, ends = np.append(starts - capital, firsts[long]), np.append(ends, lasts[long])
    order = np.argsort(starts)
    hashes = checksums(signs | np.uint8(32), starts[order], ends[order]) & _MASK
    return _each_once(hashes, np.searchsorted(np.flatnonzero(signs == ord("\n")), starts[order]))


def _each_once(hashes: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Return the first twelve different hashes at each place; where there are few, one may come twice."""
    many = np.flatnonzero(np.bincount(place)[place] > _MOST_WORDS)
    if not len(many):
        return hashes, place
    firsts = many[np.sort(np.unique(place[many] << BITS | hashes[many], return_index=True)[1])]
    at = place[firsts]
    keeps = np.ones(len(place), dtype=np.bool_)
    keeps[many] = False
    keeps[firsts[np.arange(len(at)) - np.searchsorted(at, at) < _MOST_WORDS]] = True
    return hashes[keeps], place[keeps]


def _runs(marked: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return starts and ends of the runs of what is marked; neither the first nor the last is."""
    edges = np.flatnonzero(marked[1:] != marked[:-1]) + 1
    return edges[::2], edges[1::2]
