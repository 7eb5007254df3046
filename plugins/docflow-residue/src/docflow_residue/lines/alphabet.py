"""What kind each character is, and its folded form, as tables over the first 65,536 code points.

A character beyond them counts as the last entry (a symbol): pictographs are most of what is used there.
"""

import functools
import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CJK",
    "CLOSER",
    "COLON",
    "COMMA",
    "DIGIT",
    "END",
    "KINDS",
    "LETTER",
    "LOWER",
    "MARK",
    "MONEY",
    "OTHER",
    "SEPARATOR",
    "SIZE",
    "SPACE",
    "UPPER",
    "fold_table",
    "kind_table",
]

SPACE: Final = 0
LOWER: Final = 1
UPPER: Final = 2
LETTER: Final = 3  # of a script without case that puts spaces between words
CJK: Final = 4  # of a script without spaces: counted by character
DIGIT: Final = 5  # the last kind that words are made of
END: Final = 6
COMMA: Final = 7
COLON: Final = 8
CLOSER: Final = 9
SEPARATOR: Final = 10
MONEY: Final = 11
MARK: Final = 12  # of addresses and tags: @ # _
OTHER: Final = 13
KINDS: Final = 16

SIZE: Final = 65536
CHARACTERS: Final = {
    END: ".!?…。！？｡؟۔।。",
    COMMA: ",;、，；،؛",
    COLON: ":：",
    CLOSER: "\"'’”“‘»«)]）】」』›‹\u201e\u201a",
    SEPARATOR: "|/\\>•·–—→←▶►<～~+*=",
    MONEY: "$€£¥₹₽%₩₺₴",
    MARK: "@#_",
}
# Scripts that do not put spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
SPACELESS: Final = (
    (0x0E01, 0x0E5B),
    (0x0E81, 0x0EDF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
)
BY_CATEGORY: Final = {
    "Ll": LOWER,
    "Lu": UPPER,
    "Lt": UPPER,
    "Lo": LETTER,
    "Lm": LETTER,
    "Mn": LETTER,
    "Mc": LETTER,
}


def kind_of(code: int) -> int:
    """Return the kind of one character."""
    character = chr(code)
    if character.isspace():
        return SPACE
    if any(low <= code <= high for low, high in SPACELESS):
        return CJK
    category = unicodedata.category(character)
    if category in BY_CATEGORY:
        return BY_CATEGORY[category]
    if category[0] == "N":
        return DIGIT
    # What shows nothing (zero width, controls, private use, lone surrogates) is as good as space.
    return SPACE if category[0] == "C" else OTHER


@functools.cache
def kind_table() -> NDArray[np.uint8]:
    """Return the kind of each code point; the last entry stands for all characters beyond."""
    table = np.fromiter((kind_of(code) for code in range(SIZE)), np.uint8, SIZE)
    for kind, characters in CHARACTERS.items():
        for character in characters:
            table[ord(character)] = kind
    table[SIZE - 1] = OTHER
    return table


@functools.cache
def fold_table() -> NDArray[np.uint64]:
    """Return a well mixed number for each code point: one for both cases of a letter, one for digits."""
    kinds = kind_table()
    folded = [ord(chr(c).lower()[0]) if kinds[c] == UPPER else c for c in range(SIZE)]
    table = np.array(folded, np.uint64)
    table[kinds == DIGIT] = 48
    table = (table + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    table ^= table >> np.uint64(29)
    return table * np.uint64(0xBF58476D1CE4E5B9)
