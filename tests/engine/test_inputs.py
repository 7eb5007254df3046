"""Inputs: nothing that was there is missed in silence."""

import gzip
from typing import Any

import pytest

from docflow.errors import InputError, PluginError
from docflow.model import Place
from docflow.plan.ir import Call, Settings
from docflow.plan.report import Sums


def _all(kit: Any, *paths: str, **settings: Any) -> Any:
    given = Settings(**settings)
    return kit.run(kit.flow(kit.records(*paths), kit.to("out/a.txt"), settings=given))


def test_no_match_names_what_is_there(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    kit.write("in/b.rec", "1|one")
    with pytest.raises(
        InputError, match=r"no input matches `in/\*.txt`: .*2 files there end in `.rec`.*holds 2 files"
    ) as e:
        _all(kit, "in/*.txt")
    assert e.value.exit_code == 6
    with pytest.raises(InputError, match="did you mean `in`"):
        _all(kit, "inn/a.rec")
    assert not (kit.folder / "out").exists()


def test_one_of_several_patterns_without_match_is_no_success(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    with pytest.raises(InputError, match=r"missing\.rec"):
        _all(kit, "in/a.rec", "in/missing.rec")


def test_rejected_records_are_quarantined_with_their_line(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "!", "odd", "unsound", "2|two")
    report = _all(kit, "in")
    assert kit.read("out/a.txt") == ["1|one", "2|two"]
    assert report.flows[0].sums == Sums(seen=5, written=2, quarantined=3) == kit.recount(report, "a.txt")
    first, second, third = kit.quarantine()
    assert first["pointer"] == {
        "path": "in/a.rec",
        "line": 2,
        "offset": None,
        "length": None,
        "raw": "IQo=",
        "raw_whole": True,
    }
    assert (first["reason"], first["message"], first["step"]) == (
        "bad record",
        "this is no record",
        "from x.records",
    )
    assert "an int instead of a document" in second["message"]
    assert "of a wrong type" in third["message"]
    assert report.exit_code == 3


def test_a_reader_that_raises_loses_the_rest_of_its_file_only(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "boom", "2|two")
    kit.write("in/b.rec", "3|three")
    report = _all(kit, "in")
    assert kit.read("out/a.txt") == ["1|one", "3|three"]
    (entry,) = kit.quarantine()
    assert "the reader broke, after 1 record of this file" in entry["message"]
    assert report.flows[0].sums == Sums(seen=3, written=2, quarantined=1)


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_gz_keeps_what_was_read(kit: Any, keep: float) -> None:
    body = "".join(f"{n}|text number {n * n * 7919 % 10007}\n" for n in range(20_000)).encode()
    packed = gzip.compress(body)
    (kit.folder / "in").mkdir()
    (kit.folder / "in/a.rec.gz").write_bytes(packed[: int(len(packed) * keep)])
    kit.write("in/b.rec", "last|one")
    report = _all(kit, "in")
    lines = kit.read("out/a.txt")
    assert lines[-1] == "last|one"
    assert 1000 < len(lines) < 20_000
    (entry,) = kit.quarantine()
    assert entry["reason"] == "truncated"
    assert entry["pointer"]["path"] == "in/a.rec.gz"
    assert "cut short" in entry["message"]
    assert report.flows[0].sums == kit.recount(report, "a.txt")


def test_a_damaged_gz_is_told_from_a_cut_one(kit: Any) -> None:
    packed = bytearray(
        gzip.compress("".join(f"{n}|text {n * 7919 % 10007}\n" for n in range(20_000)).encode())
    )
    packed[len(packed) // 2] ^= 0xFF
    (kit.folder / "in").mkdir()
    (kit.folder / "in/a.rec.gz").write_bytes(packed)
    report = _all(kit, "in")
    (entry,) = kit.quarantine()
    assert entry["reason"] == "damaged"
    assert report.flows[0].sums == kit.recount(report, "a.txt")


def test_input_without_any_document_is_no_success(kit: Any) -> None:
    kit.write("in/a.rec")
    report = _all(kit, "in")
    assert report.exit_code == 6
    assert report.flows[0].warnings == (
        "nothing was written: the input holds no document",
        "nothing was read from a.rec: it holds no document",
    )


def test_a_file_that_is_gone_is_an_entry(kit: Any) -> None:
    from docflow.engine.watch import Watch

    kit.write("in/a.rec", "1|one")
    gone = kit.write("in/b.rec", "2|two")
    flow = kit.flow(kit.records("in"), kit.to("out/a.txt"))
    report = kit.run(flow, watch=Watch(flow_started=lambda _: gone.unlink()))
    assert report.flows[0].sums == Sums(seen=2, written=1, quarantined=1)
    assert kit.quarantine()[0]["reason"] == "unreadable"


def test_a_file_that_changes_while_it_is_read_is_an_entry(kit: Any) -> None:
    from docflow.engine.watch import Watch

    path = kit.write("in/a.rec", "1|one")
    flow = kit.flow(kit.records("in"), kit.to("out/a.txt"))
    report = kit.run(flow, watch=Watch(flow_started=lambda _: path.write_text("1|one\n2|two\n")))
    assert report.flows[0].sums == Sums(seen=3, written=2, quarantined=1)
    (entry,) = kit.quarantine()
    assert (entry["reason"], entry["error"], entry["pointer"]["path"]) == ("changed", True, "in/a.rec")
    assert entry["message"].startswith("the file changed while the run read it")


def test_a_document_beyond_the_limit_is_quarantined(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|" + "x" * 100, "3|three")
    _all(kit, "in", max_doc=50)
    assert kit.read("out/a.txt") == ["1|one", "3|three"]
    assert kit.quarantine()[0]["reason"] == "limit:max_doc"


def test_files_chooses_the_reader_by_suffix(kit: Any) -> None:
    from docflow.catalog.catalog import Catalog
    from docflow.std import formats

    planted = kit.catalog.namespace("x")
    kit.catalog = Catalog.of(core=formats)
    kit.catalog._loaded["x"] = planted
    kit.write("in/a.rec", "1|one")
    kit.write("in/b.TXT", "plain text")
    kit.write("in/c.bin", "what is this")
    kit.write("in/.hidden.rec", "no|no")
    kit.write("in/.docflow/x/y.rec", "no|no")
    with gzip.open(kit.folder / "in/d.rec.gz", "wb") as file:
        file.write(b"2|packed\n")
    readers = (Call("core.text", "reader"), Call("x.records", "reader"))
    source = Call("core.files", "reader", (("path", Place("in")),), readers=readers)
    report = kit.run(kit.flow(source, kit.apply("upper"), kit.to("out/a.txt")))
    lines = kit.read("out/a.txt")
    assert (lines[0], lines[-1]) == ("1|ONE", "2|PACKED")
    assert "PLAIN TEXT" in lines[1]
    (entry,) = kit.quarantine()
    assert entry["pointer"]["path"] == "in/c.bin"
    assert report.flows[0].sums.quarantined == 1


def test_a_source_with_two_parts_of_one_key_is_refused(kit: Any) -> None:
    with pytest.raises(PluginError, match="two parts with the key `same`"):
        kit.run(kit.flow(kit.numbers(count=4, part=2, twice=True), kit.to("out/a.txt")))


def test_names_that_are_no_utf8(kit: Any) -> None:
    import os

    kit.write("in/a.rec", "1|one", "!")
    (kit.folder / "in/a.rec").rename(kit.folder / "in" / os.fsdecode(b"\xff\x1b.rec"))
    report = _all(kit, "in")
    assert kit.read("out/a.txt") == ["1|one"]
    assert kit.quarantine()[0]["pointer"]["path"] == "in/\\xff\x1b.rec"
    assert report.exit_code == 3


def test_many_small_files_share_parts_that_one_file_more_leaves_as_they_are(kit: Any) -> None:
    from docflow.engine.bases import Bases
    from docflow.engine.inputs.find import Pattern, find
    from docflow.engine.inputs.part import MOST_FILES, cut

    for number in range(3000):
        kit.write(f"in/{number:04}.rec", f"{number}|x")
    files = find(Pattern("in", kit.folder), Bases(kit.folder, kit.folder))
    parts = list(cut(files, 0, 5, lambda _: True))
    assert [part.number for part in parts] == list(range(5, 5 + len(parts)))
    assert [file for part in parts for file in part.files] == list(files)
    assert 3 <= len(parts) <= 40
    assert all(len(part.files) <= MOST_FILES for part in parts)
    kit.write("in/0000a.rec", "0|x")
    more = list(cut(find(Pattern("in", kit.folder), Bases(kit.folder, kit.folder)), 0, 5, lambda _: True))
    assert sum(part.files in {each.files for each in parts} for part in more) >= len(parts) - 1
