"""Names of people: a list of names at the start of a text, and what follows it."""

import re

from attrs import frozen

from docflow.plugin import late

__all__ = ["Names", "is_person", "is_wire", "read_names"]

_PARTICLES = frozenset(
    ("de", "da", "di", "del", "della", "der", "den", "van", "von", "la", "le", "bin", "al", "el")
)
_AND = frozenset(("and", "&", "AND", "And"))
_SEPARATORS = frozenset(("|", "•", "·", "–", "—", "-", "--", "/", "‖", ">", "»"))
_ROLES = frozenset(
    re.split(
        r"\s+",
        """staff senior contributing contributor correspondent editor editors reporter reporters writer
        writers columnist special opinion chief associate deputy managing freelance producer
        photographer published updated posted last on in at for with from of the to about
        written reviewed edited fact-checked medically monday tuesday wednesday thursday friday
        saturday sunday january february march april may june july august september october
        november december jan feb mar apr jun jul aug sep sept oct nov dec""",
    )
)
_GROUPS = frozenset(
    re.split(
        r"\s+",
        """team desk news newsroom bureau service services press agency agencies media times post herald
        tribune journal gazette daily observer telegraph chronicle network reports admin
        administrator guest author board magazine blog university institute department company
        inc ltd llc group communications marketing podcast studio solutions research foundation
        association council society center centre club online digital today weekly""",
    )
)
_WIRES = frozenset(
    (
        "associated press", "reuters", "ap", "afp", "agence france-presse", "bloomberg",
        "bloomberg news", "press association", "pa media", "upi", "united press international",
        "xinhua", "tass", "interfax", "dpa", "ani", "pti", "ians", "canadian press", "kyodo",
        "kyodo news", "efe", "ansa", "tribune news service", "cnn", "bbc", "bbc news",
        "press trust of india", "australian associated press", "aap",
    )
)  # fmt: skip
_GLUED = late(r"([a-zà-ÿ]{2})(Staff|Senior|Contributing|Special|Opinion|Published|Updated|In|On|By)(?= )")


@frozen
class Names:
    """The people named at the start of a text, and the words after them."""

    people: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether a list of names may end here, so that the text is no sentence that starts with a name."""
        if not self.people:
            return False
        if not self.rest:
            return True
        word = self.rest[0]
        return word in _SEPARATORS or _bare(word) in _ROLES or word[0] in "|(@0123456789–—•·" or "@" in word


def read_names(text: str) -> Names:
    """Read `A Name`, `A Name and B Name` or `A Name, B Name and C Name` from the start of a text.

    A name is two to five words with a capital. After a comma a name counts only when an `and` closes the
    list, since a place or a title may stand there as well.
    """
    words = _GLUED.sub(r"\1 | \2", text).split()
    parts: list[tuple[str, str]] = []
    current: list[str] = []
    at = 0
    for at, word in enumerate(words):  # noqa: B007 - where the list ends
        plain = word.rstrip(",;")
        if word in _AND and current:
            parts.append((" ".join(current), "and"))
            current = []
        elif _is_name_word(plain) or (plain in _PARTICLES and current):
            current.append(plain)
            if plain != word:
                parts.append((" ".join(current), "comma"))
                current = []
        elif word in _AND and parts:
            parts[-1] = (parts[-1][0], "and")
        else:
            break
    else:
        at = len(words)
    parts.append((" ".join(current), "end"))
    return Names(_people(parts), tuple(words[at:]))


def is_person(name: str) -> bool:
    """Return whether this looks like a person: two to five capitalised words, none of an office."""
    words = name.split()
    if not 2 <= len(words) <= 5 or is_wire(name):
        return False
    fine = _is_name_word(words[0]) and all(_is_name_word(w) or w in _PARTICLES for w in words)
    return fine and not any(_bare(w) in _GROUPS for w in words)


def is_wire(name: str) -> bool:
    """Return whether this is a news agency."""
    return name.removeprefix("The ").removeprefix("the ").lower().strip(".") in _WIRES


def _people(parts: list[tuple[str, str]]) -> tuple[str, ...]:
    named = [(name, how) for name, how in parts if name]
    joined = any(how == "and" for _, how in named)
    taken = named if joined else named[:1]
    return tuple(dict.fromkeys(_once(name) for name, _ in taken if is_person(_once(name))))


def _once(name: str) -> str:
    """`Anna Berg Anna Berg`, from a link with a picture, is one name."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if words[:half] == words[half:] else name


def _is_name_word(word: str) -> bool:
    if not word or not word[0].isupper() or _bare(word) in _ROLES:
        return False
    return all(c.isalpha() or c in ".'’-" for c in word) and not (word[-1] in ".-" and len(word) > 4)


def _bare(word: str) -> str:
    return word.strip(".,;:()").lower()
