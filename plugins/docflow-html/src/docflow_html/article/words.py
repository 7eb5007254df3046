"""The words of lines; those at their ends say most about short lines."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar
from zlib import crc32

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_html.article.checksums import checksums
from docflow_html.article.numbers import Ints

__all__ = ["BITS", "Words", "hash_word", "outer", "words_of", "words_of_lines"]

BITS: Final = 15

_MASK: Final = (1 << BITS) - 1
_CHARS: Final = 160
_FIRST, _LAST = 5, 3
_LETTERS: Final = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789|@$%:?!\n")
_TO_SPACE: Final = bytes(byte if byte > 127 or byte in _LETTERS else 32 for byte in range(256))
"""ASCII signs become spaces, but for those that often mark residue."""
_APART: Final = {
    **{sign.encode(): b" " for sign in "\xa0“”„‘’«–—…、。，・（）「」"},
    **{sign.encode(): b" " + sign.encode() + b" " for sign in "©»›•€£"},
    **{sign.encode(): b" " + sign.encode() + b" " for sign in "|@$%:?!"},
}

_SPACE, _LETTER, _SIGN, _MORE = range(4)
"""What a byte is: between words, in one, the first of a sign that is a word, a further one of such a sign."""
_ROLES: Final = bytes(
    _SPACE if byte == 32 else _SIGN if byte == 10 or bytes((byte,)) in _APART else _LETTER
    for byte in _TO_SPACE
)
_WIDE: Final = 0xC2
"""No byte below begins one of the signs that are more than a byte."""
_THREE: Final = 0xE0
_CODES: Final = np.array(
    sorted(int.from_bytes(sign.ljust(3, b"\0"), "big") for sign in _APART if len(sign) > 1), dtype=np.int64
)
_CODE_ROLES: Final = np.array(
    [_SIGN if _APART[int(code).to_bytes(3, "big").rstrip(b"\0")] != b" " else _SPACE for code in _CODES],
    dtype=np.uint8,
)
_NEWLINE: Final = 10
_KEY: Final = 3
_NUMBER: Final = crc32(b"0") & _MASK


Byte = TypeVar("Byte", int, Ints)


def _key(first: Byte, second: Byte, third: Byte) -> Byte:
    """Return a number of 16 bits for three bytes, the same for few others."""
    return first ^ (second << 4) ^ (third << 8)


@frozen(eq=False)
class Words:
    """The words of some texts, those of each text with a line break behind them as the last.

    Word `n` is `written[starts[n]:ends[n]]`; `breaks` are the numbers of the line breaks.
    """

    written: bytes
    signs: NDArray[np.uint8]
    starts: Ints
    ends: Ints
    breaks: Ints

    def word(self, number: int) -> bytes:
        """Return a word."""
        return self.written[self.starts[number] : self.ends[number]]

    def texts(self) -> list[str]:
        """Return the words of each text, a space behind each word."""
        sizes = self.ends - self.starts + 1
        behind = np.cumsum(sizes)
        places = np.arange(behind[-1]) + np.repeat(self.starts - behind + sizes, sizes)
        signs = self.signs.take(places, mode="clip")
        signs[behind - 1] = 32
        written: str = signs.tobytes().decode("utf-8", "replace")
        return written.split("\n ")[:-1]

    def beginning(self, begins: Iterable[bytes]) -> Ints:
        """Return the numbers of the words that may begin with one of these: with its first three bytes."""
        marked = np.zeros(1 << 16, dtype=np.bool_)
        marked[[_key(*begin[:_KEY]) for begin in begins]] = True
        long = np.flatnonzero(self.ends - self.starts > _KEY)
        starts = self.starts[long]
        first, second, third = (self.signs[starts + at].astype(np.int64) for at in range(_KEY))
        return long[marked[_key(first, second, third)]]

    def hashes(self, numbers: Ints) -> Ints:
        """Return the hashes of some words: what `hash_word` gives, for all at once."""
        starts = self.starts[numbers]
        found = checksums(self.signs, starts, self.ends[numbers]) & _MASK
        firsts = self.signs[starts]
        found[(firsts >= ord("0")) & (firsts <= ord("9"))] = _NUMBER
        return found


def words_of(text: str) -> list[bytes]:
    """Return the words of a text in lower case, as UTF-8; signs such as `©`, `|`, `»` are words, too."""
    written = text.replace("\n", " ").lower().encode("utf-8", "replace").translate(_TO_SPACE)
    for sign, apart in _APART.items():
        if sign in written:
            written = written.replace(sign, apart)
    return written.split()


def words_of_lines(texts: Sequence[str]) -> Words:
    """Return the words among the first 160 characters of each text, of which there must be one."""
    begins = [text[:_CHARS].lower() for text in texts]
    joined = "\n".join(begins)
    if joined.count("\n") >= len(begins):
        joined = "\n".join([begin.replace("\n", " ") for begin in begins])
    written = (joined + "\n").encode("utf-8", "replace").translate(_TO_SPACE)
    signs, roles = np.frombuffer(written, dtype=np.uint8), _roles(written)
    before, behind = np.append(_SPACE, roles[:-1]), np.append(roles[1:], _SPACE)
    letter, sign = roles == _LETTER, roles == _SIGN
    starts = np.flatnonzero(sign | letter & (before != _LETTER))
    last = letter & (behind != _LETTER) | (sign | (roles == _MORE)) & (behind != _MORE)
    return Words(written, signs, starts, np.flatnonzero(last) + 1, np.flatnonzero(signs[starts] == _NEWLINE))


def _roles(written: bytes) -> NDArray[np.uint8]:
    """Return what each byte is."""
    signs, roles = (
        np.frombuffer(written, dtype=np.uint8),
        np.frombuffer(bytearray(written.translate(_ROLES)), np.uint8),
    )
    wide = np.flatnonzero(signs >= _WIDE)
    if not len(wide):
        return roles
    second, third = (signs.take(wide + step, mode="clip").astype(np.int64) for step in (1, 2))
    three = signs[wide] >= _THREE
    codes = (signs[wide].astype(np.int64) << 16) | (second << 8) | np.where(three, third, 0)
    at = np.minimum(np.searchsorted(_CODES, codes), len(_CODES) - 1)
    found = _CODES[at] == codes
    places, three, mine = wide[found], three[found], _CODE_ROLES[at[found]]
    rest = np.where(mine == _SIGN, np.uint8(_MORE), np.uint8(_SPACE))
    roles[places], roles[places + 1] = mine, rest
    roles[places[three] + 2] = rest[three]
    return roles


def outer(words: list[bytes]) -> list[bytes]:
    """Return the first five and the last three of some words."""
    return words if len(words) <= _FIRST + _LAST else words[:_FIRST] + words[-_LAST:]


def hash_word(word: bytes) -> int:
    """Return the hash of a word; all that begin with a digit are one."""
    return crc32(b"0" if word[0] in b"0123456789" else word) & _MASK
