"""What a component may change, since it is put back behind it: no other document sees the change."""

import gc
import locale
import os
import signal
import sys
import warnings
from contextlib import suppress
from operator import is_not
from typing import IO, Any

from attrs import define, field

__all__ = ["Calm"]

_SHARED = ("TZ", "LANG", "LANGUAGE", "PYTHON", "LC_")
"""Variables that texts and times may depend on; others that a library adds at its import may stay."""


@define
class Calm:
    """This process as it was when this was made."""

    _environment: dict[str, str] = field(factory=lambda: dict(os.environ))
    _raw: dict[Any, Any] = field(factory=lambda: dict(_variables()))
    _modules: dict[str, Any] = field(factory=lambda: dict(sys.modules))
    _filters: list[Any] = field(factory=lambda: [*warnings.filters])
    _locale: str = field(factory=lambda: locale.setlocale(locale.LC_ALL))
    _traces: tuple[Any, Any] = field(factory=lambda: (sys.gettrace(), sys.getprofile()))
    _collecting: bool = field(factory=gc.isenabled)
    _streams: tuple[Any, Any, Any] = field(factory=lambda: (sys.stdin, sys.stdout, sys.stderr))

    def restore(self) -> None:
        """Put everything back that is not as it was."""
        self._restore_environment()
        self._restore_streams()
        if any(map(is_not, map(sys.modules.get, self._modules), self._modules.values())):
            sys.modules.update(self._modules)
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]
        if locale.setlocale(locale.LC_ALL) != self._locale:
            with suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, self._locale)
        trace, profile = self._traces
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:
            sys.setprofile(profile)
        if gc.isenabled() is not self._collecting:
            (gc.enable if self._collecting else gc.disable)()
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _restore_environment(self) -> None:
        if _variables() == self._raw:
            return
        for name in tuple(os.environ):
            if name not in self._environment and name.startswith(_SHARED):
                del os.environ[name]
        os.environ.update(self._environment)
        self._raw = dict(_variables())

    def _restore_streams(self) -> None:
        if any(stream is None or stream.closed for stream in self._streams):
            self._streams = (_opened(0, "r"), _opened(1, "w"), _opened(2, "w"))
        if (sys.stdin, sys.stdout, sys.stderr) != self._streams:
            sys.stdin, sys.stdout, sys.stderr = self._streams


def _variables() -> dict[Any, Any]:
    """Return the environment as `os` keeps it: decoding all of it would cost more than all other checks."""
    kept: dict[Any, Any] = os.environ._data  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


def _opened(number: int, mode: str) -> IO[str]:
    errors = "backslashreplace" if mode == "w" else "surrogateescape"
    return open(number, mode, buffering=1, encoding="utf-8", errors=errors, closefd=False)
