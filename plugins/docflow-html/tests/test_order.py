"""What the check says where a step gets the text of a page in place of the page."""

from pathlib import Path

import pytest

from docflow import api
from docflow.flowfile.file import read_flow


def found(tmp_path: Path, steps: str) -> list[tuple[str, str]]:
    flow = tmp_path / "a.flow"
    flow.write_text(f'use html\nfrom html("in/*.html")\n{steps}\n| to jsonl("out.jsonl")\n')
    return [(each.code, each.message) for each in api.Flow(*read_flow(flow)).check().diagnostics]


@pytest.mark.parametrize(
    "steps",
    [
        "| html.article",
        "| html.metadata | html.json_ld | html.article",
        "| when doc.words > 9 { | html.article } | html.metadata",
        "| when doc.words > 9 { | html.article } | when doc.words < 9 { | html.text }",
    ],
)
def test_a_page_that_is_there(tmp_path: Path, steps: str) -> None:
    assert found(tmp_path, steps) == []


@pytest.mark.parametrize("late", ["metadata", "json_ld", "text", "article"])
@pytest.mark.parametrize("early", ["markdown", "article"])
def test_a_page_that_is_gone(tmp_path: Path, early: str, late: str) -> None:
    code, message = found(tmp_path, f"| html.{early} | html.{late}")[0]
    assert code == "DF0411"
    assert message == f"`html.{late}` reads a page, but `html.{early}` before it has left its text only"


def test_a_page_that_is_gone_before_a_branch(tmp_path: Path) -> None:
    assert len(found(tmp_path, "| html.article | when doc.words > 9 { | html.text | html.text }")) == 2
