"""A recorded test holds the document to the character, passes at once, and leaves the file as it was."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.errors import FlowError, RefusedError
from docflow.flowfile.file import FlowFile
from docflow.flowfile.testing.record import Recorded, record
from docflow.flowfile.testing.tests import open_tests, run_one
from docflow.model import Document

CATALOG = Catalog.installed()
FLOW = '# Stays as it is:   \nstage same   { | clean.lines(drop: "zzzz9") }\n\n\n'
ODD = '\n\n\n""\\ \t\r\x00\x1b\x7f\x85\u00a0\u200b\u2028\u202e\ufeff#|{}é猫👍ab.'
TEXTS = st.text(ODD, max_size=40) | st.lists(st.text("ab \t\"'é\u00a0", max_size=12), max_size=8).map(
    "\n".join
)


def flow(text: str = FLOW) -> FlowFile:
    return FlowFile(text, "x.flow", Path(), CATALOG)


def recorded(*documents: Document, of: str = "same", text: str = FLOW, name: str = "new") -> Recorded:
    """Return what was recorded, after running it as it stands in the file."""
    made = record(flow(text), documents, of, name)
    tests = open_tests(flow(made.text))
    case = next(case for case in tests.cases if case.name == name)
    assert case.at.line == made.line
    assert run_one(tests, case).result.failures == ()
    assert [doc.text for doc in case.given] == [doc.text for doc in documents]
    return made


@given(TEXTS)
@example('"""')
@example('a\n  b"""\n c"')
@example('one line that ends in a quote"\nand a last one that does "')
@example("  first\n    second\n\tthird\n   ")
@example("\n\n\n")
@example("a \nb\t\nc\r\nd\re")
@example("x\n" * 400)
@example("y \nz\n" * 300)
@settings(max_examples=40)
def test_every_text_comes_back(text: str) -> None:
    recorded(Document("1", text))


SINGLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(ODD, max_size=8)
KEYS = st.text(ODD, max_size=4)
VALUES = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=5
)


@given(st.dictionaries(st.sampled_from(["a", "b2", "größe"]), VALUES, max_size=3))
@example({"a": 3.238767682441898e-21, "b2": -(10**29), "größe": 10**30})
@settings(max_examples=20)
def test_fields_are_given_where_the_language_has_them(fields: dict[str, Any]) -> None:
    recorded(Document("1", "Text.", "", fields))


def test_the_file_stays_as_it_is() -> None:
    made = recorded(Document("1", "one\ntwo"))
    assert made.text.startswith(FLOW.rstrip())
    block = '"""\n    one\n    two"""\n'
    test = f'test "new" of same {{\n  given {block}  then doc.text == {block}}}\n'
    assert made.text[len(FLOW.rstrip()) :] == f"\n\n{test}"
    again = recorded(Document("1", "b"), text=made.text, name="another")
    assert again.text.startswith(made.text)


FULL = """
flow main {
  from text("x/*.txt")
  | drop when doc.words == 1
  | expect doc.words > 2 else quarantine("few")
  | set doc.count = doc.words
  | extract.pattern(re"(?P<day>\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d)", types: {day: "date"})
  | route {
      when doc.words > 4 { | to jsonl("long.jsonl") as long }
      else => keep
    }
  | to jsonl("out.jsonl") as short
}
"""


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("one", ["run.kept == 0", "run.dropped_by.drop == 1"]),
        ("one two", ["run.kept == 0", "run.quarantined == 1"]),
        (
            "on 2020-05-04 there",
            [
                'doc.text == "on 2020-05-04 there"',
                "doc.count == 3",
                'doc.day == "2020-05-04"',
                "sink.short.count == 1",
            ],
        ),
        ("a b c d e", ['doc.text == "a b c d e"', "doc.count == 5", "sink.long.count == 1"]),
    ],
)
def test_what_became_of_the_document(text: str, claims: list[str]) -> None:
    made = recorded(Document("1", text), of="main", text=FULL.replace("\\\\", "\\"))
    assert [line[7:] for line in made.test.splitlines() if line.startswith("  then ")] == claims


def test_several_documents() -> None:
    text = 'flow main {\n  from text("x")\n  | dedup.exact\n  | to jsonl("o.jsonl")\n}\n'
    made = recorded(Document("1", "a"), Document("2", "a"), Document("3", "b"), of="main", text=text)
    assert "then run.kept == 2" in made.test
    assert 'then run.dropped_by."dedup.exact" == 1' in made.test


def test_what_all_were_given_is_no_claim() -> None:
    text = "stage same { | clean.unicode }\n"
    made = recorded(
        Document("1", "a", "", {"n": 1, "m": 1}), Document("2", "b", "", {"n": 1, "m": 2}), text=text
    )
    claims = [line[7:] for line in made.test.splitlines() if line.startswith("  then ")]
    assert claims == ["run.kept == 2", 'doc.text == "a"', "doc.m == 1"]


def test_dates_and_numbers_come_back_as_they_were() -> None:
    text = 'flow main {\n  from csv("x", fields: {day: "date", n: "float"})\n'
    text += '  | set doc.late = year(doc.day) > 2000\n  | set doc.more = doc.n * 2.0\n  | to jsonl("o")\n}\n'
    made = recorded(
        Document("1", "a", "", {"day": datetime.date(2020, 5, 4), "n": 1e-7}), text=text, of="main"
    )
    assert 'given "a" with day: date("2020-05-04"), n: 0.0000001' in made.test
    assert "then doc.late == true\n  then doc.more == 0.0000002" in made.test
    assert not made.notes


def test_an_id_is_given_when_it_matters() -> None:
    text = "stage named { | set doc.name = doc.id }\n"
    made = recorded(Document("news/7", "a"), of="named", text=text)
    assert 'given "a" with id: "news/7"' in made.test


def test_what_cannot_be_written_is_said() -> None:
    made = recorded(Document("1", "a", "", {"day": datetime.date(2020, 5, 4), "big": 1e300, "odd name": 1}))
    assert [note.split("`")[1] for note in made.notes] == ["big", "odd name"]
    with pytest.raises(RefusedError, match="lone surrogate"):
        recorded(Document("1", "a\ud800"))


def test_a_wrong_target_is_refused() -> None:
    with pytest.raises(FlowError):
        recorded(Document("1", "a"), of="none")


def test_what_is_not_the_same_twice_is_refused(plant: Any) -> None:
    plant(
        "dice",
        "import itertools\nfrom docflow.plugin import Cleaner, component, hookimpl, Example\n"
        "N = itertools.count()\n"
        '@component("roll", examples=(Example("a", "a"),))\n'
        'class Roll(Cleaner):\n    """Another text each time."""\n'
        "    def clean(self, text):\n        return str(next(N))\n"
        "@hookimpl\ndef docflow_components():\n    return (Roll,)\n",
    )
    text = "use dice\nstage rolled { | dice.roll }\n"
    with pytest.raises(RefusedError, match="not the same twice"):
        record(FlowFile(text, "x.flow", Path(), Catalog.installed()), [Document("1", "a")], "rolled", "new")
