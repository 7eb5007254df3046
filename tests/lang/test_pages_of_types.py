"""The pages of DF03: the bad flow has the finding, the good one has none."""

import re

import pytest

from docflow.catalog.catalog import Catalog
from docflow.lang.elaborate import elaborate
from docflow.lang.pages import codes, page
from docflow.lang.syntax.parse import parse
from docflow.std import formats

CODES = [code for code in codes() if code.startswith("DF03")]
CATALOG = Catalog.of(core=formats)


def found_in(flow: str) -> set[str]:
    parsed = parse(flow, "x.flow")
    elaborated = elaborate(parsed.program, CATALOG)
    return {each.code for each in (*parsed.diagnostics, *elaborated.diagnostics)}


@pytest.mark.parametrize("code", CODES)
def test_the_bad_flow_is_bad_and_the_good_one_good(code: str) -> None:
    text = page(code) or ""
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Why", "Bad", "Good", "Fix"]
    bad, good = re.findall(r"```flow\n(.*?)```", text, re.DOTALL)
    assert found_in(bad) == {code}
    assert found_in(good) == set()


def test_every_code_of_the_family_has_its_page() -> None:
    assert set(CODES) >= {f"DF03{number:02}" for number in range(1, 16)} - {"DF0314"}
