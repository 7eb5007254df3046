"""A phrase as a tree, so that what it can begin with and what it must hold can be read off.

Only the builder of the table uses it; the matching itself is done by re2 and by tables.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import frozen

from docflow.plugin import PluginError
from docflow_residue.families.patterns import TOKEN, WIDER, plain

__all__ = ["Char", "Either", "Node", "Repeat", "Row", "parse"]

_MOST = 12


@frozen(eq=False)
class Char:
    """One character: what it can be in small letters (None: too many to tell).

    `letters` says whether one of them can be a letter; `exact` that the capitals or the kind of blank count.
    """

    options: frozenset[str] | None
    letters: bool = True
    exact: bool = False


@frozen(eq=False)
class Row:
    """Parts one after the other."""

    parts: tuple["Node", ...]


@frozen(eq=False)
class Either:
    """One of several."""

    options: tuple["Node", ...]


@frozen(eq=False)
class Repeat:
    """A part several times; `most` is None where there is no end."""

    part: "Node"
    least: int
    most: int | None


Node = Char | Row | Either | Repeat


def parse(phrase: str, words: Mapping[str, str], *, case: bool = False) -> Node:
    """Return the tree of a phrase; raises PluginError for an unknown `<word>`."""
    return _choice(iter(TOKEN.findall(phrase)), words, case)


def _choice(parts: Iterator[str], words: Mapping[str, str], case: bool) -> Node:
    rows: list[list[Node]] = [[]]
    for part in parts:
        if part == ")":
            break
        if part == "|":
            rows.append([])
        elif part in "?*+" or re.fullmatch(r"\{[0-9,]+\}", part):
            rows[-1].append(_repeat(rows[-1].pop(), part))
        else:
            rows[-1].append(_one(part, parts, words, case))
    return Either(tuple(Row(tuple(row)) for row in rows)) if len(rows) > 1 else Row(tuple(rows[0]))


def _repeat(part: Node, sign: str) -> Repeat:
    least, _, most = {"?": "0,1", "*": "0,", "+": "1,"}.get(sign, sign[1:-1]).partition(",")
    if "," not in sign and sign[0] == "{":
        most = least
    return Repeat(part, int(least or 0), int(most) if most else None)


def _one(part: str, parts: Iterator[str], words: Mapping[str, str], case: bool) -> Node:
    if part.startswith("("):
        flags = part[2:-1] if part.startswith("(?") else ""
        return _choice(parts, words, (case or "-i" in flags) and flags != "i")
    if part[0] == "<" and len(part) > 1:
        if part[1:-1] not in words:
            raise PluginError(f"a phrase of residue uses {part}, which no [words] of the phrase files has")
        return _word(part[1:-1], tuple(words.items()), case)
    if part[0] == "[" and len(part) > 1:
        return _class(part[1:-1], case)
    if part in {"^", "$"}:
        return Row(())
    if part == ".":
        return Char(None)
    if part[0] == "\\":
        return _known({part[1]}, case or part[1] in WIDER) if not part[1].isalnum() else Char(None)
    return _known({part}, case)


@lru_cache(maxsize=256)
def _word(word: str, words: tuple[tuple[str, str], ...], case: bool) -> Node:
    known = dict(words)
    return _choice(iter(TOKEN.findall(known[word])), known, case)


def _class(inner: str, case: bool) -> Char:
    if inner.startswith("^") or "\\" in inner.replace("\\.", "").replace("\\-", ""):
        return Char(None)
    inner = inner.replace("\\", "")
    ranges = re.findall(r"(.)-(.)", inner)
    if any(ord(b) - ord(a) > _MOST or a.isalpha() for a, b in ranges):
        return Char(None)
    found = set(re.sub(r".-.", "", inner))
    found.update(chr(code) for a, b in ranges for code in range(ord(a), ord(b) + 1))
    return _known(found, case or bool(found & (set(WIDER) | set(plain("".join(WIDER))))))


def _known(found: set[str], exact: bool) -> Char:
    options = frozenset(plain(char.lower()) for char in found)
    return Char(options, any(char.isalpha() for char in options), exact)
