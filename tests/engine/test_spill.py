"""What is spilled comes back equal, or is refused as one document's error."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.state.spill import COPY, Spill, pack, spilled, unpack
from docflow.model import Document

texts = st.text(st.characters(exclude_categories=()), max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | st.dates()
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(texts, v, max_size=3), max_leaves=6
)


def _typed(value: Any) -> Any:
    """A value with its types, so that 1 and True are told apart."""
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return (type(value), value)


@given(values)
def test_values_come_back_equal(value: Any) -> None:
    assert _typed(unpack(pack(value))) == _typed(value)


def test_documents_come_back_equal(tmp_path: Path) -> None:
    fields: dict[str, object] = {"day": datetime.date(2020, 5, 4), "big": 2**80, "list": ["a", None, 1.5]}
    doc = Document("id", "text \ud800", "a.txt", fields)
    spill = Spill(tmp_path / "x")
    spill.add_document(doc, COPY)
    spill.add_document(Document("", ""))
    spill.close()
    assert list(spilled(tmp_path / "x")) == [(COPY, doc), (0, Document("", ""))]


def test_nothing_spilled_leaves_no_file(tmp_path: Path) -> None:
    Spill(tmp_path / "x").close()
    assert list(spilled(tmp_path / "x")) == []
    assert list(tmp_path.iterdir()) == []


def test_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="Python type object cannot be kept"):
        pack({"x": object()})
