"""The ledger's file: values by kind and key in one table of sqlite, each with a checksum.

Nothing in the file is ever executed or believed as it stands: schema and numbers must be exactly ours before
a row is read, triggers and views are refused, and each value proves by its checksum that it is whole. A file
that is torn, foreign, of another version or a link is set aside with a reason, and a new one is made.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from attrs import define, field

from docflow.engine.state.spill import pack, unpack
from docflow.errors import MachineError
from docflow.io import disk
from docflow.io.escape import safe

if TYPE_CHECKING:
    import sqlite3

__all__ = ["FORMAT", "LEDGER", "Store", "Unfit", "open_store", "read_store"]

LEDGER = "ledger.sqlite"
FORMAT = 1
"""Counts up whenever a ledger of today cannot be read by the docflow of tomorrow; no ledger is converted."""
_APPLICATION = 0x646F6366
_TABLE = (
    "CREATE TABLE entry(kind TEXT, key BLOB, value BLOB, proof BLOB, PRIMARY KEY(kind, key)) WITHOUT ROWID"
)
_BESIDE = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"
_WAIT = 5.0


class Unfit(Exception):  # noqa: N818 - what is said of a file
    """A file is no ledger that this docflow may use; says why."""


@define
class Store:
    """An open ledger. `put` and `drop` count from `keep` on; a kill before it loses them.

    Methods raise MachineError when the disk is full or fails.
    """

    path: Path
    _base: "sqlite3.Connection"
    _open: bool = field(default=False, init=False)

    def get(self, kind: str, key: bytes) -> Any:
        """Return a value, None where there is none or it is damaged."""
        with _told(self.path):
            found = self._base.execute("SELECT value, proof FROM entry WHERE kind=? AND key=?", (kind, key))
            row = found.fetchone()
        return None if row is None else _value(kind, key, *row)

    def items(self, kind: str, prefix: bytes = b"") -> Iterator[tuple[bytes, Any]]:
        """Yield keys and values of a kind whose keys begin so, in the order of the keys."""
        query = "SELECT key, value, proof FROM entry WHERE kind=? AND key>=? ORDER BY key"
        with _told(self.path):
            rows = self._base.execute(query, (kind, prefix)).fetchall()
        for key, value, proof in rows:
            if not isinstance(key, bytes) or not key.startswith(prefix):
                return
            made = _value(kind, key, value, proof)
            if made is not None:
                yield key, made

    def put(self, kind: str, key: bytes, value: Any) -> None:
        """Keep a value, in the place of an earlier one."""
        data = pack(value)
        row = (kind, key, data, _proof(kind, key, data))
        with _told(self.path):
            self._begin()
            self._base.execute("INSERT OR REPLACE INTO entry VALUES(?, ?, ?, ?)", row)

    def drop(self, kind: str, key: bytes) -> None:
        """Forget a value."""
        with _told(self.path):
            self._begin()
            self._base.execute("DELETE FROM entry WHERE kind=? AND key=?", (kind, key))

    def keep(self) -> None:
        """Let what was put and dropped count."""
        with _told(self.path):
            if self._open:
                self._open = False
                self._base.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was not kept is lost."""
        with suppress(_sqlite().Error):
            self._base.close()

    def _begin(self) -> None:
        if not self._open:
            self._base.execute("BEGIN IMMEDIATE")
            self._open = True


def _sqlite() -> Any:
    """Return the module: loaded when a run begins, as most commands have no use for it."""
    return import_module("sqlite3")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except _sqlite().Error as error:
        said = safe(str(error))
        full = "full" in said
        why = "the disk is full" if full else f"{said} (removing the file costs time only)"
        raise MachineError(f"cannot use the ledger `{safe(str(path), None)}`: {why}") from error


def _proof(kind: str, key: bytes, data: bytes) -> bytes:
    return blake2b(kind.encode() + b"\0" + key + b"\0" + data, digest_size=16).digest()


def _value(kind: str, key: bytes, data: object, proof: object) -> Any:
    if not isinstance(data, bytes) or proof != _proof(kind, key, data):
        return None
    try:
        return unpack(data)
    except Exception:  # noqa: BLE001 - forged: a proof of its own, but no msgpack of ours
        return None


def open_store(folder: Path) -> tuple[Store, str]:
    """Open the ledger of a state folder, or make it; also return why an old one is not used.

    Call it under the lock of the folder. Raises MachineError.
    """
    path = folder / LEDGER
    why = ""
    try:
        base = _opened(path)
    except Unfit as error:
        why = str(error)
        base = None
    if base is None:
        with _told(path):
            try:
                _away(path)
                base = _made(path)
            except OSError as error:
                said = error.strerror or str(error)
                raise MachineError(f"cannot make the ledger `{safe(str(path), None)}`: {said}") from error
    return Store(path, base), why


def _away(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + end) for end in _BESIDE)):
        disk.remove_tree(each)


def read_store(folder: Path, copy: Path) -> Store | None:
    """Return the ledger of a state folder for reading, as a copy in the folder `copy`; None without one.

    Nothing is written beside the original, so a run that is at work is not disturbed. Raises Unfit, OSError.
    """
    path = folder / LEDGER
    if not os.path.lexists(path):
        return None
    _judge(path)
    for end in ("", "-wal"):
        each = path.with_name(path.name + end)
        if each.exists():
            with disk.open_new(copy / each.name) as file:
                file.write(each.read_bytes())
    base = _opened(copy / LEDGER)
    return None if base is None else Store(copy / LEDGER, base)


def _judge(path: Path) -> None:
    """Raise Unfit for what is no ordinary file of sqlite, before sqlite itself looks at it."""
    for each in (path, *(path.with_name(path.name + end) for end in _BESIDE)):
        try:
            mode = each.lstat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Unfit(f"it cannot be looked at: {error.strerror}") from error
        if not stat.S_ISREG(mode):
            raise Unfit("it is a link" if stat.S_ISLNK(mode) else "it is no ordinary file")
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise Unfit("it is no ledger of docflow")
    except OSError as error:
        raise Unfit(f"it cannot be read: {error.strerror}") from error


def _opened(path: Path) -> "sqlite3.Connection | None":
    """Return an existing ledger, None where there is none; raises Unfit."""
    if not os.path.lexists(path):
        return None
    _judge(path)
    base = None
    try:
        base = _connected(path, "rw")
        _check(base)
        _settle(base)
    except (_sqlite().Error, Unfit, OSError, ValueError) as error:
        if base is not None:
            base.close()
        said = str(error) if isinstance(error, Unfit) else f"it is damaged ({safe(str(error))})"
        raise Unfit(said) from error
    return base


def _connected(path: Path, mode: str) -> "sqlite3.Connection":
    where = f"file:{quote(os.fsencode(path))}?mode={mode}"
    base: sqlite3.Connection = _sqlite().connect(
        where, uri=True, isolation_level=None, timeout=_WAIT, check_same_thread=False
    )
    for setting in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
        base.execute(f"PRAGMA {setting}")
    return base


def _check(base: "sqlite3.Connection") -> None:
    """Raise Unfit unless the file has our number, our one table and nothing else, and its pages are sound."""
    application, version = (
        base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application != _APPLICATION:
        raise Unfit("it is no ledger of docflow")
    if version != FORMAT:
        age = "a newer" if version > FORMAT else "an older"
        raise Unfit(f"{age} docflow wrote it (format {version}, this one has {FORMAT})")
    if base.execute("SELECT type, name, sql FROM sqlite_master").fetchall() != [("table", "entry", _TABLE)]:
        raise Unfit("its tables are not those of docflow")
    if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise Unfit("it is damaged")


def _made(path: Path) -> "sqlite3.Connection":
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.close(handle)
    base = _connected(path, "rw")
    try:
        _settle(base)
        base.execute("BEGIN")
        base.execute(_TABLE)
        base.execute(f"PRAGMA application_id={_APPLICATION}")
        base.execute(f"PRAGMA user_version={FORMAT}")
        base.execute("COMMIT")
    except _sqlite().Error:
        base.close()
        raise
    return base


def _settle(base: "sqlite3.Connection") -> None:
    """Set how the file is written: ahead in a log where the file system allows that, else with a journal.

    Locked for this process alone (the run holds its folder anyhow), so that no shared memory is needed, which
    file systems of the network do not have.
    """
    base.execute("PRAGMA locking_mode=EXCLUSIVE")
    with suppress(_sqlite().OperationalError):
        base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=NORMAL")
