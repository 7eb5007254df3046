"""DF07: what can be said more plainly, and what is left alone."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile

CATALOG = Catalog.installed()


def found(text, folder):
    return list(FlowFile(text, "a.flow", folder, CATALOG).check().diagnostics)


TESTED = """stage s { | clean.unicode }
from text("a") | s | to jsonl("b")
test "t" of s { given ["a", "a"] with ok: true
  then (doc.ok == true) and not (doc.id == "2") }
"""


@pytest.mark.parametrize(
    "text",
    [
        'from text("a") | clean.lines(drop: ["a", "b"]) | to jsonl("b")',
        'from text("a") | set doc.x = f"{doc.id}" | to jsonl("b")',
        'from text("a") | set doc.x = f"{{}}" | to jsonl("b")',
        'from text("a") | set doc.x = "{title}" | to jsonl("b")',
        'from text("a") | clean.lines(drop: re"a{2}") | to jsonl("b")',
        'from text("a") | drop when not (doc.words < 3) | to jsonl("b")',
        'from text("a") | drop when not contains(doc.text, "x") | to jsonl("b")',
        TESTED,
    ],
)
def test_what_is_left_alone(tmp_path, text):
    assert [d.message for d in found(text, tmp_path)] == []


def test_a_mistake_in_the_same_call_comes_first(tmp_path):
    assert [d.code for d in found('from files() | to jsonl("b")', tmp_path)] == ["DF0302"]


def test_a_name_in_braces_is_meant_to_be_used(tmp_path):
    (only,) = found('param x: text = "a"\nfrom files("{x}/*") | to jsonl("b")', tmp_path)
    assert (only.code, only.severity) == ("DF0705", "warning")
    assert only.fix is not None
    assert only.fix.replacement == 'f"{x}/*"'


def test_a_fix_never_loses_a_comment(tmp_path):
    text = 'from text("a") | drop when not (\n doc.words == 3 # why\n) | to jsonl("b")'
    (only,) = found(text, tmp_path)
    assert only.code == "DF0702"
    assert only.fix is None
    text = 'from text("a") | clean.unicode( # why\n) | to jsonl("b")'
    assert found(text, tmp_path) == []
