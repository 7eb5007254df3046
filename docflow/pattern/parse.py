"""From the text of a pattern to its tree.

`re` itself is the judge of what is valid and writes the message; the reader here sees valid patterns only
and has to know the shape of the syntax, not its rules. It keeps the spelling of every atom, so that `re`
can later be asked which characters the atom takes.
"""

import re
import warnings
from functools import lru_cache

from docflow.late import late
from docflow.pattern.error import PatternError
from docflow.pattern.tree import Anchor, Atom, Choice, Group, Node, Parsed, Place, Repeat, Row

__all__ = ["parse"]

MOST_REPEATS = 1000  # the limit of re2 for x{n,m}
_FLAGS = {"i": re.I, "m": re.M, "s": re.S, "x": re.X}
_PLACES: dict[str, Place] = {"A": "start", "Z": "end", "z": "end", "b": "boundary", "B": "inside"}
_HEX = {"x": 2, "u": 4, "U": 8}
_AROUND = "match the text there too, and put a group around what you want"
_STAYS = "write a second rule for what must stay (`keep`)"
_REFUSED = {
    "(?=": f"a look-ahead `(?=...)` has no linear form; {_AROUND}",
    "(?!": f"a look-ahead `(?!...)` has no linear form; {_STAYS}",
    "(?<=": f"a look-behind `(?<=...)` has no linear form; {_AROUND}",
    "(?<!": f"a look-behind `(?<!...)` has no linear form; {_STAYS}",
    "(?>": "an atomic group `(?>...)` has no linear form; write `(?:...)`, it cannot run away here",
    "(?(": "a condition `(?(1)...)` has no linear form; write the two cases with `|`",
    "(?P=": "a back-reference has no linear form; write the repeated text out",
}
_POSSESSIVE = "a possessive repeat has no linear form; leave its last `+` out, it cannot run away here"
_COUNT = f"a repeat may count to {MOST_REPEATS:,} at most; write `*` or `+` instead"
_DEEP = "this regular expression is nested too deeply or counts too far"


def parse(pattern: str, flags: str = "") -> Parsed:
    """Return the tree of a pattern in the syntax of `re` for text; `flags` out of `imsx`.

    Raises PatternError: kind "invalid" with the words of `re`, kind "not linear" for what needs
    backtracking.
    """
    _validate(pattern, flags)
    try:
        return _Reader(pattern, flags).read()
    except RecursionError:
        raise PatternError(_DEEP, 0, "invalid") from None


def _validate(pattern: str, flags: str) -> None:
    bits = re.NOFLAG
    for letter in flags:
        if letter not in _FLAGS:
            raise PatternError(f"`{letter}` is no flag of a pattern; use i, m, s or x", 0, "invalid")
        bits |= _FLAGS[letter]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `[[` may change its meaning some day; here it has today's
            re.compile(pattern, bits)
    except re.error as e:
        raise PatternError(f"this regular expression is not valid: {e.msg}", e.pos or 0, "invalid") from None
    except (RecursionError, OverflowError):
        raise PatternError(_DEEP, 0, "invalid") from None


@lru_cache(maxsize=8192)
def _atom(source: str, ignore: bool, dotall: bool, literal: str | None) -> Atom:
    """Return the one atom of this spelling; patterns repeat theirs a thousand times."""
    return Atom(source, ignore, dotall, literal)


@lru_cache(maxsize=8192)
def _escaped(char: str) -> str:
    return re.escape(char)


class _Reader:
    """Reads a valid pattern from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.text = pattern
        self.at = 0
        self.flags = frozenset(flags)
        self.groups = 0
        self.names: dict[str, int] = {}
        self.atoms: dict[Atom, None] = {}
        self.places: set[Place] = set()

    def read(self) -> Parsed:
        node = self.choice()
        return Parsed(self.text, node, self.groups, self.names, tuple(self.atoms), frozenset(self.places))

    def choice(self) -> Node:
        options = [self.row()]
        while self.take("|"):
            options.append(self.row())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def row(self) -> Node:
        items: list[Node] = []
        while self.at < len(self.text) and (char := self.text[self.at]) not in "|)":
            if "x" in self.flags and self.skip_space():
                continue
            counted = self.count() if char in "*+?{" else None
            if counted is not None:
                items[-1] = self.repeat(items[-1], *counted)
                continue
            item = self.item()
            if item is not None:
                items.append(item)
        return items[0] if len(items) == 1 else Row(tuple(items))

    def take(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def until(self, stop: str) -> str:
        end = self.text.index(stop, self.at)
        found, self.at = self.text[self.at : end], end + len(stop)
        return found

    def skip_space(self) -> bool:
        if self.text[self.at] in " \t\n\r\v\f":
            self.at += 1
            return True
        if self.text[self.at] == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end + 1
            return True
        return False

    # -- repeats

    def count(self) -> tuple[int, int | None, int] | None:
        """Read `*`, `+`, `?` or `{n,m}` as (low, high, offset); None when there is none here."""
        start = self.at
        for sign, low, high in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self.take(sign):
                return low, high, start
        found = _BRACES.match(self.text, self.at)
        if found is None or found[0] == "{}":
            return None
        self.at = found.end()
        low = int(found[1] or 0)
        if found[2] is None:
            return low, low, start
        return low, int(found[3]) if found[3] else None, start

    def repeat(self, node: Node, low: int, high: int | None, offset: int) -> Node:
        if self.take("+"):
            raise PatternError(_POSSESSIVE, self.at - 1, "not linear")
        if max(low, high or 0) > MOST_REPEATS:
            raise PatternError(_COUNT, offset, "not linear")
        return Repeat(node, low, high, self.take("?"), offset)

    # -- items

    def item(self) -> Node | None:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            return self.atom(self.char_class())
        if char == "\\":
            return self.escape()
        self.at += 1
        if char == ".":
            return self.atom(".")
        if char == "^":
            return self.anchor("line start" if "m" in self.flags else "start")
        if char == "$":
            return self.anchor("line end" if "m" in self.flags else "tail")
        return self.atom(_escaped(char), char)

    def atom(self, source: str, literal: str | None = None) -> Atom:
        made = _atom(source, "i" in self.flags, "s" in self.flags and source == ".", literal)
        self.atoms[made] = None
        return made

    def anchor(self, place: Place) -> Anchor:
        self.places.add(place)
        return Anchor(place)

    def char_class(self) -> str:
        start = self.at
        self.at += 1
        self.take("^")
        self.take("]")
        while not self.take("]"):
            self.at += 2 if self.text[self.at] == "\\" else 1
        return self.text[start : self.at]

    def escape(self) -> Node:
        start = self.at
        char = self.text[start + 1]
        self.at += 2
        if char in _PLACES:
            return self.anchor(_PLACES[char])
        if char in _HEX:
            self.at += _HEX[char]
        elif char == "N":
            self.until("}")
        elif char == "0":
            self.at = self.octal(self.at, 2)
        elif char.isdigit():
            if self.octal(start + 1, 3) != start + 4:
                raise PatternError(_REFUSED["(?P="], start, "not linear")
            self.at = start + 4
        return self.atom(self.text[start : self.at])

    def octal(self, at: int, most: int) -> int:
        end = at
        while end < min(len(self.text), at + most) and self.text[end] in "01234567":
            end += 1
        return end

    # -- groups

    def group(self) -> Node | None:
        start = self.at
        for opening, message in _REFUSED.items():
            if self.text.startswith(opening, start):
                raise PatternError(message, start, "not linear")
        if self.take("(?#"):
            self.until(")")
            return None
        if self.take("(?P<"):
            name = self.until(">")
            self.names[name] = self.groups + 1
            return self.capture()
        if self.take("(?"):
            return self.scoped()
        self.at += 1
        return self.capture()

    def capture(self) -> Node:
        self.groups += 1
        number = self.groups
        return Group(number, self.inner(self.flags))

    def inner(self, flags: frozenset[str]) -> Node:
        outside, self.flags = self.flags, flags
        node = self.choice()
        self.flags = outside
        self.at += 1  # the closing bracket
        # A row of one, so that a repeat after the group takes the whole of it.
        return Row((node,))

    def scoped(self) -> Node | None:
        """Read what stands after `(?`: flags, then `:` with a group or `)` for the whole pattern."""
        start = self.at
        while self.text[self.at] not in ":)":
            self.at += 1
        on, _, off = self.text[start : self.at].partition("-")
        if "a" in on:
            message = "the flag a does not exist here; write [0-9] or [A-Za-z0-9_] for the narrow classes"
            raise PatternError(message, start, "invalid")
        flags = (self.flags | set(on)) - set(off)
        self.at += 1
        if self.text[self.at - 1] == ":":
            return self.inner(flags)
        self.flags = flags
        return None


_BRACES = late(r"\{([0-9]*)(,([0-9]*))?\}")
