"""Golden plans: `plan/*.flow` with its plan as people read it (`.txt`) and as data (`.json`).

`DOCFLOW_ACCEPT=1` writes them anew: read the diff.
"""

import json
import os
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.lang.elaborate import Values, elaborate
from docflow.lang.syntax.parse import parse
from docflow.plan.explain import explain
from docflow.plan.ir import Plan
from docflow.plan.json import from_json, to_json
from docflow.plan.optimise import optimise

FOLDER = Path(__file__).parent / "plan"
FLOWS = sorted(FOLDER.glob("*.flow"))


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


def plan_of(path: Path, catalog: Catalog) -> Plan:
    parsed = parse(path.read_text(encoding="utf-8"), path.name)
    made = elaborate(parsed.program, catalog, folder=path.parent, values=Values())
    assert [d.message for d in (*parsed.diagnostics, *made.diagnostics)] == []
    assert made.plan is not None
    return made.plan


def compare(golden: Path, text: str) -> None:
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_the_plan_that_people_read(path: Path, installed: Catalog) -> None:
    compare(path.with_suffix(".txt"), explain(optimise(plan_of(path, installed))).rstrip("\n") + "\n")


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_the_plan_as_data(path: Path, installed: Catalog) -> None:
    plan = plan_of(path, installed)
    compare(path.with_suffix(".json"), json.dumps(to_json(plan), indent=1, ensure_ascii=False) + "\n")
    assert from_json(to_json(plan)) == plan
