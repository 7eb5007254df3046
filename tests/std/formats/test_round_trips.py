"""What the exporters write, the readers read back."""

import csv
import datetime
import io
import json
import math

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from docflow.model import DATE, INT
from docflow.plugin import Document, FileInfo, OpenContext
from docflow.std.formats.csv_exporter import CsvFile
from docflow.std.formats.csv_reader import Csv
from docflow.std.formats.front_matter import read_head, write_head
from docflow.std.formats.jsonl_exporter import JsonlFile
from docflow.std.formats.jsonl_reader import Jsonl
from docflow.std.formats.markdown_exporter import MarkdownFolder
from docflow.std.formats.markdown_reader import Markdown
from docflow.std.formats.text_exporter import TextFolder
from docflow.std.formats.tsv_exporter import TsvFile
from docflow.std.formats.tsv_reader import Tsv
from docflow.std.formats.written import ended

FILE = FileInfo("f", "f", "f")
TEXT = st.text(max_size=30)
ID = st.text(min_size=1, max_size=10)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=5)
NAME = st.text(max_size=8).filter(lambda name: name not in ("id", "source", "text", "fields"))


def documents(values: st.SearchStrategy[object]) -> st.SearchStrategy[Document]:
    return st.builds(Document, ID, TEXT, TEXT, st.dictionaries(NAME, values, max_size=4))


@given(st.lists(documents(VALUE), max_size=4))
def test_jsonl(docs: list[Document]) -> None:
    data = JsonlFile().encode(docs)
    assert list(Jsonl().read(io.BytesIO(data), FILE)) == docs
    assert [list(json.loads(line)) for line in data.splitlines()] == [
        ["id", "source", "text", *doc.fields] for doc in docs
    ]


@given(st.lists(documents(TEXT), max_size=3), st.sampled_from([CsvFile(), TsvFile()]))
def test_tables(docs: list[Document], exporter: CsvFile | TsvFile) -> None:
    opened = exporter.open(OpenContext(open_fields=True))
    data = opened.prologue() + opened.encode(docs)
    reader = Csv() if isinstance(exporter, CsvFile) else Tsv()
    for doc, back in zip(docs, reader.read(io.BytesIO(data), FILE), strict=True):
        assert isinstance(back, Document)
        rest = back.fields.pop("fields")
        assert (back.id, back.text, back.source) == (doc.id, doc.text, doc.source)
        assert (json.loads(str(rest)) if rest else {}) == doc.fields
    dialect = "excel" if isinstance(exporter, CsvFile) else "excel-tab"
    others = list(csv.reader(io.StringIO(data.decode(), newline=""), dialect, strict=True))
    assert [row[2] for row in others[1:]] == [doc.text for doc in docs]


@given(documents(VALUE))
def test_markdown(doc: Document) -> None:
    data = MarkdownFolder().encode([doc])
    (back,) = Markdown(encoding="utf-8").read(io.BytesIO(data), FILE)
    assert back == evolve(doc, text=ended(doc.text))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_head_that_is_not_read_stays_in_the_text(head: str, rest: str) -> None:
    text = f"---\n{head}\n---\n{rest}"
    values, body = read_head(text)
    assert text.endswith(body)
    assert values or body == text


def test_a_head_is_one_key_a_line_and_yaml() -> None:
    assert write_head(
        {
            "a": "x\u2028: \x85#\n",
            "no": None,
            "my key": 1e-07,
            "b": 2.5e30,
            "day": datetime.date(2024, 1, 2),
            "nan": math.nan,
            "list": [1, datetime.date(2024, 1, 2), {"k": "é"}],
        }
    ) == (
        '---\na: "x\\u2028: \\u0085#\\n"\n"no": null\n"my key": 1.0e-07\nb: 2.5e+30\nday: 2024-01-02\n'
        'nan: null\nlist: [1, "2024-01-02", {"k": "é"}]\n---\n'
    )


def test_a_head_by_hand_is_read() -> None:
    text = (
        "---\r\ntitle: It's 5 o'clock # not this\nquoted: 'it''s'\ntags:\n  - a\n  - 2\nempty:\n"
        "# a comment\n\ndate: 2024-02-29\nodd: 007\nflag: True\n---\n\nBody\n"
    )
    values, body = read_head(text)
    assert values == {
        "title": "It's 5 o'clock",
        "quoted": "it's",
        "tags": ["a", 2],
        "empty": None,
        "date": datetime.date(2024, 2, 29),
        "odd": "007",
        "flag": True,
    }
    assert body == "Body\n"


@pytest.mark.parametrize(
    "head",
    [
        "a:\n  b: 1",
        "a: |\n  text",
        "a: &x 1",
        "just words",
        "a: [b, c]",
        "a: 1\na: 2",
        "- x",
        'a: "x" y',
        "a: b: c",
    ],
)
def test_a_head_with_more_than_that_is_text(head: str) -> None:
    text = f"---\n{head}\n---\nBody"
    assert read_head(text) == ({}, text)


def test_the_id_of_a_head_counts_and_bad_declared_fields_are_rejected() -> None:
    (doc,) = Markdown().read(io.BytesIO(b"---\nid: 5\nsource: s\ntext: t\n---\nB"), FILE)
    assert doc == Document("5", "B", "s", {"text": "t"})
    (plain,) = Markdown().read(io.BytesIO(b"B"), FILE)
    assert plain == Document("f", "B", "f")
    (refused,) = Markdown(fields={"n": "int"}).read(io.BytesIO(b"---\nn: x\n---\nB"), FILE)
    assert refused.reason == "field"  # type: ignore[union-attr]


def test_fields_that_are_called_like_the_three_get_a_number() -> None:
    doc = Document("i", "t", "s", {"text": "T", "a": 1, "text_2": "U", "id": 9})
    assert json.loads(JsonlFile().encode([doc])) == {
        "id": "i", "source": "s", "text": "t", "text_3": "T", "a": 1, "text_2": "U", "id_2": 9,
    }  # fmt: skip
    assert b'text_3: "T"' in MarkdownFolder().encode([doc])
    assert b'""text_3"": ""T""' in CsvFile(columns=("id", "fields")).encode([doc])


def test_what_json_cannot_say() -> None:
    day = datetime.date(2024, 1, 2)
    doc = Document(
        "a\ud800", "x\udcff\n", "s", {"nan": math.nan, "inf": [-math.inf], "day": day, "big": 10**30}
    )
    line = JsonlFile().encode([doc, Document("b", "fine")])
    assert line.split(b"\n")[0] == (
        b'{"id":"a\\ud800","source":"s","text":"x\\udcff\\n","nan":null,"inf":[null],"day":"2024-01-02","big":1'
        + b"0" * 30
        + b"}"
    )
    assert json.loads(line.split(b"\n")[0])["id"] == "a\ud800"
    plain = JsonlFile().encode([Document("a", "", "s", {"nan": math.nan, "day": day})])
    assert plain == b'{"id":"a","source":"s","text":"","nan":null,"day":"2024-01-02"}\n'
    for exporter in (CsvFile(), TsvFile(), TextFolder(), MarkdownFolder()):
        assert b"\\udcff" in exporter.encode([doc])


def test_the_columns_are_those_known_here() -> None:
    context = OpenContext((("day", DATE), ("id", INT), ("n", INT)))
    assert CsvFile().open(context).prologue() == b"id,source,text,day,n\n"
    assert CsvFile().prologue() == b"id,source,text\n"
    assert CsvFile(columns=("n", "text")).open(context).prologue() == b"n,text\n"
    opened = CsvFile().open(OpenContext((("n", INT),), open_fields=True))
    assert opened.encode([Document("a", "t", "s", {"x": True, "n": 1})]) == b'a,s,t,1,"{""x"": true}"\n'


def test_a_row_of_one_empty_cell_is_no_empty_line() -> None:
    assert CsvFile(columns=("text",)).encode([Document("a", "")]) == b'""\n'


def test_a_spreadsheet_runs_nothing_when_asked_for() -> None:
    doc = Document("=1", "@SUM(A1)", "-x", {})
    assert CsvFile(spreadsheet=True).encode([doc]) == b"'=1,'-x,'@SUM(A1)\n"
    assert CsvFile().encode([doc]) == b"=1,-x,@SUM(A1)\n"


@given(TEXT)
def test_text_is_written_to_the_letter(text: str) -> None:
    assert TextFolder().encode([Document("a", text)]) == ended(text).encode()
