"""Every page of a code: the bad example has that code, the good one has not."""

import re
from importlib.resources import files

import pytest

from docflow.catalog.catalog import Catalog
from docflow.lang.elaborate import elaborate
from docflow.lang.pages import codes, page
from docflow.lang.syntax.parse import parse

PAGES = sorted(codes())
# These stand for the state of an installation: no text of a flow alone shows them.
OF_THE_INSTALLATION = {"DF0411", "DF0504", "DF0505", "DF0506", "DF0508"}
SECTIONS = ["Why", "Bad", "Good", "Fix"]


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


def found(text: str, catalog: Catalog) -> set[str]:
    parsed = parse(text, "page.flow")
    made = elaborate(parsed.program, catalog)
    return {each.code for each in (*parsed.diagnostics, *made.diagnostics)}


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
    for bad in shown["Bad"] if code not in OF_THE_INSTALLATION else ():
        assert code in found(bad, installed)
    for good in shown["Good"]:
        assert code not in found(good, installed)


@pytest.mark.parametrize("code", [code for code in PAGES if code.startswith("DF01") or code == "DF0314"])
def test_the_good_example_has_no_mistake_of_syntax(code: str) -> None:
    shown = examples(code)
    assert shown["Bad"]
    for good in shown["Good"]:
        assert parse(good, "page.flow").diagnostics == ()


def test_every_code_of_syntax_has_its_page() -> None:
    assert {f"DF01{number:02}" for number in range(1, 11)} | {"DF0314"} <= set(PAGES)


def test_no_page_for_an_unknown_code() -> None:
    assert page("DF9999") is None
    assert files("docflow.lang.pages").joinpath("DF0101.md").is_file()
