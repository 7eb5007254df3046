"""Every fix that the golden diagnostics offer mends what it is offered for: applied, the finding is gone."""

from collections import Counter
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic, Fix
from docflow.flowfile.file import FlowFile

FOLDER = Path(__file__).parent / "diagnostics"
FLOWS = sorted(FOLDER.glob("DF*.flow"))


@pytest.fixture(scope="module")
def builtin() -> Catalog:
    found = entry_points(group="docflow.plugins.v1")
    return Catalog.of(
        **{
            each.name: import_module(each.value)
            for each in found
            if each.dist and each.dist.name == "docflow-core"
        }
    )


def mended(text: str, fix: Fix) -> str:
    return text[: fix.span.start] + fix.replacement + text[fix.span.end :]


def said(findings: tuple[Diagnostic, ...]) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.message) for each in findings if each.severity == "error")


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_a_fix_mends(path: Path, builtin: Catalog) -> None:
    text = path.read_bytes().decode("utf-8")

    def check(changed: str) -> tuple[Diagnostic, ...]:
        return FlowFile(changed, path.name, FOLDER, builtin).check().diagnostics

    findings = check(text)
    for finding in findings:
        if finding.fix is None or finding.fix.span.file != path.name:
            continue
        after = check(mended(text, finding.fix))
        one = (finding.code, finding.message)
        before = sum((each.code, each.message) == one for each in findings)
        assert sum((each.code, each.message) == one for each in after) < before, finding.fix
        syntax = [e for e in said(after) - said(findings) if e[0].startswith("DF01")]
        assert not syntax, (finding.message, finding.fix.replacement)
