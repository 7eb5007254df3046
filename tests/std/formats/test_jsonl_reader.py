"""JSON lines in: every bad record is named, the others come through untouched."""

import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.io.codecs import StreamError, open_read, open_write
from docflow.plugin import Document, FileInfo, Rejected
from docflow.std.formats.jsonl_reader import Jsonl

FILE = FileInfo("news/feed.jsonl", "news/feed", "feed.jsonl")


def read(data: bytes, file: FileInfo = FILE, **options: object) -> list[Document | Rejected]:
    return list(Jsonl(**options).read(io.BytesIO(data), file))


def only(data: bytes, **options: object) -> Rejected:
    (made,) = read(data, **options)
    assert isinstance(made, Rejected)
    return made


def test_a_record_becomes_a_document_with_its_other_fields_in_order() -> None:
    (doc,) = read(b'{"z": 1, "id": "a", "text": "T", "b": [1, {"c": null}], "source": "s", "a": 1.5}\n')
    assert doc == Document("a", "T", "s", {"z": 1, "b": [1, {"c": None}], "a": 1.5})
    assert list(doc.fields) == ["z", "b", "a"]


def test_missing_id_and_source_are_made_of_the_file() -> None:
    docs = read(b'{"text": "1"}\n\n  \r\n{"text": "2", "id": "", "source": null}\r\n{"text": "3", "id": 17}')
    assert docs == [
        Document("news/feed:1", "1", "news/feed.jsonl"),
        Document("news/feed:4", "2", "news/feed.jsonl"),
        Document("17", "3", "news/feed.jsonl"),
    ]


def test_other_names_may_be_chosen() -> None:
    (doc,) = read(b'{"url": "u", "body": "B", "text": "other"}', text="body", id="url", source="site")
    assert doc == Document("u", "B", "news/feed.jsonl", {"text": "other"})


def test_a_source_that_is_no_text_stays_a_field() -> None:
    (doc,) = read(b'{"text": "t", "source": {"id": null, "name": "N"}}')
    assert doc.source == "news/feed.jsonl"
    assert doc.fields == {"source": {"id": None, "name": "N"}}


def test_a_mark_at_the_start_is_tolerated() -> None:
    assert read(b'\xef\xbb\xbf{"text": "t"}\n') == [Document("news/feed:1", "t", "news/feed.jsonl")]
    refused = only('{"text": "t"}\n'.encode("utf-16"))
    assert (refused.reason, refused.offset) == ("encoding", 0)
    assert "UTF-16" in refused.message


@pytest.mark.parametrize(
    ("row", "reason", "message"),
    [
        (b"not json", "json", "line 2 is no JSON"),
        (b'{"text": "a" "b"}', "json", "line 2 is no JSON"),
        (b'{"text": "a"}{"text": "b"}', "json", "trailing characters"),
        (b'{"text": NaN}', "json", "line 2 is no JSON"),
        (b'{"text": "t", "n": 1e999}', "json", "line 2 is no JSON"),
        (b"[1, 2]", "json", "line 2 is a list, not a record"),
        (b"null", "json", "line 2 is null, not a record"),
        (b'{"text": "cut', "truncated", "line 2 is cut short"),
        (b'{"text": "\\ud800"}', "json", "half of a surrogate pair"),
        (b'{"text": "\xed\xa0\x80"}', "encoding", "byte 0xED"),
        (b'{"text": "caf\xe9"}', "encoding", "line 2 is not UTF-8: byte 0xE9"),
        (b'{"text": ' + b"[" * 100_000, "limit:nesting", "deeper than 200"),
        (b'{"text": "t", "a": ' + b"[" * 201 + b"]" * 201 + b"}", "limit:nesting", "deeper than 200"),
        (b'{"text": "t", "n": ' + b"9" * 5000 + b"}", "json", "line 2 is no JSON"),
        (b'{"id": "a", "body": "x"}', "no text", "it has `id`, `body`. Say which one"),
        (b"{}", "no text", "line 2 has no field `text`. Say"),
        (b'{"text": null}', "no text", "has no field"),
        (b'{"text": 5}', "no text", "the field `text` is a whole number, not text"),
        (b'{"text": ["a", 1]}', "no text", "the field `text` is a list, not text"),
        (b'{"text": "t", "id": [1]}', "id", "the id `id` is a list"),
        (b'{"text": "t", "id": true}', "id", "the id `id` is true or false"),
        (b'{"text": "t", "id": 1.5}', "id", "the id `id` is a number"),
    ],
)
def test_a_bad_line_costs_that_line_only(row: bytes, reason: str, message: str) -> None:
    good = b'{"text": "good"}\n'
    first, refused, last = read(good + row + b"\n" + good)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.line, refused.raw) == (reason, 2, row)
    assert message in refused.message
    assert refused.offset is not None
    assert len(good) <= refused.offset <= len(good) + len(row)
    assert first.text == last.text == "good"
    assert last.id == "news/feed:3"


def test_of_a_name_that_is_twice_the_last_counts() -> None:
    (doc,) = read(b'{"text": "one", "text": "two", "n": 123456789012345678901234567890}')
    assert (doc.text, doc.fields) == ("two", {"n": 123456789012345678901234567890})


def test_a_line_over_the_limit_is_named_and_the_rest_goes_on() -> None:
    small = FileInfo("f.jsonl", "f", "f.jsonl", max_doc=100)
    long = b'{"text": "' + b"x" * 3_000_000 + b'"}\n'
    first, refused, last = read(b'{"text": "a"}\n' + long + b'{"text": "b"}\n', small)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.line, refused.offset) == ("limit:max_doc", 2, 14)
    assert refused.length == len(long) - 1
    assert refused.raw is not None
    assert len(refused.raw) <= 1000
    assert (first.id, last.id) == ("f:1", "f:3")


FIELDS = {"year": "int?", "day": "date?", "tags": "list[text]?", "score": "float?", "kind": 'enum["a", "b"]?'}


def test_declared_fields_are_checked_and_dates_are_read() -> None:
    (doc,) = read(
        b'{"text": "t", "x": 1, "year": 1999, "day": "2024-02-29", "tags": ["a"], "score": 3, "kind": "a"}',
        fields=FIELDS,
    )
    assert doc.fields["day"] == datetime.date(2024, 2, 29)
    assert list(doc.fields) == ["x", "year", "day", "tags", "score", "kind"]
    assert read(b'{"text": "t", "year": null}', fields=FIELDS)[0].fields == {"year": None}
    assert {k: str(v) for k, v in Jsonl(fields=FIELDS).fields().items()} == FIELDS


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b'"year": "1999"', "the field `year` is text, not int?"),
        (b'"year": true', "the field `year` is true or false, not int?"),
        (b'"year": 1.0', "the field `year` is a number"),
        (b'"day": "2024-02-30"', "not a date? such as"),
        (b'"day": "20240229"', "not a date? such as"),
        (b'"tags": ["a", 1]', "the field `tags` is a whole number, not text"),
        (b'"kind": "c"', "is none of a, b"),
        (b'"kind": ["a"]', "is none of a, b"),
    ],
)
def test_a_field_that_does_not_fit_is_rejected(value: bytes, message: str) -> None:
    refused = only(b'{"id": "i", "text": "t", ' + value + b"}", fields=FIELDS)
    assert (refused.reason, refused.id) == ("field", "i")
    assert message in refused.message


def test_a_declared_field_must_be_there_unless_optional() -> None:
    refused = only(b'{"text": "t"}', fields={"year": "int"})
    assert refused.message == "line 1: the field `year` is missing"


def test_damage_in_compressed_data_passes_through_after_all_good_records(tmp_path) -> None:
    path = tmp_path / "a.jsonl.gz"
    rows = [json.dumps({"id": str(i), "text": f"text {i} " * 20}).encode() + b"\n" for i in range(5000)]
    with open_write(path) as file:
        file.write(b"".join(rows))
    path.write_bytes(path.read_bytes()[:-3000])
    seen = []
    with pytest.raises(StreamError) as caught, open_read(path) as stream:
        seen.extend(Jsonl().read(stream, FILE))  # extend keeps what came before the error
    assert all(isinstance(doc, Document) for doc in seen)
    assert len(b"".join(rows[: len(seen)])) <= caught.value.offset < len(b"".join(rows[: len(seen) + 1]))


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_the_bytes_each_line_has_one_answer(rows: list[bytes]) -> None:
    rows = [row.replace(b"\n", b"") for row in rows]
    made = read(b'{"text":"first"}\n' + b"\n".join(rows))
    blank = sum(not row.strip(b" \t\r") for row in rows)
    assert len(made) == 1 + len(rows) - blank


def test_checking_a_flow_does_not_load_the_codec() -> None:
    import subprocess
    import sys

    code = "import sys, docflow.std.formats; print('msgspec' in sys.modules, 'csv' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"
