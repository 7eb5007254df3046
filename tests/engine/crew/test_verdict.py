"""What a death means: a table, and two laws over all histories."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.crew.process.task import Task
from docflow.engine.crew.process.verdict import (
    CONTRACT,
    CRASH,
    KILL,
    LOST,
    MEMORY,
    TIME,
    Broken,
    Death,
    Guilty,
    Retry,
    cause_of,
    ended,
    verdict,
)
from docflow.engine.hand import FINISHING, IDLE, READING, STARTING, WORKING, Loss
from docflow.engine.inputs.part import FilePart
from docflow.engine.work.job import PartJob

CAUSES = (CRASH, KILL, TIME, MEMORY, CONTRACT, LOST)
PHASES = (IDLE, STARTING, READING, WORKING, FINISHING)


def death(cause: str, item: int = 3, mark: int = 2, *, careful: bool = True, phase: int = WORKING) -> Death:
    return Death(cause, "it died", careful, phase, item, mark, "step")


def ordinary(cause: str, item: int = 3) -> Death:
    return death(cause, item, 0, careful=False)


TABLE: list[tuple[str, list[Death], type]] = [
    ("an ordinary death gives no place", [ordinary(CRASH)], Retry),
    ("nor does tampering", [ordinary(CONTRACT)], Retry),
    ("a fault in a careful attempt", [ordinary(CRASH), death(CRASH)], Guilty),
    ("a fault elsewhere than before: batches", [ordinary(CRASH, 9), death(CRASH)], Guilty),
    ("memory", [ordinary(MEMORY), death(MEMORY)], Guilty),
    ("tampering", [ordinary(CONTRACT), death(CONTRACT)], Guilty),
    ("a kill may come from outside", [ordinary(KILL), death(KILL)], Retry),
    ("two kills at one document", [ordinary(KILL), death(KILL), death(KILL)], Retry),
    ("three kills at one document", [ordinary(KILL), *[death(KILL)] * 3], Guilty),
    ("two kills at two documents", [ordinary(KILL), death(KILL, 4), death(KILL, 5)], Retry),
    ("a kill, then a fault", [ordinary(KILL), death(KILL, 4), death(CRASH)], Guilty),
    ("the limit twice at one document", [ordinary(TIME), death(TIME)], Guilty),
    ("the limit at two documents", [ordinary(TIME, 9), death(TIME)], Retry),
    ("the limit in a batch", [ordinary(TIME, 9), death(TIME), death(TIME)], Guilty),
    ("a reader", [ordinary(CRASH), death(CRASH, mark=0, phase=READING)], Guilty),
    ("between documents", [ordinary(CRASH), death(CRASH, phase=FINISHING)], Retry),
    ("the nursery", [death(LOST)], Retry),
    ("between documents, three times", [death(CRASH, phase=FINISHING)] * 3, Broken),
    ("everywhere", [ordinary(KILL), *(death(KILL, item) for item in range(11))], Broken),
]


@pytest.mark.parametrize(("name", "history", "judged"), TABLE, ids=[row[0] for row in TABLE])
def test_table(name: str, history: list[Death], judged: type) -> None:
    assert isinstance(verdict(history, ()), judged)


def test_a_loss_names_the_place_and_the_reason() -> None:
    judged = verdict([ordinary(TIME), death(TIME)], ())
    assert judged == Guilty(Loss(3, 2, WORKING, "limit:time", "it died"))


def test_a_loss_that_does_not_help_breaks_the_part() -> None:
    known = Loss(3, 2, WORKING, "crash", "it died")
    assert isinstance(verdict([death(CRASH)], [known]), Broken)


def test_the_nursery_makes_no_attempt_careful() -> None:
    assert verdict([ordinary(LOST)], ()) == Retry(careful=False)
    assert verdict([ordinary(CRASH), death(LOST)], ()) == Retry(careful=True)


def test_ends_are_told_without_numbers_of_processes() -> None:
    assert (ended(-11), ended(3)) == ("was ended by signal 11 (SIGSEGV)", "ended with exit code 3")
    assert [cause_of(status) for status in (-9, -15, -11, -6, 0, 1)] == [
        KILL,
        KILL,
        CRASH,
        CRASH,
        CRASH,
        CRASH,
    ]


places = st.tuples(st.sampled_from(PHASES), st.integers(0, 4), st.integers(1, 2))


@given(st.lists(st.tuples(st.sampled_from(CAUSES[:-1]), places), min_size=200, max_size=200))
def test_it_always_ends(blows: list[tuple[str, Any]]) -> None:
    """Whatever happens at whatever place: the part is given up, or there are no more places to lose."""
    task = Task(0, PartJob(0, 0, FilePart(0, 0, ()), "part"))
    for cause, (phase, item, mark) in blows:
        judged = task.died(Death(cause, "it died", task.careful, phase, item, mark))
        if isinstance(judged, Broken):
            return
    assert len(task.losses) <= 5 * 2 * 2


@given(st.lists(st.tuples(st.sampled_from([KILL, LOST]), places), max_size=30))
def test_kills_from_outside_cost_a_document_only_when_they_hit_it_three_times(
    blows: list[tuple[str, Any]],
) -> None:
    task = Task(0, PartJob(0, 0, FilePart(0, 0, ()), "part"))
    hit: list[int] = []
    for cause, (phase, item, mark) in blows:
        careful = task.careful
        if careful and cause == KILL and phase in (READING, WORKING):
            hit.append(item)
        judged = task.died(Death(cause, "it died", careful, phase, item, mark))
        if isinstance(judged, Guilty):
            assert hit.count(judged.loss.item) >= 3
        if isinstance(judged, Broken):
            return
