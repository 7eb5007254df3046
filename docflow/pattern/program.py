"""re2 at work: the only place that imports it, when the first pattern is compiled (4 ms of a start)."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib import import_module
from typing import Any, Protocol

from docflow.pattern.error import PatternError

__all__ = ["Program", "Rules", "matches", "program"]

MEMORY = 64 << 20
"""Bytes that one program may use, its cache of states included. re2's default of 8 MB is small for sets."""


class Program(Protocol):
    """A compiled pattern of re2 over bytes; what it finds has `span(group)` in bytes."""

    def search(self, text: bytes, pos: int = 0) -> Any:
        """Return the first match that starts at `pos` or later, or None."""

    def fullmatch(self, text: bytes) -> Any:
        """Return the match that takes all of the text, or None."""


@cache
def _re2() -> Any:
    return import_module("re2")


def _options(*, capture: bool) -> Any:
    re2 = _re2()
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.never_capture = not capture
    options.max_mem = MEMORY
    return options


def program(pattern: bytes, *, capture: bool = True) -> Program:
    """Compile a pattern in re2's syntax; raises PatternError when it is too large."""
    re2 = _re2()
    try:
        compiled: Program = re2.compile(pattern, _options(capture=capture))
    except re2.error:
        message = "this regular expression is too large; make its repeats `{n,m}` smaller or split it in two"
        raise PatternError(message, 0, "not linear") from None
    return compiled


def matches(subject: bytes, compiled: Program, width: int) -> Iterator[Any]:
    """Yield the matches that start at a character of `width` bytes, as re2 also finds empty ones inside."""
    at = 0
    while at <= len(subject) and (found := compiled.search(subject, at)) is not None:
        start, end = found.span()
        if start % width:
            at = start + 1
            continue
        yield found
        at = end if end > start else end + width


class Rules:
    """Many patterns at once: which of them match somewhere in a subject of `width` bytes a character."""

    def __init__(self, patterns: Sequence[bytes], width: int = 1) -> None:
        self._width = width
        self._patterns = tuple(patterns)
        self._set = _re2().Set.SearchSet(_options(capture=False))
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Add(b"")  # always among the answers, unless re2 ran out of memory
        self._set.Compile()

    def matching(self, subject: bytes) -> list[int]:
        """Return the numbers of the patterns that match, in order."""
        found = self._set.Match(subject) if self._width == 1 else None
        if found:
            return sorted(found)[:-1]
        every = enumerate(self._single)
        return [n for n, one in every if next(matches(subject, one, self._width), None) is not None]

    @cached_property
    def _single(self) -> list[Program]:
        return [program(pattern, capture=False) for pattern in self._patterns]
