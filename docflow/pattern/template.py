r"""Replacement templates: text with `\1`, `\g<name>`, `\n`, `\t`, `\\`, as in `re.sub`."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from docflow.pattern.error import PatternError
from docflow.pattern.found import Found

__all__ = ["Template", "template"]

Template = Callable[[Found], str]
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "b": "\b", "\\": "\\"}


def template(text: str, groups: Mapping[str, int], count: int) -> Template:
    r"""Return the function that fills a template; a group that took no part gives nothing.

    `groups` are the named groups, `count` the number of groups. Raises PatternError, with the offset in
    the template, for a reference to no group or an unknown escape.
    """
    if "\\" not in text:
        return lambda _: text
    pieces = _pieces(text, tuple(groups.items()), count)

    def fill(found: Found) -> str:
        return "".join(p if isinstance(p, str) else found.group(p) or "" for p in pieces)

    return fill


@lru_cache(maxsize=256)
def _pieces(text: str, groups: tuple[tuple[str, int], ...], count: int) -> tuple[str | int, ...]:
    pieces: list[str | int] = []
    at = 0
    while (slash := text.find("\\", at)) >= 0:
        pieces.append(text[at:slash])
        piece, at = _escape(text, slash, dict(groups))
        if isinstance(piece, int) and piece > count:
            raise PatternError(f"the pattern has no group {piece}", slash, "invalid")
        pieces.append(piece)
    return (*pieces, text[at:])


def _escape(text: str, at: int, groups: Mapping[str, int]) -> tuple[str | int, int]:
    """Read what stands after the backslash at `at`: the piece and where it ends."""
    char = text[at + 1 : at + 2]
    if char and char in _ESCAPES:
        return _ESCAPES[char], at + 2
    if char and char in "123456789":
        end = at + 3 if text[at + 2 : at + 3].isdecimal() else at + 2
        return int(text[at + 1 : end]), end
    if text.startswith("g<", at + 1) and ">" in text[at:]:
        end = text.index(">", at)
        return _name(text[at + 3 : end], at, groups), end + 1
    message = (
        f"`\\{char}` means nothing in a replacement; write `\\\\` for a backslash, `\\g<name>` for a group"
    )
    raise PatternError(message, at, "invalid")


def _name(name: str, at: int, groups: Mapping[str, int]) -> int:
    if name.isascii() and name.isdigit():
        return int(name)
    if name in groups:
        return groups[name]
    raise PatternError(f"the pattern has no group {name!r}", at, "invalid")
