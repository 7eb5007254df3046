"""What holds for every flow of the tree: its plan is data, and its digest is that of what it does."""

import re
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.plan.digest import digest
from docflow.plan.explain import explain
from docflow.plan.ir import Plan
from docflow.plan.json import from_json, to_json
from docflow.plan.optimise import optimise

ROOT = Path(__file__).resolve().parents[2]
FLOWS = sorted(
    [
        *(ROOT / "pipelines").glob("*.flow"),
        *(ROOT / "bench" / "flows").glob("*.flow"),
        *(ROOT / "tests" / "flows" / "plan").glob("*.flow"),
        *(ROOT / "tests" / "flows" / "run").glob("*.flow"),
    ]
)


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


def plan_of(text: str, path: Path, catalog: Catalog) -> Plan | None:
    checked = FlowFile(text, path.name, path.parent, catalog).check()
    return checked.elaborated.outline if checked.ok else None


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_plan_is_data_and_its_digest_is_of_what_it_does(path: Path, installed: Catalog) -> None:
    text = path.read_text("utf-8")
    plan = plan_of(text, path, installed)
    if plan is None:
        pytest.skip("needs a plugin of `run/plugins`, or is wrong on purpose")
    assert from_json(to_json(plan)) == plan
    assert from_json(to_json(optimise(plan))) == optimise(plan)
    assert explain(plan)
    moved = (
        "# a comment\n\n" + text.replace("\n  ", "\n\t  ").replace("\n", "  \n")
        if '"""' not in text
        else text
    )
    same = plan_of(moved, path, installed)
    assert same is not None
    assert digest(same) == digest(plan)


def test_a_definition_may_move(installed: Catalog) -> None:
    path = ROOT / "pipelines" / "inbox.flow"
    text = path.read_text("utf-8")
    stage = re.search(r"stage tidy.*?\n}\n", text, re.S)
    assert stage is not None
    down = text.replace(stage.group(), "") + "\n" + stage.group()
    let = re.search(r"let french.*\n", down)
    assert let is not None
    down = down.replace(let.group(), "") + let.group()
    one, two = plan_of(text, path, installed), plan_of(down, path, installed)
    assert one is not None
    assert two is not None
    assert digest(one) == digest(two)
