"""A disk that fails: the n-th call of a kind, once or from then on, wherever docflow changes the disk."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import define, field

KINDS = ("write", "fsync", "replace", "close", "open")
FAULTS = {"full": errno.ENOSPC, "broken": errno.EIO, "short": errno.ENOSPC, "stays full": errno.ENOSPC}
"""`short` writes half of the bytes before it fails; `stays full` fails from the n-th call on."""
SHORT = (("write", "short"), ("write", "stays full"), ("fsync", "broken"))


def cases(*, long: bool) -> list[tuple[str, str, bool]]:
    """Return (kind, fault, whether older outputs are there): all of them, or each kind and a few more."""
    kinds = (*KINDS, "mkdir")
    if not long:
        return [*((kind, "full", True) for kind in kinds), *((kind, fault, False) for kind, fault in SHORT)]
    pairs = [(kind, fault) for kind in kinds for fault in FAULTS if fault != "short" or kind == "write"]
    return [(kind, fault, before) for kind, fault in pairs for before in (False, True)]


@define
class Disk:
    """Stands for the module `os` in `docflow.io.disk`; `fired` says whether the n-th call came."""

    kind: str
    fault: str
    at: int
    fired: bool = False
    _calls: int = field(default=0, init=False)

    def __getattr__(self, name: str) -> Any:
        if name in KINDS:
            return lambda *args, **kwargs: self._call(name, getattr(os, name), *args, **kwargs)
        return getattr(os, name)

    def make_folder(self, path: Path) -> None:
        """Make a folder as `disk.make_folder` does."""
        if not path.is_dir() and self.due("mkdir"):
            raise self.error(str(path))
        path.mkdir(parents=True, exist_ok=True)

    def due(self, kind: str) -> bool:
        """Count a call; return whether it must fail."""
        if kind != self.kind:
            return False
        self._calls += 1
        self.fired = self.fired or self._calls == self.at
        return self._calls == self.at or (self.fault == "stays full" and self._calls > self.at)

    def error(self, *name: str) -> OSError:
        number = FAULTS[self.fault]
        return OSError(number, os.strerror(number), *name)

    def _call(self, name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self.due(name):
            return real(*args, **kwargs)
        if name == "close":
            real(*args)  # the descriptor is gone all the same
        if name == "write" and self.fault == "short":
            real(args[0], bytes(args[1])[: len(args[1]) // 2])
        raise self.error(*(str(args[0]),) if name in ("open", "replace") else ())

    def fdopen(self, handle: int, mode: str, buffering: int) -> Any:
        """Open as `os.fdopen` does, with writes and the close under our eyes."""
        assert mode == "wb"
        return io.BufferedWriter(_File(handle, self), buffering)


LEDGERS = ("database or disk is full", "disk I/O error")


@define
class Ledger:
    """Stands for `sqlite3.connect`; the `at`-th statement of all connections fails with a message."""

    message: str
    at: int
    fired: bool = False
    calls: int = 0

    def connect(self, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        """Connect, to statements that may fail."""
        ledger = self

        class Failing(sqlite3.Connection):
            def execute(self, *given: Any) -> sqlite3.Cursor:
                ledger.calls += 1
                if ledger.calls == ledger.at:
                    ledger.fired = True
                    raise sqlite3.OperationalError(ledger.message)
                return super().execute(*given)

        return Failing(*args, **kwargs)


class _File(io.FileIO):
    """A file whose writes and close may fail."""

    def __init__(self, handle: int, disk: Disk) -> None:
        super().__init__(handle, "wb")
        self._disk = disk

    def write(self, data: Any, /) -> int:
        if not self._disk.due("write"):
            return super().write(data)
        if self._disk.fault == "short":
            super().write(bytes(data)[: len(data) // 2])
        raise self._disk.error()

    def close(self) -> None:
        due = not self.closed and self._disk.due("close")
        super().close()
        if due:
            raise self._disk.error()
