"""Sorting on the disk gives what sorting in memory gives."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.state import sorting
from docflow.engine.state.sorting import Sorter


@given(records=st.lists(st.binary(max_size=4)), run=st.integers(1, 5), wide=st.integers(2, 4))
def test_as_in_memory(
    tmp_path_factory: pytest.TempPathFactory, records: list[bytes], run: int, wide: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "RUN_RECORDS", run)
        patch.setattr(sorting, "WIDE", wide)
        folder = tmp_path_factory.mktemp("sort")
        sorter = Sorter(folder)
        for record in records:
            sorter.add(record)
        assert list(sorter.ordered()) == sorted(records)
        assert len(list(folder.iterdir())) <= wide * 8


def test_long_records_go_to_the_disk_early(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path / "new")
    for number in range(9, -1, -1):
        sorter.add(bytes([number]) * 400_000)
    assert len(list((tmp_path / "new").iterdir())) == 3
    assert [record[0] for record in sorter.ordered()] == list(range(10))
