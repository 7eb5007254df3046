"""Places of a plan do not depend on the folder that a command is called from."""

from pathlib import Path

import pytest

from docflow import api
from docflow.plan.home import at_home
from docflow.plan.json import to_json

FLOW = """include "parts/tidy.flow" as t
from text("in") | t.tidy | when doc.words > 1 { | drop when doc.text == "a" } | to jsonl("out/a.jsonl")
"""
PART = "stage tidy() {\n  | clean.unicode\n}\n"


def test_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    (project / "parts").mkdir(parents=True)
    (project / "main.flow").write_text(FLOW)
    (project / "parts/tidy.flow").write_text(PART)
    plans = []
    for folder, path in (
        (project, "main.flow"),
        (tmp_path, "project/main.flow"),
        (project / "parts", "../main.flow"),
    ):
        monkeypatch.chdir(folder)
        plans.append(to_json(at_home(api.compile(path))))
    plans.append(to_json(at_home(api.compile(project / "main.flow"))))
    assert plans[0] == plans[1] == plans[2] == plans[3]
    assert '"parts/tidy.flow"' in str(plans[0]).replace("'", '"')
