"""The form of a line in which lines are compared: numbers, dates and the names in it count as classes.

`12 comments` and `3,040 comments` are one line, and so are two bylines of the same form. The second form,
without names or what follows a label, is `loose`: it is believed only where its lines repeat by themselves
(see `decide`).
"""

import functools
import re
import unicodedata
from hashlib import blake2b

from attrs import frozen

from docflow_residue.learning.words import BYLINE, TIMES

__all__ = ["LONG", "LONGEST", "NAME", "Shape", "classed", "loose_form", "normal", "shape_of"]

LONG = 6.0
"""Words from which a line is long: two lines of that length do not agree by chance."""
PROSE = 12.0
LONGEST = 2_000
"""Characters of a line that is read at all; one beyond is compared as a whole, to the letter."""
LOOSE = 40

# No part gives back what it has matched, and each match goes on as far as it can: linear on any line.
_NUMBER = re.compile(
    r"\d++(?:[.,:/\u2009\u202f'-]++\d++)*+(?:(?:st|nd|rd|th|[ap]m)(?![^\W\d_]))?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"[^\W\d_][^:：]{2,40}[:：](?=\s?\S)")
NAME = "\N{BULLET}"
_ENDS = ".!?。！？…:"
_CLOSING = "\"'”’»)]」』 "


@frozen
class Shape:
    """A line as it is compared: hashes of its forms (`loose` is 0 where there are no names) and its looks.

    `words` counts two Chinese or Japanese characters as one word; `prose` says that it looks like a sentence
    or more; `classed` that numbers stand in it, `letters` that letters do.
    """

    key: int
    loose: int
    words: float
    prose: bool
    classed: bool
    letters: bool

    @property
    def long(self) -> bool:
        """Whether two documents hardly have the same line by chance."""
        return self.words >= LONG


def normal(line: str) -> str:
    """Return a line with its numbers as `0` and its dates as `0` and `@`, in lower case and single spaces."""
    return classed(" ".join(unicodedata.normalize("NFKC", line).split()).casefold())


def classed(text: str) -> str:
    """Return a text with its numbers and, where there is one, its words of dates as classes."""
    made = _NUMBER.sub("0", text)
    return text if made == text else _WORD.sub(_time, made)


def _time(found: re.Match[str]) -> str:
    word = found[0]
    return "@" if word in TIMES or word.casefold() in TIMES else word


def shape_of(line: str) -> Shape | None:
    """Return the shape of a line, None for a blank one."""
    if len(line) > LONGEST:
        return None if not line.strip() else _whole(line)
    return _shape(line)


@functools.lru_cache(maxsize=1 << 14)
def _shape(line: str) -> Shape | None:
    plain = line if line.isascii() else unicodedata.normalize("NFKC", line)
    plain = " ".join(plain.split())
    if not plain:
        return None
    folded = plain.casefold()
    form = classed(folded)
    words = _words(plain)
    letters = _LETTER.search(form) is not None
    prose = words >= PROSE and _ends(plain)
    return Shape(_hash(form), _loose(plain), words, prose, form != folded, letters)


def _whole(line: str) -> Shape:
    return Shape(_hash(line), 0, _words(line), True, False, True)


def _words(text: str) -> float:
    count = float(text.count(" ") + 1)
    return count if text.isascii() else count + len(_CJK.findall(text)) / 2


def _ends(text: str) -> bool:
    bare = text.rstrip(_CLOSING)
    return bare != "" and bare[-1] in _ENDS


def _loose(plain: str) -> int:
    """Return the hash of the loose form in small letters; 0 where there is none."""
    form = loose_form(plain)
    return _hash(NAME + form.casefold()) if form else 0


def loose_form(plain: str) -> str:
    """Return a line without what follows its label, or without names; "" where it has neither."""
    label = _LABEL.match(plain)
    if label is not None:
        return classed(label[0])
    if plain.islower() or plain.isupper() or plain.count(" ") not in range(1, LOOSE):
        return ""
    words = plain.split(" ")
    made = [word if _stays(words, at) else NAME for at, word in enumerate(words)]
    if NAME not in made or not any(word != NAME and word[0].isalpha() for word in made):
        return ""
    runs = [word for at, word in enumerate(made) if not (word == NAME and at and made[at - 1] == NAME)]
    return classed(" ".join(runs))


def _stays(words: list[str], at: int) -> bool:
    """Whether a word is no part of a name: no capital, or the first of a line where no name begins."""
    word = words[at]
    if not word[0].isupper():
        return True
    return at == 0 and (word.casefold().rstrip(":") in BYLINE or len(words) == 1 or not words[1][0].isupper())


def _hash(text: str) -> int:
    """Return 58 bits of a digest of the text; the upper ones are kept for what a sketch notes of a line."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 6
