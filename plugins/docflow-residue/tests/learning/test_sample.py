"""The sample of documents: bounded, and the same for every order."""

import random

import numpy as np
from docflow_residue.learning.sample import GROUP, Sample
from docflow_residue.learning.sketch import Sketch
from hypothesis import given, settings
from hypothesis import strategies as st

ROOM = 4_000


def made(group: int, document: int, lines: int) -> Sketch:
    words = np.zeros(lines, np.uint64)
    return Sketch(group, document, words, words)


SKETCHES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2**64 - 1)), max_size=80).map(
    lambda found: [made(group, document, document % 61) for group, document in found]
)


def kept(sketches: list[Sketch], room: int) -> list[tuple[int, tuple[int, ...]]]:
    sample = Sample(room=room, bound=1 << 12)
    for sketch in sketches:
        sample.add(sketch)
    return [(group, tuple(each.document for each in found)) for group, found in sample.groups()]


@settings(max_examples=150, deadline=None)
@given(SKETCHES, st.randoms(use_true_random=False), st.sampled_from([200, 1_000, ROOM, 100_000]))
def test_it_depends_on_no_order(sketches: list[Sketch], rng: random.Random, room: int) -> None:
    shuffled = list(sketches)
    rng.shuffle(shuffled)
    assert kept(shuffled, room) == kept(sketches, room)


@settings(max_examples=60, deadline=None)
@given(SKETCHES)
def test_it_fits_into_its_room(sketches: list[Sketch]) -> None:
    sample = Sample(room=ROOM, bound=1 << 12)
    for sketch in sketches:
        sample.add(sketch)
        found = list(sample.groups())
        assert sum(GROUP + sum(each.cost for each in documents) for _, documents in found) <= ROOM


def test_all_is_kept_while_there_is_room() -> None:
    sketches = [made(n % 3, n << 50, 10) for n in range(30)]
    assert sum(len(found) for _, found in kept(sketches, 100_000)) == 30


def test_a_large_group_keeps_a_sample_of_its_size() -> None:
    rng = random.Random(5)
    sketches = [made(0, rng.getrandbits(64), 10) for _ in range(4_000)]
    (_, documents), *none = kept(sketches, 4_000)
    assert not none
    assert 20 < len(documents) <= 4_000 // 44


def test_too_many_groups_leave_nothing() -> None:
    assert kept([made(n, n, 5) for n in range(5_000)], 4_000) == []


def test_of_two_spellings_one_is_kept_in_any_order() -> None:
    lines = np.array([64, 128], np.uint64)
    both = [Sketch(0, 5, lines + np.uint64(flag), lines) for flag in (1, 0)]
    found = []
    for sketches in (both, both[::-1]):
        sample = Sample()
        for sketch in sketches:
            sample.add(sketch)
        ((_, (kept_one,)),) = sample.groups()
        found.append(kept_one.lines.tolist())
    assert found == [[64, 128]] * 2
