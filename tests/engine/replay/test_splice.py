"""Bytes that are put into a compressed file, and where things stand afterwards."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.work.refill.shifts import Insert, Shifts
from docflow.io.codecs import Codec, open_write


@pytest.mark.parametrize("codec", ["gz", "zst"])
def test_a_compressed_file_does_not_depend_on_the_runs_in_which_it_is_written(
    tmp_path: Path, codec: Codec
) -> None:
    """Else a part that was refilled would have other bytes than one that was written at once."""
    chance = random.Random(7)
    words = [str(chance.randrange(5000)) for _ in range(400_000)]
    data = " ".join(words).encode() + chance.randbytes(300_000)
    made = set()
    for trial, longest in enumerate((10**9, 1_000_000, 300_000, 65_536, 7_000, 300)):
        path = tmp_path / f"{trial}"
        with open_write(path, codec) as file:
            at = 0
            while at < len(data):
                size = chance.randrange(1, longest)
                file.write(data[at : at + size])
                at += size
        made.add(path.read_bytes())
    assert len(made) == 1


INSERTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=8)


@given(INSERTS, st.integers(0, 20), st.integers(0, 8))
def test_a_place_moves_by_what_stands_before_it(found: list[tuple[int, int]], place: int, order: int) -> None:
    inserts = [Insert(at, number, 0, size) for number, (at, size) in enumerate(found)]
    before = sum(each.end for each in inserts if (each.place, each.order) < (place, order))
    assert Shifts(inserts).moved(place, order) == place + before
