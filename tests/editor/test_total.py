"""Whatever somebody has written, and wherever the cursor is, no feature fails."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.editor.actions import actions
from docflow.editor.analysis import analyse
from docflow.editor.complete.complete import complete
from docflow.editor.define import definition
from docflow.editor.format import format_changes
from docflow.editor.hover import hover
from docflow.editor.names.occurrences import occurrences
from docflow.editor.rename import Refused, renamable, rename
from docflow.editor.signature import signature_at
from docflow.editor.symbols import symbols
from docflow.editor.tokens import colours

ROOT = Path(__file__).resolve().parents[2]
FLOWS = [path.read_text("utf-8") for path in sorted((ROOT / "pipelines").glob("*.flow"))]
PIECES = [
    "|", " ", "\n", "(", ")", "{", "}", "[", '"', '"""', "doc.", "run.", "=", "==", ":", ",", "#", "when ",
    "😀", "e\u0301", "\r\n", "\u2028", "\f", "param ", "test ", "route ", "10", "MB", 'f"{', 're"', "as ",
    "on error ",
]  # fmt: skip


@pytest.fixture(scope="module")
def installed():
    return Catalog.installed()


@st.composite
def half_written(draw):
    """A flow that is cut, or with pieces in it, or without some: as it is while somebody writes."""
    text = draw(st.sampled_from(FLOWS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 0, 1, 3, 20]))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[start + length :]
    return text, draw(st.integers(0, len(text)))


@settings(max_examples=60)
@given(half_written())
def test_no_feature_fails(installed, case):
    text, offset = case
    analysis = analyse(text, "main.flow", installed)
    found = occurrences(analysis)
    assert all(text[o.span.start : o.span.end] for o in found if o.target.kind != "include")
    shown = hover(analysis, offset)
    assert shown is None or shown.markdown.strip()
    definition(analysis, offset)
    symbols(analysis)
    complete(analysis, text, offset)
    signature_at(analysis, text, offset)
    list(actions(analysis, offset, min(offset + 30, len(text))))
    format_changes(text, "main.flow")
    last = 0
    for colour in colours(analysis):
        assert last <= colour.start < colour.end
        assert "\n" not in text[colour.start : colour.end]
        last = colour.end


@settings(max_examples=40)
@given(half_written(), st.integers(0, 400), st.sampled_from(PIECES))
def test_completion_works_on_an_older_state(installed, case, at, piece):
    """What was typed since the last check is found by what the two texts share."""
    text, _ = case
    at = min(at, len(text))
    newer = text[:at] + piece + text[at:]
    older = analyse(text, "main.flow", installed)
    items = complete(older, newer, at + len(piece))
    assert items.start <= at + len(piece) <= items.end


@settings(max_examples=40)
@given(half_written())
def test_a_rename_changes_names_only(installed, case):
    """Every place that is renamed held the old name; with the new one the findings are the same."""
    text, offset = case
    analysis = analyse(text, "main.flow", installed)
    found = renamable(analysis, offset)
    changes = () if isinstance(found, Refused) else rename(found.target, "quite_new", (analysis,))
    if isinstance(changes, Refused) or not changes:
        return
    made = text
    for span, new in sorted(changes, key=lambda change: change[0].start, reverse=True):
        assert made[span.start : span.end].strip('"') == found.target.name
        made = made[: span.start] + new + made[span.end :]
    again = analyse(made, "main.flow", installed)
    assert [d.code for d in again.diagnostics] == [d.code for d in analysis.diagnostics]
