"""The limits of a worker, watched from outside."""

from typing import Any

import pytest

from docflow.engine.crew.process import kernel
from docflow.engine.crew.process.limits import Gauge
from docflow.engine.hand import WORKING, InHand
from docflow.engine.limits import Limits


class Seat:
    """A worker as the gauge sees it, with a part in hand."""

    def __init__(self) -> None:
        self.id, self.pid, self.ready, self.tasks, self.answers = 1, 0, True, (1,), 0
        self.aged: Any = None
        self.age = 0.0
        self.item = self.passed = 0

    @property
    def hand(self) -> InHand:
        return InHand(WORKING, self.item, 0, "", self.passed, 0)


@pytest.mark.parametrize(("moves", "ends"), [("", "time"), ("item", ""), ("passed", "")])
def test_a_document_grows_older_unless_the_engine_reads_on(moves: str, ends: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(kernel, "resident", lambda pid: 0)
    seat: Any = Seat()
    gauge = Gauge(Limits(time=1.0))
    said = set()
    for _ in range(20):
        said.add(gauge.over(seat, 0.1))
        if moves:
            setattr(seat, moves, getattr(seat, moves) + 1)
    assert said - {""} == ({ends} - {""})
