r"""The words that a phrase can begin with, so that a line is asked only for the phrases of its first word.

A head is a first word in small letters; "0" stands for any number, and of a word in Chinese or Japanese
characters only the first counts, as no blank ends it. A phrase whose first word is open (a name, `[^ ]+`)
has no heads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from docflow_residue.families.patterns import TOKEN

__all__ = ["NUMBER", "head", "heads", "options"]

NUMBER = "0"
_MOST = 4000
_WORD = re.compile(r"[^\W_]+")
_WIDE = 0x2E80


class _OpenError(Exception):
    """The first word of a phrase cannot be told."""


@frozen
class _Read:
    """How far the first words are: those that may go on, and those that are complete."""

    going: frozenset[str]
    done: frozenset[str] = frozenset()

    def joined(self, other: "_Read") -> "_Read":
        return _Read(self.going | other.going, self.done | other.done)


def head(line: str) -> str:
    """Return the head of a line, "" when it has neither letter nor digit."""
    word = line.partition(" ")[0]
    if (
        word.isascii() and word.isalpha()
    ):  # nearly every line; the rest has a bullet, an accent, another script
        return word.lower()
    found = _WORD.search(line)
    return "" if found is None else _short(found[0].lower())


def heads(phrase: str, words: Mapping[str, str]) -> frozenset[str] | None:
    """Return the heads of the lines that a phrase can begin, None when its first word is open."""
    try:
        read = _choice(iter(TOKEN.findall(phrase)), _Read(frozenset({""})), words)
    except _OpenError:
        return None
    found = read.done | read.going
    return None if "" in found or len(found) > _MOST else frozenset(_short(word.lower()) for word in found)


def options(phrase: str) -> list[str]:
    """Return what stands between the bars of a phrase that are in no group."""
    found, depth = [""], 0
    for part in TOKEN.findall(phrase):
        depth += part.startswith("(") - (part == ")")
        if part == "|" and not depth:
            found.append("")
        else:
            found[-1] += part
    return found


def _short(word: str) -> str:
    if word[:1].isdecimal():
        return NUMBER
    return word[:1] if ord(word[:1] or " ") >= _WIDE else word


def _choice(parts: Iterator[str], start: _Read, words: Mapping[str, str]) -> _Read:
    """Read up to the end of the group: one option or another."""
    nothing = _Read(frozenset())
    total, now, before = nothing, start, nothing
    for part in parts:
        if part == ")":
            break
        if part == "|":
            total, now, before = total.joined(now), start, nothing
        elif part in "?*+" or part[0] == "{":
            now = _repeated(part, before, now)
        else:
            before, now = now, _one(part, parts, now, words)
        if len(now.going) + len(now.done) > _MOST:
            raise _OpenError
    return total.joined(now)


def _repeated(part: str, before: _Read, now: _Read) -> _Read:
    """Read a repeat: one round, and none where that is allowed; a word glued of several rounds is no head."""
    if part != "?":
        now = _Read(now.going, now.done | (now.going - {""}))
    return now.joined(before) if part in "?*" or part.startswith("{0") else now


def _one(part: str, parts: Iterator[str], now: _Read, words: Mapping[str, str]) -> _Read:
    if part.startswith("("):
        return _choice(parts, now, words)
    if part[0] == "<" and part[1:-1] in words:
        inner = iter(TOKEN.findall(words[part[1:-1]])) if now.going else iter(())
        return _choice(inner, now, words) if now.going else now
    if not now.going:
        return now
    if part == "." or part.startswith("[^"):
        return _ended(now)
    return _after(now, _characters(part))


def _ended(now: _Read) -> _Read:
    """Take anything at all: the words so far are complete; where there is none yet, the head is open."""
    if "" in now.going:
        raise _OpenError
    return _Read(frozenset(), now.done | now.going)


def _characters(part: str) -> Sequence[str]:
    """Return what one part can take, "" for any that is no letter; raises when that is open."""
    if part[0] == "[" and len(part) > 1:
        inner = part[1:-1].replace("\\", "")
        if inner.startswith("0-9") or re.fullmatch(r"[0-9]-[0-9]|[0-9]{1,3}", inner):
            return NUMBER
        if re.search(r"\w-\w", inner):
            raise _OpenError
        return inner
    if part[0] == "\\":
        if part[1].isalnum():
            raise _OpenError
        return part[1]
    return part if part not in "^$" else ""


def _after(now: _Read, chars: Sequence[str]) -> _Read:
    going: set[str] = set()
    done = set(now.done)
    for char in chars:
        for word in now.going:
            if _WORD.fullmatch(char) and not _closed(word):
                going.add(word + char)
            elif _WORD.fullmatch(char) or word:
                done.add(word)
            else:
                going.add("")
    return _Read(frozenset(going), frozenset(done))


def _closed(word: str) -> bool:
    """Return whether the head of a word is known, whatever follows."""
    return bool(word) and (word[0].isdecimal() or ord(word[0]) >= _WIDE)
