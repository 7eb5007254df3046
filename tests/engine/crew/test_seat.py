"""What the parent holds of a worker, while it works and when it is gone."""

import os

from docflow.engine.crew.process.seat import made
from docflow.engine.hand import Hand


def test_what_it_had_in_hand_can_be_asked_when_it_is_gone() -> None:
    seat, (theirs, printer, shared) = made(1, 1)
    try:
        hand = Hand(memoryview(seat.memory))
        hand.phase(3)
        hand.turn(17)
        del hand
        now = seat.hand
        assert (now.item, now.phase) == (17, 3)
        seat.final = now
        seat.close()
        assert seat.hand == now
    finally:
        for descriptor in (theirs, printer, shared):
            os.close(descriptor)
