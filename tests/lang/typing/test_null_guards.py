"""Asking for null: a mistake where nothing can be null, none where another run or another caller has null."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile

FROM, TO = 'from jsonl("a.jsonl", fields: {x: "int?"})\n', '\n| to jsonl("b.jsonl")\n'
GUARDS = "| drop when doc.x == null\n"


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


@pytest.fixture
def codes(tmp_path, installed):
    def check(text: str) -> list[str]:
        return [f.code for f in FlowFile(text, "a.flow", tmp_path, installed).check().diagnostics]

    return check


@pytest.mark.parametrize(
    "text",
    [
        # a param has another value in the next run
        f'param p: text? = "x"\n{FROM}| when p != null {{ | set doc.p = p ?? "y" }}{TO}',
        # a stage has other callers
        f"stage s(n: int? = null) {{ | when n != null {{ | drop when n > 9 }} }}\n{FROM}| s(n: 3) | s{TO}",
        (
            f"stage s {{ | set doc.y = doc.x ?? 4 }}\nflow a {{ {FROM}| s{TO} }}\n"
            f'flow b {{ {FROM}| set doc.x = 3 | s | to jsonl("c.jsonl") }}'
        ),
        # a test brings what it likes
        f'flow a {{ {FROM}{GUARDS}{TO} }}\ntest "t" of a {{ given "a" with x: 3\n then run.kept == 1 }}',
        f'flow a {{ {FROM}{GUARDS}{TO} }}\ntest "t" of a {{ given "a" with x: null\n then run.kept == 0 }}',
        (
            f"flow a {{ {FROM}{GUARDS}| drop when doc.x > 3{TO} }}\n"
            'test "t" of a { given "a" with x: null\n then run.kept == 0 }'
        ),
    ],
)
def test_a_guard_that_another_run_or_caller_needs_is_no_mistake(codes, text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{FROM}| set doc.x = 3 | drop when doc.x == null{TO}", "DF0310"),
        (f"{FROM}| set doc.x = 3 | set doc.y = doc.x ?? 4{TO}", "DF0313"),
        (f"stage s {{ | drop when doc.words == null }}\n{FROM}| s{TO}", "DF0310"),
        (f"param p: int = 3\n{FROM}| drop when p == null{TO}", "DF0310"),
    ],
)
def test_what_no_run_makes_null_needs_no_guard(codes, text, code):
    assert codes(text) == [code]
