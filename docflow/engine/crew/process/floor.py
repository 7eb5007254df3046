"""The nursery and the workers, as the parent sees them: what is asked of them, and what comes back.

Everything waits in one place, `Floor.wait`, where also the signals of the user break in.
"""

import os
import selectors
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from attrs import define, field, frozen

from docflow.engine.crew.process import kernel
from docflow.engine.crew.process.boot import started
from docflow.engine.crew.process.channel import Channel, pair
from docflow.engine.crew.process.prints import Prints
from docflow.engine.crew.process.seat import Seat, made
from docflow.engine.work.order import Order
from docflow.engine.work.wire import WireError

__all__ = ["RETIRED", "Answer", "Ended", "Event", "Floor", "Gone", "Said"]

RETIRED = "retired"
PATIENCE = 0.4
"""Seconds that the nursery has to kill all workers and end, before it is killed itself."""


@frozen
class Answer:
    """A worker sent a message."""

    seat: Seat
    message: Any


@frozen
class Ended:
    """A worker ended with this exit code, or by a signal (negative)."""

    seat: Seat
    status: int


@frozen
class Said:
    """The nursery answered."""

    message: Any


@frozen
class Gone:
    """The nursery ended, and all workers with it."""

    seats: tuple[Seat, ...]


Event = Answer | Ended | Said | Gone


@define
class Floor:
    """One nursery at a time with its workers by the ids of their seats."""

    order: Order
    prints: Prints
    seats: dict[int, Seat] = field(factory=dict)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _line: Channel | None = field(default=None, init=False)
    _printed: int = field(default=-1, init=False)
    _text: bytearray = field(factory=bytearray, init=False)
    _selector: selectors.BaseSelector = field(factory=selectors.DefaultSelector, init=False)
    _next: int = field(default=0, init=False)

    def open(self) -> None:
        """Start a nursery; it says when it is ready. Raises OSError."""
        ours, theirs = pair()
        self._line = Channel(ours)
        self._printed, printer = os.pipe()
        os.set_blocking(self._printed, False)
        try:
            self._process = started(theirs.fileno(), printer)
        finally:
            theirs.close()
            os.close(printer)
        self._line.post({"order": self.order.to_json()})
        self._selector.register(self._line, selectors.EVENT_READ | selectors.EVENT_WRITE, None)
        self._selector.register(self._printed, selectors.EVENT_READ, None)

    def ask(self, message: Any) -> None:
        """Ask the nursery for something."""
        if self._line is not None:
            self._line.post(message)
            self._flush(self._line, None)

    def hire(self, number: int) -> Seat:
        """Ask for a worker. Raises OSError."""
        self._next += 1
        seat, files = made(self._next, number)
        self.seats[seat.id] = seat
        self._selector.register(seat.channel, selectors.EVENT_READ, seat)
        self._selector.register(seat.prints, selectors.EVENT_READ, seat)
        try:
            with suppress(OSError):  # the nursery is gone: that is told when we wait
                if self._line is not None:
                    self._line.send({"do": "fork", "seat": seat.id}, files)
        finally:
            for descriptor in files:
                os.close(descriptor)
        return seat

    def dismiss(self, seat: Seat) -> None:
        """Let a worker end that has nothing to do."""
        if not seat.ending:
            seat.ending = RETIRED
            self._forget(seat.channel)
            seat.channel.close()

    def kill(self, seat: Seat, cause: str) -> None:
        """Have a worker killed with its group, at the place that it has in hand."""
        if not seat.ending:
            seat.ending, seat.place = cause, seat.hand
            self.ask({"do": "kill", "seat": seat.id})

    def flush(self, seat: Seat) -> None:
        """Send on what was handed out, as far as the worker takes it."""
        if not seat.ending:
            self._flush(seat.channel, seat)

    def wait(self, timeout: float) -> Iterator[Event]:
        """Wait for something to happen, at most so long, and yield what did."""
        for key, mask in self._selector.select(timeout):
            seat = key.data
            if seat is None and key.fd == self._printed:
                self._read_prints(key.fd, None)
            elif seat is None:
                yield from self._nursery(mask)
            elif seat.id not in self.seats:
                continue  # it ended while we looked at another
            elif key.fd == seat.prints:
                self._read_prints(key.fd, seat)
            else:
                if mask & selectors.EVENT_WRITE:
                    self._flush(seat.channel, seat)
                yield from self._worker(seat)

    def close(self) -> None:
        """End the nursery and all workers at once; safe to call twice."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._drop_all()

    def _drop_all(self) -> tuple[Seat, ...]:
        """Forget the nursery and its workers, which are gone; returns their seats, closed."""
        seats = tuple(self.seats.values())
        self.seats.clear()
        for seat in seats:
            self._drop(seat)
        if self._line is not None:
            self._forget(self._line)
            self._line.close()
            self._line = None
        if self._printed >= 0:
            self._read_prints(self._printed, None)
            self._forget(self._printed)
            os.close(self._printed)
            self._printed = -1
        return seats

    def _drop(self, seat: Seat) -> None:
        self._read_prints(seat.prints, seat)
        self.prints.finish(seat.line, "")
        if seat.channel.fileno() >= 0:
            self._forget(seat.channel)
        self._forget(seat.prints)
        seat.final = seat.hand
        seat.close()

    def _nursery(self, mask: int) -> Iterator[Event]:
        line = self._line
        if line is None:
            return
        if mask & selectors.EVENT_WRITE:
            self._flush(line, None)
        for message in line.read():
            seat = self.seats.get(message.get("seat", 0))
            if message["is"] == "forked" and seat is not None:
                seat.pid = message["pid"]
            elif message["is"] == "died" and seat is not None:
                yield from self._died(seat, message["status"])
            elif message["is"] not in ("forked", "died"):
                yield Said(message)
        if line.ended and self._line is line:
            yield from self._lost()

    def _lost(self) -> Iterator[Event]:
        """Tell of the end of the nursery; its workers end with it, killed by the kernel or here."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        for seat in tuple(self.seats.values()):
            if seat.pid and not kernel.LINUX:
                kernel.kill_group(seat.pid)
            yield from self._worker(seat)
        yield Gone(self._drop_all())

    def _died(self, seat: Seat, status: int) -> Iterator[Event]:
        yield from self._worker(seat)  # what it said before it died
        del self.seats[seat.id]
        self._drop(seat)
        yield Ended(seat, status)

    def _worker(self, seat: Seat) -> Iterator[Event]:
        if seat.ending == RETIRED:
            return
        try:
            messages = seat.channel.read()
        except WireError:  # somebody wrote into the connection
            self.kill(seat, "")
            self._forget(seat.channel)
            return
        for message in messages:
            if seat.id in self.seats:
                yield Answer(seat, message)
        if seat.channel.ended and seat.id in self.seats:
            self._forget(seat.channel)  # who reaps it tells of its end

    def _flush(self, channel: Channel, seat: Seat | None) -> None:
        channel.flush()
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if channel.waiting else 0)
        with suppress(KeyError, ValueError):
            self._selector.modify(channel, events, seat)

    def _forget(self, what: Any) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(what)

    def _read_prints(self, descriptor: int, seat: Seat | None) -> None:
        line = self._text if seat is None else seat.line
        step = seat.hand.step if seat is not None and seat.careful else ""
        if not self.prints.take(descriptor, line, step):
            self._forget(descriptor)
