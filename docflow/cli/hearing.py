"""What components print while a verb works in this process: heard line by line, never shown as it is."""

import io
import os
import sys
import threading
from collections import UserDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from docflow.cli.output import put_error
from docflow.engine.secrets import masking, secret_values
from docflow.flowfile.file import FlowFile
from docflow.io.escape import safe
from docflow.lang.elaborate import Values
from docflow.plan.walk import calls_of

__all__ = ["Heard", "Mask", "hear", "told", "without_secrets"]

Mask = Callable[[str], str]

LONGEST = 500
"""Characters of a printed line that are shown."""
MOST = 64 * 1024
"""Characters without a line end that are kept; what is printed beyond them is dropped."""


class Heard(io.TextIOBase):
    """Stands for a standard stream; `behind` is the real one, which our own messages go to."""

    def __init__(self, behind: TextIO, say: Callable[[str], None]) -> None:
        self.behind = behind
        self._say = say
        self._line = ""
        self._lock = threading.RLock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the real stream."""
        return self.behind.encoding

    def fileno(self) -> int:
        """Return the descriptor of the real stream."""
        return self.behind.fileno()

    def isatty(self) -> bool:
        """Whether the real stream is a terminal."""
        return self.behind.isatty()

    def writable(self) -> bool:
        """Return True: anybody may print."""
        return True

    def write(self, text: str) -> int:
        """Hear a text; each whole line is told."""
        with self._lock:
            *lines, rest = (self._line + text).split("\n")
            self._line = rest[:MOST]
            for line in lines:
                self._say(line[:MOST])
        return len(text)

    def end(self) -> None:
        """Tell what has no line end."""
        with self._lock:
            rest, self._line = self._line, ""
        if rest:
            self._say(rest)


def without_secrets(*flows: FlowFile, values: Values | None = None, flow: str | None = None) -> Mask:
    """Return what blots the secrets of some flows out of a line; they are looked up at the first line."""
    found: list[Mask] = []

    def mask(line: str) -> str:
        if not found:
            checked = [each.check(values, flow=flow).elaborated for each in flows]
            plans = [each.plan or each.outline for each in checked]
            calls = [call for plan in plans if plan for part in plan.flows for call in calls_of(part)]
            found.append(masking(secret_values(tuple(calls), _Environment(os.environ))))
        return found[0](line)

    return mask


class _Environment(UserDict[str, str]):
    """The environment where a secret that is not set is one that nobody can print."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return ""


def told(line: str) -> None:
    """Print a line that a component printed, on standard error: results are for programs, too."""
    put_error(safe(line.removesuffix("\r"), LONGEST))


@contextmanager
def hear(mask: Mask = str, say: Callable[[str], None] = told) -> Iterator[None]:
    """Hand each line that is printed meanwhile to `say`, masked; a stream that is closed or gone stays so."""
    before = sys.stdout, sys.stderr
    heard = [Heard(stream, lambda line: say(mask(line))) if stream else None for stream in before]
    sys.stdout, sys.stderr = (new or old for new, old in zip(heard, before, strict=True))
    try:
        yield
    finally:
        for each in heard:
            if each is not None:
                each.end()
        sys.stdout, sys.stderr = before
