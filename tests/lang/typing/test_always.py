"""DF0603: gates and claims that hold whatever the flow does."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile

CATALOG = Catalog.installed()
HEAD = "param n: int = 3\nparam on: bool = true\n"
FLOW = 'flow f { from text("a") | drop when doc.words < n or on and doc.lines > 9 | to jsonl("b")\n'


def codes(text, folder):
    return [d.code for d in FlowFile(text, "a.flow", folder, CATALOG).check().diagnostics]


@pytest.mark.parametrize(
    ("gate", "always"),
    [
        ("run.kept >= 0", True),
        ("run.kept > 0", False),
        ("run.kept > -1", True),
        ("run.kept == run.kept", True),
        ("run.kept <= run.kept", True),
        ("run.kept <= run.seen", False),
        ("run.kept / run.seen >= 0%", True),
        ("run.kept / run.seen >= 1%", False),
        ("run.kept - run.seen >= 0", False),
        ("run.kept > 3 or run.seen >= 0", True),
        ("run.kept > 3 and run.seen >= 0", False),
        ("run.kept > 3 or not (run.kept > 3)", True),
        ("n > 2", False),  # a param may have another value in the next run
        ("on or run.kept > 3", False),
        ("true", True),
    ],
)
def test_gates(tmp_path, gate, always):
    found = codes(f"{HEAD}{FLOW}expect {gate} }}", tmp_path)
    assert ("DF0603" in found) is always
    assert always or "DF0313" in found or found == []


@pytest.mark.parametrize(
    ("claim", "always"),
    [
        ("doc.text == doc.text", True),
        ("doc.words <= doc.words", False),  # null is below nothing, and there may be no document
        ("sink.count >= 0", True),
        ("n == 4", True),
        ("n == 3", False),
        ("doc.words == n", False),
        ('snapshot("x")', False),
    ],
)
def test_claims(tmp_path, claim, always):
    text = f'{HEAD}{FLOW}}}\ntest "t" of f(n: 4) {{ given "x" then {claim} }}'
    assert codes(text, tmp_path) == (["DF0603"] if always else [])
