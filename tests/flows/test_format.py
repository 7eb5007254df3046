"""Golden layouts: `format/*.flow` and what `docflow fmt` makes of each; DOCFLOW_ACCEPT=1 accepts."""

import os
from pathlib import Path

import pytest

from docflow.lang.layout.format import format_text

FOLDER = Path(__file__).parent / "format"
FLOWS = sorted(FOLDER.glob("*.flow"))


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_layout(path: Path) -> None:
    made = format_text(path.read_bytes().decode("utf-8"), path.name)
    assert made.diagnostics == ()
    assert made.changed
    golden = path.with_suffix(".out")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_bytes(made.text.encode())
    assert made.text.encode() == golden.read_bytes()


def test_every_result_has_its_flow() -> None:
    assert {path.stem for path in FOLDER.glob("*.out")} == {path.stem for path in FLOWS}
    assert len(FLOWS) >= 5
