"""JUnit XML: read back by a real parser, and held against the rules of Jenkins' `junit-10.xsd`."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.report.junit import JunitCase, Suite, junit

ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {
        *("name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp"),
        *("hostname", "id", "package", "file", "log", "url"),
    },
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}
"""What `junit-10.xsd` of the Jenkins xUnit plugin allows."""
NEEDED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "skipped"},
    "failure": set[str](),
    "skipped": set[str](),
}
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def read(suites: list[Suite]) -> ElementTree.Element:
    """Parse the document and hold every element against the schema."""
    root = ElementTree.fromstring(junit(suites).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert NEEDED.get(element.tag, set()) <= set(element.attrib)
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert TIME.fullmatch(element.get("time", "0"))
    return root


def test_a_failure_says_where_and_why() -> None:
    good = JunitCase("cuts the menu", "pipelines/news.flow", 7, seconds=0.25)
    bad = JunitCase('keeps <b> & "c"', "pipelines/news.flow", 9, ("not\nso", "- a\n+ b"), None, 1.5, "then")
    later = JunitCase("later", "pipelines/news.flow", 12, skipped="no snapshot")
    root = read([Suite("news", (good, bad, later)), Suite("empty", ())])
    suite, empty = root
    assert suite.attrib == {
        "name": "news",
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
        "time": "1.750",
        "file": "pipelines/news.flow",
    }
    assert [case.get("classname") for case in suite] == ["pipelines.news"] * 3
    assert suite[1].get("name") == 'keeps <b> & "c"'
    failure = suite[1][0]
    assert failure.attrib == {"message": "not\nso", "type": "then"}
    assert failure.text == "pipelines/news.flow:9\n- a\n+ b"
    assert suite[2][0].get("message") == "no snapshot"
    assert empty.get("tests") == "0"
    assert not list(empty)


def test_a_place_that_the_text_names_is_not_said_twice() -> None:
    case = JunitCase("a", "a.flow", 3, ("wrong", "error at a.flow:3:1"))
    assert read([Suite("s", (case,))])[0][0][0].text == "error at a.flow:3:1"


@pytest.mark.parametrize(
    ("file", "group"),
    [("news.flow", "news"), ("/srv/a/news.flow", "srv.a.news"), ("../b.flow", "b"), ("<flow>", "<flow>")],
)
def test_a_file_is_grouped_by_its_folders(file: str, group: str) -> None:
    assert read([Suite("s", (JunitCase("a", file, 1),))])[0][0].get("classname") == group


def test_a_suite_over_several_files_names_none() -> None:
    root = read([Suite("s", (JunitCase("a", "a.flow", 1), JunitCase("b", "b.flow", 1)))])
    assert root[0].get("file") is None


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_gives_a_document_that_can_be_read(name: str, text: str) -> None:
    case = JunitCase(name, "a.flow", 1, (name, text))
    failure = read([Suite(name, (case,))])[0][0][0]
    assert failure.text is not None
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert len(failure.text) >= len(kept)
    plain = text.isprintable() and text.isascii()
    assert not plain or failure.text.endswith(text)
