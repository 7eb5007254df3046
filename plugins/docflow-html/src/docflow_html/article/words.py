"""The words that lines begin and end with: they say most about short lines."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

__all__ = ["BITS", "BREAK", "hash_word", "outer", "words_of", "words_of_lines"]

BITS: Final = 15
BREAK: Final = b"\n"

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


def words_of(text: str) -> list[bytes]:
    """Return the words of a text in lower case, as UTF-8; signs such as `©`, `|`, `»` are words, too."""
    return _split(text.replace("\n", " ").lower())


def words_of_lines(texts: Sequence[str]) -> list[bytes]:
    """Return the words among the first 160 characters of each text, a BREAK behind those of each."""
    starts = [text[:_CHARS] for text in texts]
    joined = "\n".join(starts)
    if joined.count("\n") >= len(starts):
        joined = "\n".join([start.replace("\n", " ") for start in starts])
    return _split(joined.lower().replace("\n", " \n ") + " \n", keep=True)


def _split(text: str, *, keep: bool = False) -> list[bytes]:
    written = text.encode("utf-8", "replace").translate(_TO_SPACE)
    for sign, apart in _APART.items():
        if sign in written:
            written = written.replace(sign, apart)
    if not keep:
        return written.split()
    return list(filter(None, written.split(b" ")))


def outer(words: list[bytes]) -> list[bytes]:
    """Return the first five and the last three of some words."""
    return words if len(words) <= _FIRST + _LAST else words[:_FIRST] + words[-_LAST:]


def hash_word(word: bytes) -> int:
    """Return the hash of a word; all that begin with a digit are one."""
    return crc32(b"0" if word[0] in b"0123456789" else word) & _MASK
