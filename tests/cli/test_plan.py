"""`docflow plan` needs no values: what waits for a param is shown as it is written."""

import json
from pathlib import Path
from typing import Any

FLOW = """
param input: glob
param out: path
param few: int = 3
from jsonl(input) | drop when doc.words < few | to jsonl(out / "x.jsonl")
"""


def test_what_waits_is_shown_as_written(docflow: Any, tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_text(FLOW)
    done = docflow("plan", tmp_path / "a.flow")
    assert (done.code, done.err) == (0, "")
    assert "core.jsonl(path: input)" in done.out
    assert 'to core.jsonl(path: out / "x.jsonl")' in done.out
    assert "doc.words < few" in done.out


def test_values_stand_where_they_are_given(docflow: Any, tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_text(FLOW)
    done = docflow("plan", tmp_path / "a.flow", "--set", "input=in", "--set", "out=o", "--format", "json")
    assert done.code == 0
    plan = json.loads(done.out)["plan"]
    assert "Waiting" not in json.dumps(plan)


def test_a_wrong_flow_is_refused(docflow: Any) -> None:
    done = docflow("plan", "-e", 'from jsonl("a.jsonl") | clean.whitspace | to jsonl("o.jsonl")')
    assert done.code == 2
    assert "DF0201" in done.err
