"""The ledger's file: believed only when it is exactly ours, and never executed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from docflow.engine.resume.row import from_data
from docflow.engine.resume.store import LEDGER, open_store, read_store


def _made(folder: Path) -> Path:
    store, why = open_store(folder)
    assert why == ""
    store.put("part", b"key", ["value", 7])
    store.keep()
    store.close()
    return folder / LEDGER


def test_values_come_back(tmp_path: Path) -> None:
    _made(tmp_path)
    store, why = open_store(tmp_path)
    assert (store.get("part", b"key"), why) == (["value", 7], "")
    assert list(store.items("part", b"k")) == [(b"key", ["value", 7])]
    store.put("part", b"lost", 1)
    store.close()
    store, _ = open_store(tmp_path)
    assert store.get("part", b"lost") is None
    store.drop("part", b"key")
    store.keep()
    assert store.get("part", b"key") is None
    store.close()


def _sql(*lines: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        base = sqlite3.connect(path)
        base.execute("PRAGMA journal_mode=DELETE")
        for line in lines:
            base.execute(line)
        base.commit()
        base.close()

    return spoil


def _link(path: Path) -> None:
    other = path.with_name("elsewhere.sqlite")
    path.rename(other)
    path.symlink_to(other)


def _linked_log(path: Path) -> None:
    path.with_name(f"{LEDGER}-wal").symlink_to("/etc/hostname")


def _middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_sql("CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END"), "tables"),
        (_sql("CREATE VIEW v AS SELECT 1"), "tables"),
        (_sql("DROP TABLE entry", "CREATE VIEW entry AS SELECT 'part', x'6b6579', x'00', x'00'"), "tables"),
        (_sql("DROP TABLE entry", "CREATE TABLE entry(kind, key, value, proof)"), "tables"),
        (_sql("PRAGMA user_version=99"), "newer"),
        (_sql("PRAGMA user_version=0"), "older"),
        (_sql("PRAGMA application_id=5"), "no ledger"),
        (_link, "link"),
        (_linked_log, "link"),
        (_middle, "damaged"),
        (lambda path: path.write_bytes(b"\x80\x04pickle"), "no ledger"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "damaged"),
        (lambda path: (path.unlink(), path.mkdir()), "no ordinary file"),
    ],
)
def test_a_file_that_is_not_ours_is_made_anew(
    tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    path = _made(tmp_path)
    spoil(path)
    store, said = open_store(tmp_path)
    assert why in said
    assert store.get("part", b"key") is None
    store.close()
    assert path.is_file()
    assert not path.is_symlink()


def test_a_row_without_its_proof_is_none(tmp_path: Path) -> None:
    path = _made(tmp_path)
    _sql("UPDATE entry SET value = x'00'")(path)
    store, why = open_store(tmp_path)
    assert (why, store.get("part", b"key"), list(store.items("part"))) == ("", None, [])
    store.close()


@pytest.mark.parametrize("data", [None, 7, [], [1] * 9, ["r", "c", "../../etc", 0, "", True, [], [], []]])
def test_no_row_is_made_of_anything_else(data: object) -> None:
    assert from_data(data) is None


def test_reading_writes_nothing(tmp_path: Path) -> None:
    folder, copy = tmp_path / "state", tmp_path / "copy"
    folder.mkdir()
    copy.mkdir()
    assert read_store(folder, copy) is None
    _made(folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    store = read_store(folder, copy)
    assert store is not None
    assert store.get("part", b"key") == ["value", 7]
    store.close()
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
