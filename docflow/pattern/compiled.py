"""A compiled linear regular expression; see `docflow.pattern.linear` for its meaning."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from docflow.pattern.alphabet import INNER, Alphabet, Ascii
from docflow.pattern.empty import idle_repeats, parts
from docflow.pattern.error import PatternError
from docflow.pattern.found import Found
from docflow.pattern.parse import parse
from docflow.pattern.program import Program, matches, program
from docflow.pattern.render import Script, render, tail_script, text_script
from docflow.pattern.template import template
from docflow.pattern.tree import Parsed, Repeat

__all__ = ["Linear"]


class Linear:
    """A compiled linear regular expression; get one from `compile_linear`.

    The time of one search grows with the length of the text, whatever the pattern and the text.
    """

    def __init__(self, pattern: str, flags: str = "") -> None:
        self.pattern = pattern
        self.flags = flags
        self._parsed = parse(pattern, flags)
        _refuse_what_differs(self._parsed)
        self._ascii = Ascii()
        self._programs: dict[tuple[bool, bool, bool], tuple[int, Program]] = {}
        self._program(wide=False, tail=False, capture=True)

    @property
    def groups(self) -> Mapping[str, int]:
        """The named groups, with their numbers."""
        return self._parsed.names

    @property
    def group_count(self) -> int:
        """The number of groups, named or not."""
        return self._parsed.groups

    @cached_property
    def _alphabet(self) -> Alphabet:
        words = not self._parsed.places.isdisjoint({"boundary", "inside"})
        return Alphabet(self._parsed.atoms, words)

    def test(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in the text."""
        data, compiled = self._subject(text, capture=False)
        width = self._width(text)
        if width == 1:
            return compiled.search(data) is not None
        return next(matches(data, compiled, width), None) is not None

    def search(self, text: str) -> Found | None:
        """Return the first match in the text, or None."""
        return next(self.finditer(text), None)

    def fullmatch(self, text: str) -> Found | None:
        """Return the match that takes the whole text, or None."""
        data, compiled = self._subject(text, capture=True)
        found = compiled.fullmatch(data)
        if found is None:
            return None
        return self._found(text, found, self._width(text))

    def finditer(self, text: str) -> Iterator[Found]:
        """Yield the matches that do not overlap, from left to right."""
        data, compiled = self._subject(text, capture=True)
        width = self._width(text)
        for found in matches(data, compiled, width):
            yield self._found(text, found, width)

    def sub(self, replacement: str | Callable[[Found], str], text: str) -> str:
        r"""Return the text with every match replaced (the same object when there is none).

        `replacement` is a template with `\1`, `\g<name>` and `\n`,
        as in `re.sub`, or a function of the match.
        Raises PatternError for a template that is not valid.
        """
        return self.subn(replacement, text)[0]

    def check_replacement(self, text: str) -> None:
        """Raise PatternError for a template that `sub` would refuse, with the offset in the template."""
        template(text, self.groups, self.group_count)

    def subn(self, replacement: str | Callable[[Found], str], text: str) -> tuple[str, int]:
        """Return what `sub` returns, and the number of replacements."""
        if isinstance(replacement, str):
            replacement = template(replacement, self.groups, self.group_count)
        pieces: list[str] = []
        done, count = 0, 0
        for found in self.finditer(text):
            pieces += (text[done : found.start()], replacement(found))
            done, count = found.end(), count + 1
        return ("".join((*pieces, text[done:])), count) if count else (text, 0)

    def _subject(self, text: str, *, capture: bool) -> tuple[bytes, Program]:
        """Return the text as re2 sees it, with the program that reads it."""
        wide = not text.isascii()
        tail = "tail" in self._parsed.places and text.endswith("\n")
        data = self._alphabet.encode(text) if wide else text.encode("ascii")
        if tail:
            newline = self._alphabet.newline if wide else b"\n"
            inner = bytes((INNER,)) * len(newline)
            data = data[: -len(newline)].replace(newline, inner) + newline
        return data, self._program(wide=wide, tail=tail, capture=capture)

    def _program(self, *, wide: bool, tail: bool, capture: bool) -> Program:
        codes = self._alphabet if wide else self._ascii
        version = codes.version
        known = self._programs.get((wide, tail, capture))
        if known is not None and known[0] == version:
            return known[1]
        script = tail_script(codes) if tail else text_script(codes)
        made = self._compile(script, capture=capture)
        self._programs[wide, tail, capture] = (version, made)
        return made

    def _compile(self, script: Script, *, capture: bool) -> Program:
        try:
            return program(render(self._parsed.node, script), capture=capture)
        except PatternError as e:
            raise PatternError(e.message, _largest_repeat(self._parsed), e.kind) from None

    def _width(self, text: str) -> int:
        """Return how many bytes of the subject stand for one character."""
        return 1 if text.isascii() else self._alphabet.width

    def _found(self, text: str, found: Any, width: int) -> Found:
        spans = [found.span(n) for n in range(found.re.groups + 1)]
        if width > 1:
            spans = [(a // width, b // width) for a, b in spans]
        return Found(text, spans, self._parsed.names)


def _largest_repeat(parsed: Parsed) -> int:
    """Return the offset of the repeat that counts furthest, 0 when there is none."""
    repeats = [part for part in parts(parsed.node) if isinstance(part, Repeat)]
    return max(((r.high or r.low, r.offset) for r in repeats), default=(0, 0))[1]


def _refuse_what_differs(parsed: Parsed) -> None:
    """Refuse what re2 would run with another result than `re`."""
    for repeat in idle_repeats(parsed.node):
        message = "what repeats here prefers to match nothing; write it so that each round takes a character"
        raise PatternError(message, repeat.offset, "not linear")
    if "tail" in parsed.places and not parsed.places.isdisjoint({"line start", "line end"}):
        message = "`$` cannot stand beside `^` or `$` under the flag m; write `\\Z` for the end of the text"
        raise PatternError(message, max(0, parsed.pattern.rfind("$")), "not linear")
