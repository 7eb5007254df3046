"""CSV and TSV in: rows with their lines, one bad row costs one row."""

import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.plugin import Document, FileInfo, Rejected
from docflow.plugin.convert import OptionError, build
from docflow.std.formats.csv_reader import Csv
from docflow.std.formats.tsv_reader import Tsv

FILE = FileInfo("t.csv", "t", "t.csv")


def read(data: bytes, file: FileInfo = FILE, **options: object) -> list[Document | Rejected]:
    return list(Csv(**options).read(io.BytesIO(data), file))


def test_rows_become_documents_and_other_columns_fields() -> None:
    data = b'year,text,id\r\n1999,"One,\r\n""two""",a\r\n\r\n2000,Three,\r\n'
    assert read(data) == [
        Document("a", 'One,\r\n"two"', "t.csv", {"year": "1999"}),
        Document("t:5", "Three", "t.csv", {"year": "2000"}),
    ]


def test_declared_columns_have_types() -> None:
    data = b'text,n,x,ok,day,tags,note\na,7,1.5,true,2024-02-29,"[""p""]",\nb,,,,,,\n'
    types = {"n": "int?", "x": "float?", "ok": "bool?", "day": "date?", "tags": "list[text]?", "note": "text"}
    one, two = read(data, fields=types)
    assert one.fields == {
        "n": 7, "x": 1.5, "ok": True, "day": datetime.date(2024, 2, 29), "tags": ["p"], "note": "",
    }  # fmt: skip
    assert two.fields == {"n": None, "x": None, "ok": None, "day": None, "tags": None, "note": ""}


@pytest.mark.parametrize(
    ("cell", "type_", "message"),
    [
        ("7.5", "int", "line 2: the field `n` does not read as int"),
        ("\u0667", "int", "does not read as int"),
        ("nan", "float", "does not read as float"),
        ("1e999", "float", "does not read as float"),
        ("yes", "bool", "does not read as bool"),
        ("", "int", "is null, not int"),
        ("{", "list[text]", "does not read as list"),
        ("[1]", "list[text]", "is a whole number, not text"),
        ("2024-13-01", "date", "not a date"),
    ],
)
def test_a_cell_that_does_not_fit_is_rejected(cell: str, type_: str, message: str) -> None:
    made = read(f"text,n\nt,{cell}\nt,{cell}\n".encode(), fields={"n": type_})
    assert [item.reason for item in made if isinstance(item, Rejected)] == ["field", "field"]
    assert message in made[0].message  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "reason", "message"),
    [
        (b"a", "columns", "line 3 has 1 cell, the header 2"),
        (b"a,b,c", "columns", "line 3 has 3 cells, the header 2"),
        (b'a,"b"c', "table", "line 3: "),
        (b'a,"b\nc"d', "table", "lines 3 to 4: "),
        (b"a,caf\xe9", "encoding", "line 3: byte 0xE9 is not UTF-8"),
        (b"a,b\rc", "table", "line 3: "),
        (b"a," + b"x" * 300, "limit:max_doc", "line 3: more than 200 bytes"),
    ],
)
def test_a_bad_row_costs_that_row_only(row: bytes, reason: str, message: str) -> None:
    small = FileInfo("t.csv", "t", "t.csv", max_doc=200)
    made = read(b"id,text\nfirst,1\n" + row + b"\nlast,2\n", small)
    refused = next(item for item in made if isinstance(item, Rejected))
    assert (refused.reason, refused.line, refused.offset) == (reason, 3, 16)
    assert message in refused.message
    assert [item.id for item in made if isinstance(item, Document)] == ["first", "last"]


def test_after_an_open_quote_the_rows_beyond_the_limit_are_read_again() -> None:
    small = FileInfo("t.csv", "t", "t.csv", max_doc=200)
    made = read(b'id,text\na,"open\n' + b"n,row\n" * 100, small)
    assert isinstance(made[0], Rejected)
    assert made[0].reason == "limit:max_doc"
    assert made[0].message.startswith("lines 2 to ")
    assert {item.text for item in made[1:]} == {"row"}  # type: ignore[union-attr]
    assert len(made) == 1 + 100 - 33


def test_a_quote_that_is_never_closed_is_one_rejection() -> None:
    first, refused = read(b'text\nok\n"open\nmore\n')
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.line, refused.raw) == ("table", 3, b'"open\nmore\n')
    assert isinstance(first, Document)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,body\na,b\n", "the header has no column `text`; it has `id`, `body`. Say which column"),
        (b"text,a,a\n1,2,3\n", "the header has the column `a` twice"),
        (b'te"xt,"a"b\n1,2\n', "line 1: "),
    ],
)
def test_a_wrong_header_rejects_the_file_once(data: bytes, message: str) -> None:
    (refused,) = read(data)
    assert isinstance(refused, Rejected)
    assert message in refused.message


def test_columns_without_name_get_a_number() -> None:
    assert read(b",text\n0,a\n")[0].fields == {"column_1": "0"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marks_at_the_start_tell_the_encoding(encoding: str) -> None:
    data = '"id","text"\na,Größe €\n'.encode(encoding)
    assert read(data)[0] == Document("a", "Größe €", "t.csv")


def test_an_encoding_may_be_given() -> None:
    assert read("text\n€\n".encode("cp1252"), encoding="windows-1252")[0].text == "€"
    assert read("\ufefftext\na\n".encode(), encoding="utf-8")[0].text == "a"
    assert read("\ufefftext\na\n".encode("utf-16-le"), encoding="utf-16-le")[0].text == "a"


def test_broken_utf16_gives_what_is_good_and_one_rejection() -> None:
    made = read("text\nok\n".encode("utf-16") + b"\x00\xdc" + "bad\n".encode("utf-16-le"))
    assert [type(item) for item in made] == [Document, Rejected]
    assert made[1].reason == "encoding"  # type: ignore[union-attr]


def test_tabs_separate_and_quotes_protect() -> None:
    (doc,) = Tsv().read(io.BytesIO(b'text\tn\n"a\tb"\t1\n'), FILE)
    assert (doc.text, doc.fields) == ("a\tb", {"n": "1"})  # type: ignore[union-attr]


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n"])
def test_a_delimiter_is_one_character(delimiter: str) -> None:
    with pytest.raises(OptionError, match="one character"):
        build(Csv.__component__, {"delimiter": delimiter})


@pytest.mark.parametrize("fields", [{"a": "number"}, {"a": "regex"}, {"a": "list[path]"}, {"text": "text"}])
def test_types_that_no_field_has_are_refused_at_check_time(fields: dict[str, str]) -> None:
    with pytest.raises(OptionError):
        build(Csv.__component__, {"fields": fields})


@given(st.binary(max_size=80))
def test_whatever_the_bytes_there_is_an_answer(data: bytes) -> None:
    for item in read(b"text,a\n" + data):
        assert isinstance(item, (Document, Rejected))
