"""re2 at work on UTF-8: the only module of the families that imports it, with the first line matched."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

from docflow.plugin import PluginError

__all__ = ["Gate", "Which"]

MEMORY = 64 << 20
"""Bytes that one program may use for its states; a full cache is cleared, and the time stays linear."""


def _options(re2: Any) -> Any:
    options = re2.Options()
    options.never_capture = True
    options.never_nl = True
    options.log_errors = False
    options.max_mem = MEMORY
    return options


class Gate:
    """One pattern over a text of many lines: where the next line is that it takes."""

    def __init__(self, pattern: str) -> None:
        re2 = import_module("re2")
        try:
            self._program = re2.compile(pattern.encode(), _options(re2))
        except re2.error as e:
            raise PluginError(f"the phrases of residue do not compile: {e}") from None

    def lines(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the taken lines start and end, in order."""
        at = 0
        while at <= len(data) and (found := self._program.search(data, at)) is not None:
            first, last = found.span()
            start = max(at, data.rfind(b"\n", at, first) + 1)
            end = data.find(b"\n", last)
            end = len(data) if end < 0 else end
            yield start, end
            at = end + 1

    def numbered(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the number and the text of each taken line, in order."""
        at, counted = 0, 0
        for start, end in self.lines(data):
            counted += data.count(b"\n", at, start)
            at = start
            yield counted, data[start:end]


class Which:
    """Many patterns over one line: which of them take it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        re2 = import_module("re2")
        self._set = re2.Set.SearchSet(_options(re2))
        for pattern in patterns:
            self._set.Add(pattern.encode())
        self._set.Add(b"")  # always among the answers, unless re2 ran out of memory
        self._set.Compile()

    def of(self, line: bytes) -> tuple[int, ...]:
        """Return the numbers of the patterns that take the line, in order."""
        found = self._set.Match(line)
        if len(found) == 1:
            return ()
        if found:
            return tuple(sorted(found)[:-1])
        return tuple(n for n, gate in enumerate(self._single) if next(gate.lines(line), None) is not None)

    @cached_property
    def _single(self) -> list[Gate]:
        return [Gate(pattern) for pattern in self._patterns]
