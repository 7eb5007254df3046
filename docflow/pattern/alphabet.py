r"""Text as bytes that re2 understands: one code for all characters that a pattern cannot tell apart.

re2 knows `\b` for ASCII only and has no look-around to build another. But a pattern tells only a few kinds
of character apart. So a text with other characters is rewritten: every character becomes the code of its
kind, kinds of word characters get codes among the letters, digits and `_`, all others get codes outside, and
re2's own `\b` is then exactly the one of `re`. Membership is asked of `re` itself, character by character as
they are first seen, so no table of Unicode is shipped and none can be out of date. With one byte a code,
offsets in the bytes are offsets in the text.

ASCII text needs none of this: it is its own code.
"""

import codecs
import itertools
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

from docflow.pattern.tree import Atom

__all__ = ["Alphabet", "Ascii", "Codes"]

INNER = 0x80
"""The code of a newline that is not the last character, in a subject whose last newline is told apart."""
WORD = bytes(b for b in range(128) if chr(b).isalnum() or b == 0x5F)
OTHER = bytes(b for b in range(256) if b not in WORD and b not in (0x0A, INNER))
MOST_KNOWN = 20_000
"""Characters whose codes are remembered, about 2 MB; all of Unicode would be 100 MB for each pattern."""
_ASCII = "".join(map(chr, range(128)))
_USUAL = "\u00a0\u2009\u200b…–—‘’“”„•·«»‹›←→©®™€éèÉÄßñøдД中あ한ع²"
"""Characters that texts are full of: learned at once, as each new kind renders all patterns anew."""
Kind = tuple[bool, bool, tuple[int, ...]]


@lru_cache(maxsize=8192)
def judge(atom: Atom) -> "re.Pattern[str]":
    """Return what `re` makes of an atom standing alone."""
    flags = (re.I if atom.ignore else 0) | (re.S if atom.dotall else 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # see `parse`
        return re.compile(atom.source, flags)


@lru_cache(maxsize=8192)
def ascii_members(atom: Atom) -> bytes:
    """Return the ASCII characters that an atom takes."""
    return "".join(judge(atom).findall(_ASCII)).encode()


class Codes(Protocol):
    """What the renderer needs: the codes of an atom, the code of a newline, bytes of one code."""

    width: int
    version: int
    newline: bytes

    def members(self, atom: Atom) -> Sequence[bytes]:
        """Return the codes of the characters that the atom takes."""


class Ascii:
    """ASCII text is its own code."""

    width = 1
    version = 0
    newline = b"\n"

    def members(self, atom: Atom) -> Sequence[bytes]:
        """Return the ASCII characters that the atom takes, as single bytes."""
        return [bytes((b,)) for b in ascii_members(atom)]


class Alphabet:
    """The codes for one set of atoms; learns the kinds of characters from the texts that it encodes.

    `words` says whether word characters must be told from others. `version` grows when a new kind was
    seen: what was rendered before must be rendered again. Codes are one byte wide, and grow to two or
    more when the pattern tells more kinds apart than there are bytes.
    """

    def __init__(self, atoms: Sequence[Atom], words: bool) -> None:
        self.width = 0
        self.version = 0
        self.newline = b""
        self._words = words
        self._atoms = {atom: n for n, atom in enumerate(dict.fromkeys(atoms))}
        self._judges = [judge(atom).match for atom in self._atoms]
        self._kinds: dict[Kind, bytes] = {}
        self._table = _Table(self._code)
        self._page = _ASCII
        self._widen()
        for atom in atoms:
            self._table[ord(atom.literal or "a")]  # the look-up learns it
        for char in _USUAL:
            self._table[ord(char)]

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """The distinct atoms."""
        return tuple(self._atoms)

    def members(self, atom: Atom) -> Sequence[bytes]:
        """Return the codes of the characters that the atom takes, of those seen so far."""
        number = self._atoms[atom]
        return [code for kind, code in self._kinds.items() if number in kind[2]]

    def encode(self, text: str) -> bytes:
        """Return the text as codes, `width` bytes for each character."""
        while True:
            width = self.width
            data = self._encode(text)
            if self.width == width:
                return data

    def _encode(self, text: str) -> bytes:
        if self.width > 1:
            return text.translate(self._table).encode("latin-1")
        try:
            # A page of up to 256 characters is seven times as fast as `str.translate`.
            return codecs.charmap_encode(text, "strict", self._map)[0].translate(self._codes)
        except UnicodeEncodeError:
            if self._turn_page(text):
                return self._encode(text)
            return text.translate(self._table).encode("latin-1")

    def _turn_page(self, text: str) -> bool:
        """Put the characters of the text on the page; False when they do not fit."""
        new = set(text).difference(self._page)
        if max(new) > "\uffff":
            return False
        for start in (self._page, _ASCII):
            page = start + "".join(sorted(new.difference(start)))
            if len(page) <= 256:
                self._set_page(page)
                return True
            new = set(text)
        return False

    def _set_page(self, page: str) -> None:
        self._page = page
        self._map: Any = codecs.charmap_build(page)
        codes = "".join(self._table[ord(c)] for c in page).encode("latin-1")
        self._codes = codes.ljust(256, b"\0") if self.width == 1 else b""

    def _code(self, char: str) -> str:
        """Return the code of a character's kind, a new one when no such character was seen before."""
        taken = tuple(n for n, match in enumerate(self._judges) if match(char))
        word = self._words and (char.isalnum() or char == "_")
        kind = (char == "\n", word, taken)
        if kind not in self._kinds:
            self._kinds[kind] = self._next(kind)
            self.version += 1
        return self._kinds[kind].decode("latin-1")

    def _next(self, kind: Kind) -> bytes:
        if kind[0]:
            return self.newline
        code = next(self._free[kind[1]], None)
        if code is None:
            self._kinds[kind] = b""
            self._widen()
            return self._kinds[kind]
        return code

    def _widen(self) -> None:
        """Make the codes one byte wider, and give every known kind a new one."""
        self.width += 1
        self.newline = b"\n" * self.width
        self._free = (_codes(OTHER, self.width), _codes(WORD, self.width))
        self._table.clear()
        for kind in self._kinds:
            self._kinds[kind] = self._next(kind)
        self._set_page(_ASCII)


class _Table(dict[int, str]):
    """From code points to codes, for `str.translate`; asks when one is missing."""

    def __init__(self, ask: Callable[[str], str]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, point: int) -> str:
        if len(self) >= MOST_KNOWN:
            self.clear()
        code = self[point] = self._ask(chr(point))
        return code


def _codes(alphabet: bytes, width: int) -> Iterator[bytes]:
    """Yield codes of a width; no byte is used at two places of a code, so that its start can be told."""
    return map(bytes, itertools.product(*(alphabet[n::width] for n in range(width))))
