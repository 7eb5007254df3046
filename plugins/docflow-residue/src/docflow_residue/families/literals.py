"""What a phrase can be as a whole, and what a line must hold for it: plain strings, in small letters."""

from collections.abc import Iterable
from functools import cache

from docflow_residue.families.tree import Char, Either, Node, Repeat, Row

__all__ = ["exact", "finite", "required", "strength"]

_ROUNDS = 3
_FACTORS = 64
_UNION = 400


def exact(node: Node) -> bool:
    """Return whether somewhere capitals or the kind of blank count, so that small letters do not tell."""
    match node:
        case Char():
            return node.exact
        case Row(parts) | Either(parts):
            return any(exact(part) for part in parts)
        case Repeat(part):
            return exact(part)


@cache
def finite(node: Node, most: int) -> frozenset[str] | None:
    """Return all strings that a phrase takes, None when there are more than `most` or no end of them."""
    match node:
        case Char(options):
            return options if options is not None and len(options) <= most else None
        case Row(parts):
            return _product((finite(part, most) for part in parts), most)
        case Either(options):
            return _union((finite(part, most) for part in options), most)
        case Repeat(part, least, end):
            if end is None or end > _ROUNDS:
                return None
            once = finite(part, most)
            return _union((_product([once] * n, most) for n in range(least, end + 1)), most)


@cache
def required(node: Node) -> frozenset[str] | None:
    """Return strings of which every line that the phrase takes holds one, None when there are none."""
    match node:
        case Char(options):
            return options
        case Row(parts):
            return _best(_stretches(parts))
        case Either(options):
            return _union((required(part) for part in options), _UNION)
        case Repeat(part, least):
            return required(part) if least else None


def strength(some: Iterable[str]) -> int:
    """Return how many characters tell at least, without the blanks and stops that every line has."""
    return min(len(text.strip(" .,")) for text in some)


def _stretches(parts: Iterable[Node]) -> Iterable[frozenset[str] | None]:
    """Yield what each part requires, and each stretch of parts that can be told in full."""
    empty = frozenset({""})
    now = empty
    for part in parts:
        yield required(part)
        some = finite(part, _FACTORS)
        longer = _product((now, some), _FACTORS)
        if longer is None:
            yield now
        now = longer or some or empty
    yield now


def _best(found: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    useful = [some for some in found if some and "" not in some]
    return max(useful, key=lambda some: (strength(some), -len(some)), default=None)


def _product(sets: Iterable[frozenset[str] | None], most: int) -> frozenset[str] | None:
    total = frozenset({""})
    for some in sets:
        if some is None or len(total) * len(some) > most:
            return None
        total = frozenset(a + b for a in total for b in some)
    return total


def _union(sets: Iterable[frozenset[str] | None], most: int) -> frozenset[str] | None:
    total: frozenset[str] = frozenset()
    for some in sets:
        if some is None:
            return None
        total |= some
    return total if len(total) <= most else None
