"""Every page of a code: the bad example has that code and no other, the good one has no finding."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

import docflow
from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.flowfile.testing.cover import Gauge, findings
from docflow.flowfile.testing.tests import open_tests, run_one
from docflow.lang.elaborate import elaborate
from docflow.lang.findings import settled
from docflow.lang.pages import codes, page
from docflow.lang.syntax.parse import parse

PAGES = sorted(codes())
# These stand for the state of an installation: no text of a flow alone shows them. Nor is there a plugin
# here with an order hazard (DF0411) or a secret argument (DF0801). Others need files beside the flow.
OF_THE_INSTALLATION = {
    "DF0316",
    "DF0411",
    "DF0604",
    "DF0803",
    "DF0504",
    "DF0505",
    "DF0506",
    "DF0508",
    "DF0801",
}
BESIDE = {"DF0713": {"DF0207"}}
"""What the bad example shows, too: this one is about a finding that stays."""
SECTIONS = ["Why", "Bad", "Good", "Fix"]


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


def found(text: str, catalog: Catalog) -> set[str]:
    parsed = parse(text, "page.flow")
    made = elaborate(parsed.program, catalog)
    findings = settled(parsed.diagnostics, made.diagnostics, {"page.flow": text}, "page.flow")
    return {each.code for each in findings}


def uncovered(text: str, catalog: Catalog) -> set[str]:
    """Return what only running the tests finds; the flow is right otherwise, and its tests pass."""
    tests, gauge = open_tests(FlowFile(text, "page.flow", Path(), catalog)), Gauge()
    assert not tests.warnings
    for case in tests.cases:
        ran = run_one(tests, case, recorder=gauge.recorder)
        assert not ran.result.failures
        gauge.take(tests, ran)
    return {each.code for each in findings(gauge.coverage(tests), tests)}


def examples(code: str) -> dict[str, list[str]]:
    text = page(code) or ""
    parts = re.split(r"^## (\w+)\n", text, flags=re.MULTILINE)
    assert parts[1::2] == SECTIONS
    assert re.match(rf"# {code} \S.*\n", parts[0])
    bodies = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert all(body.strip() for body in bodies.values())
    return {name: re.findall(r"```flow\n(.*?)```", body, re.DOTALL) for name, body in bodies.items()}


@pytest.mark.parametrize("code", PAGES)
def test_page(code: str, installed: Catalog) -> None:
    shown = examples(code)
    assert shown["Bad"]
    assert shown["Good"]
    look = uncovered if code == "DF0605" else found
    for bad in shown["Bad"] if code not in OF_THE_INSTALLATION else ():
        assert look(bad, installed) == {code, *BESIDE.get(code, ())}
    for good in shown["Good"] if code not in ("DF0411", "DF0801") else ():
        assert look(good, installed) == set()


def test_every_code_that_is_used_has_its_page() -> None:
    source = Path(docflow.__file__).parent
    used = {
        code
        for file in source.rglob("*.py")
        for code in re.findall(r'"(DF\d{4})"', file.read_text(encoding="utf-8"))
    }
    assert used
    assert used == set(PAGES)


def test_no_page_for_an_unknown_code() -> None:
    assert page("DF9999") is None
    assert files("docflow.lang.pages").joinpath("DF0101.md").is_file()
