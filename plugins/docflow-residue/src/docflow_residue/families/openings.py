"""The first two words in letters of the lines that a phrase can begin: how a line finds its phrases.

Words here are runs of letters; digits and signs only part them, so that "12 views" and "7 views" meet the
same phrases. Of a word in Chinese or Japanese characters only the first character counts.
"""

import re
from functools import cache

from attrs import frozen

from docflow_residue.families.heads import NUMBER
from docflow_residue.families.tree import Char, Either, Node, Repeat, Row

__all__ = ["ANY", "Pair", "openings", "pair"]

Pair = tuple[str, str]
"""The first and the second word, "" where there is none."""
ANY = "*"
"""A word that a phrase leaves open."""
_MANY = 300
_MOST = 3000
_MOST_PAIRS = 60
_PARTED = (" ", NUMBER)
_WIDE = 0x2E80
_RUN = re.compile(
    r"[^\W\d_\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\u2010-\u2bff\u3000-\u303f\U0001f000-\U0001faff]+"
)
"""A run of letters; what may stand around a phrase is no letter here."""

_ASCII = re.compile("[^a-zA-Z]*([a-zA-Z]*)[^a-zA-Z]*([a-zA-Z]*)")


@frozen
class _Read:
    """How far the beginnings are: those that may go on, and those after which anything may come."""

    going: frozenset[str]
    open: frozenset[str] = frozenset()


def pair(line: str) -> Pair:
    """Return the first two words of a line in small letters."""
    if line.isascii():
        found = _ASCII.match(line)
        return ("", "") if found is None else (found[1], found[2])
    first = _RUN.search(line)
    if first is None:
        return "", ""
    if ord(first[0][0]) >= _WIDE:
        return first[0][0], ""
    second = _RUN.search(line, first.end())
    return first[0], "" if second is None else second[0]


def openings(node: Node, kind: str, *, headed: bool) -> frozenset[Pair] | None:
    """Return the pairs of a phrase, `ANY` for a second word that is open; None when the first is open.

    Where the phrase is `headed`, a first word that is open ends all the same: it is the head of the line.
    """
    read = _read(node, _Read(frozenset({""})))
    ended, opened = (read.going, read.open) if kind == "whole" else (frozenset(), read.going | read.open)
    found = {pair(text) for text in ended} | {_open_pair(text, headed) for text in opened}
    if any(first == ANY for first, _ in found):
        return None
    return frozenset(found) if len(found) <= _MOST_PAIRS else frozenset((first, ANY) for first, _ in found)


def _open_pair(text: str, headed: bool) -> Pair:
    """Return the pair of a beginning after which anything may come; a first word ends where the head ends."""
    first, second = pair(text)
    ended = text[-1:] in _PARTED
    if not first or (not second and not ended and (not headed or text.lstrip(" ")[0] == NUMBER)):
        return ANY, ANY
    if ord(first[0]) >= _WIDE:
        return first, ""
    return first, second if second and (ended or len(_RUN.findall(text)) > 2) else ANY


def _read(node: Node, now: _Read) -> _Read:
    if not now.going:
        return now
    match node:
        case Row(parts):
            for part in parts:
                now = _read(part, now)
        case Either(options):
            some = [_read(part, now) for part in options]
            now = _Read(
                frozenset().union(*(r.going for r in some)), frozenset().union(*(r.open for r in some))
            )
        case Repeat():
            now = _repeated(node, now)
        case Char():
            now = _after(node, now)
    return _bounded(now)


def _after(char: Char, now: _Read) -> _Read:
    if char.options is None:
        return _Read(frozenset(), now.open | now.going)
    if not char.letters:
        sign = NUMBER if any(c.isalnum() for c in char.options) else " "
        return _Read(frozenset(_parted(text, sign) for text in now.going), now.open)
    more = {c if c.isalpha() else " " for c in char.options}
    return _Read(frozenset([text + c for text in now.going for c in more]), now.open)


def _parted(text: str, sign: str) -> str:
    """Return a beginning with a sign at its end; of several in a row one stays."""
    last = text[-1:]
    return text if last in {sign, NUMBER} else text.rstrip(" ") + sign


def _repeated(node: Repeat, now: _Read) -> _Read:
    none = now.going if not node.least else frozenset()
    once = _read(node.part, now)
    if node.most == 1:
        return _Read(once.going | none, once.open)
    if isinstance(node.part, Char) and node.part.options is not None and not node.part.letters:
        return _Read(once.going | none, once.open)
    return _Read(none, once.open | once.going)


def _bounded(now: _Read) -> _Read:
    """Stop reading where both words are known, and, when there are too many, where the first is."""
    enough = 2 if len(now.going) <= _MANY else 1
    done = {text for text in now.going if text.endswith(_PARTED) and _known(text) >= enough}
    going = now.going - done if done else now.going
    if len(going) > _MOST:
        return _Read(frozenset(), frozenset({""}))
    return _Read(going, now.open | done)


@cache
def _known(text: str) -> int:
    """Return how many words of a beginning are complete."""
    return len(_RUN.findall(text)) if text[-1:] in _PARTED else 0
