"""Archives as inputs of a run: ids, sources, entries, limits, hashes."""

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.desk import Desk, Entry
from docflow.engine.hand import BETWEEN, BYTES, PASSED, READING, Loss
from docflow.engine.inputs import archive, drain
from docflow.engine.inputs.find import Pattern, find
from docflow.engine.inputs.part import FilePart
from docflow.engine.inputs.readers import file_readers
from docflow.engine.inputs.span import Span
from docflow.engine.limits import Limits
from docflow.model import Document
from docflow.plan.ir import Call, Where

AT = Where("test.flow", 1, 1)
READERS = ("text", "jsonl", "markdown", "csv", "tsv")


class Drained:
    """A part read by its readers into lists."""

    def __init__(
        self, folder: Path, name: str, pattern: str, span: Span | None, limits: Limits, *losses: Loss
    ) -> None:
        self.documents: list[Document] = []
        self.entries: list[Entry] = []
        self.desk = Desk("f", self.entries.append)
        self.desk.hand.begin(losses, careful=bool(losses))
        bases = Bases(folder, folder)
        readers = tuple(Call(f"core.{each}", "reader", ()) for each in READERS) if name == "files" else ()
        call = Call(f"core.{name}", "reader", (), readers=readers)
        opened = file_readers(call, AT, 64_000_000, Components(Catalog.installed(), bases), limits)
        part = FilePart(0, 0, find(Pattern(pattern, folder), bases), span)
        drain.read_files(part, opened, self._take, self.desk)

    def _take(self, doc: Document) -> None:
        self.documents.append(doc)
        self.desk.lane.written += 1

    @property
    def ids(self) -> list[str]:
        return [doc.id for doc in self.documents]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(entry.pointer.path if entry.pointer else "", entry.reason) for entry in self.entries]


@pytest.fixture
def drained(tmp_path: Path) -> Any:
    def read(name: str, pattern: str, span: Span | None = None, **limits: int) -> Drained:
        made = Drained(tmp_path, name, pattern, span, Limits(**limits))
        lane = made.desk.tally.main
        assert lane.seen == len(made.documents) + len(made.entries)
        return made

    return read


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


def test_every_member_goes_to_the_reader_of_its_suffix(drained: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    _zip(
        tmp_path / "in/old.zip",
        news__a_txt=b"One.",
        b_jsonl=b'{"id":"x","text":"Two."}\n{"text":"Three."}\n',
        c_csv_gz=gzip.compress(b"text\nFour.\n"),
        d_exe=b"MZ",
    )
    (tmp_path / "in/plain.txt").write_text("Five.")
    found = drained("files", "in")
    assert found.ids == ["old.zip/news/a", "x", "old.zip/b:2", "old.zip/c:2", "plain"]
    assert found.documents[0].source == "old.zip/news/a.txt"
    assert found.told == [("in/old.zip/d.exe", "unknown format")]


def test_a_named_reader_takes_the_members_of_its_suffixes_and_counts_the_others(
    drained: Any, tmp_path: Path
) -> None:
    _zip(
        tmp_path / "a.zip",
        x_txt=b"One.",
        y_jsonl=b'{"text":"Two."}',
        z_jsonl=b'{"text":"Three."}',
    )
    found = drained("text", "a.zip")
    assert found.ids == ["a.zip/x"]
    assert found.desk.tally.notes == [
        "2 files were left out of a.zip: `core.text` reads .txt, .text in an archive"
    ]


def test_hidden_members_are_passed_over_as_in_a_folder(drained: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for name in (".x.txt", "a/.git/b.txt", "__MACOSX/._c.txt", "d.txt"):
            made.writestr(name, "x")
    found = drained("files", "a.zip")
    assert found.ids == ["a.zip/d"]
    assert found.desk.tally.notes == ["3 files were left out of a.zip: hidden"]


def test_an_archive_inside_is_told_and_not_opened(drained: Any, tmp_path: Path) -> None:
    inner = _zip(tmp_path / "inner.zip", a_txt=b"x").read_bytes()
    _zip(tmp_path / "outer.zip", b_txt=b"One.", n_zip=inner)
    for name in ("files", "text"):
        found = drained(name, "outer.zip")
        assert found.ids == ["outer.zip/b"]
        assert found.told == [("outer.zip/n.zip", "unknown format")]
    assert "an archive inside an archive is not opened" in found.entries[0].message


def test_a_member_that_breaks_off_costs_itself_only(drained: Any, tmp_path: Path) -> None:
    rows = b'{"text":"One."}\n' * 3
    _zip(tmp_path / "a.zip", a_jsonl_gz=gzip.compress(rows)[:-9], b_jsonl=rows)
    found = drained("files", "a.zip")
    assert found.told == [("a.zip/a.jsonl.gz", "truncated")]
    assert found.ids[-3:] == ["a.zip/b:1", "a.zip/b:2", "a.zip/b:3"]


def test_limits_come_from_the_run(drained: Any, tmp_path: Path) -> None:
    _zip(tmp_path / "a.zip", **{f"m{n}_txt": b"x" for n in range(5)}, big_txt=b" " * 3_000_000)
    found = drained("files", "a.zip", members=3)
    assert (len(found.ids), found.told) == (3, [("a.zip", "limit:members")])
    assert ("a.zip/big.txt", "limit:ratio") in drained("files", "a.zip").told
    assert drained("files", "a.zip", ratio=2000).told == []
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text":"a"}\n' * 200_000))
    assert drained("files", "b.jsonl.gz", ratio=20).told == [("b.jsonl.gz", "limit:ratio")]
    (tmp_path / "c.jsonl").write_bytes(b'{"text":"a","deep":[[[[1]]]]}\n')
    assert drained("files", "c.jsonl", nesting=4).told == [("c.jsonl", "limit:nesting")]
    assert drained("files", "c.jsonl", nesting=5).told == []


def test_nothing_is_written_anywhere(drained: Any, tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "deep/er/a.zip", "w") as made:
        for name in ("../../../evil.txt", "/tmp/evil.txt", "a\\..\\..\\evil.txt"):
            made.writestr(name, "x")
    before = sorted(path for path in tmp_path.rglob("*"))
    assert drained("files", "deep/er/a.zip").ids == ["a.zip/evil", "a.zip/tmp/evil", "a.zip/a/evil"]
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_inputs_are_hashed_whole_whoever_read_them(drained: Any, tmp_path: Path) -> None:
    _zip(tmp_path / "a.zip", a_txt=b"x" * 1000)
    with tarfile.open(tmp_path / "b.tgz", "w:gz") as made:
        info = tarfile.TarInfo("a.txt")
        info.size = 3
        made.addfile(info, io.BytesIO(b"abc"))
    (tmp_path / "c.txt").write_bytes(b"\xff" * 300_000)
    (tmp_path / "d.csv").write_bytes(b"no,column\n" + b"1,2\n" * 99_999)  # its reader stops at the header
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 9)[:-9] + b"junk" * 99_999)
    (tmp_path / "f.tar").write_bytes(b"no tar" * 99_999)
    found = drained("files", "*")
    files = sorted(path for path in tmp_path.iterdir())
    assert found.desk.inputs == [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert not found.desk.unsteady


def test_a_range_is_hashed_and_read_on_its_own(drained: Any, tmp_path: Path) -> None:
    data = b'{"text":"One."}\n{"text":"Two."}\n'
    (tmp_path / "a.jsonl").write_bytes(data)
    found = drained("jsonl", "a.jsonl", Span(16, 32, 2))
    assert found.ids == ["a:2"]
    assert found.desk.inputs == [hashlib.sha256(data[16:]).hexdigest()]
    assert drained("jsonl", "a.jsonl", Span(16, 16, 2)).desk.tally.notes == []


def test_what_changed_or_went_meanwhile_is_told(drained: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "a.txt"

    def doing(change: Any) -> Any:
        def opened(*given: Any) -> Any:
            change()
            return whole(*given)

        path.write_text("One.")
        monkeypatch.setattr(drain, "open_hashed", opened)
        return drained("files", "a.txt")

    whole = drain.open_hashed
    found = doing(lambda: path.write_text("Other."))
    assert (found.ids, found.told, found.desk.unsteady) == (["a"], [("a.txt", "changed")], True)
    found = doing(path.unlink)
    assert (found.ids, found.told, found.desk.unsteady) == ([], [("a.txt", "unreadable")], True)
    assert found.desk.inputs == [""]


def test_what_became_a_pipe_is_not_waited_for(drained: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.")
    whole = drain.open_hashed

    def opened(*given: Any) -> Any:
        path.unlink()
        os.mkfifo(path)
        return whole(*given)

    monkeypatch.setattr(drain, "open_hashed", opened)
    found = drained("files", "a.txt")
    assert (found.ids, found.told) == ([], [("a.txt", "unreadable")])
    assert found.entries[0].message == "cannot open the file: it is no ordinary file"


@pytest.mark.parametrize("item", [0, 1, 2])
def test_workers_that_died_between_members_cost_the_rest_of_the_archive(tmp_path: Path, item: int) -> None:
    _zip(tmp_path / "a.zip", a_txt=b"One.", b_txt=b"Two.")
    (tmp_path / "b.txt").write_text("Three.")
    loss = Loss(item, BETWEEN, READING, "limit:time", "it took longer than the limit of 10 s")
    found = Drained(tmp_path, "files", ".", None, Limits(), loss)
    assert found.ids == [*["a.zip/a", "a.zip/b"][:item], "b"]
    assert found.told == [("a.zip", "limit:time")]
    assert (found.entries[0].rest, found.desk.unsteady) == (True, True)
    assert found.desk.inputs[0] == ""
    assert len(found.desk.inputs) == 2


def test_bytes_that_no_document_waits_for_are_counted_apart(drained: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as made:
        for name in ("a.txt", ".hidden"):
            member = tarfile.TarInfo(name)
            member.size = 300_000
            made.addfile(member, io.BytesIO(b"x" * member.size))
    size = path.stat().st_size
    slots = drained("files", "a.tar").desk.hand.slots
    assert slots[BYTES] == size
    assert 250_000 < slots[PASSED] < size - 250_000
    zipped = _zip(tmp_path / "b.zip", a_txt=b"x")
    assert drained("files", "b.zip").desk.hand.slots[PASSED] == zipped.stat().st_size


def test_an_error_of_a_step_is_never_taken_for_one_of_the_archive(tmp_path: Path, monkeypatch: Any) -> None:
    _zip(tmp_path / "a.zip", a_txt=b"x")
    monkeypatch.setattr(archive, "follow", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space left"):
        Drained(tmp_path, "files", "a.zip", None, Limits())
