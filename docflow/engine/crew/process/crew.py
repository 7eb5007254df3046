"""The crew of worker processes: hands out jobs, watches who does them, and knows what a death means.

Costs: a run starts one interpreter (60 ms and what its plugins need to import) and forks each worker in some
5 ms; a part costs two messages.
"""

import os
import time
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field

from docflow.engine.crew.process.deaths import death_of, giving_up, lost, not_started
from docflow.engine.crew.process.floor import RETIRED, Answer, Ended, Event, Floor, Gone, Said
from docflow.engine.crew.process.limits import TICK, Gauge
from docflow.engine.crew.process.prints import Prints
from docflow.engine.crew.process.seat import Seat
from docflow.engine.crew.process.shift import Shift
from docflow.engine.crew.process.task import Task
from docflow.engine.crew.process.verdict import Broken, Retry
from docflow.engine.halt import Signals
from docflow.engine.hand import IDLE
from docflow.engine.secrets import masking
from docflow.engine.watch import Progress, Watch
from docflow.engine.work.job import Done, FlowFacts, Job, PartJob, ReduceJob
from docflow.engine.work.order import Order
from docflow.engine.work.wire import error_of
from docflow.errors import RefusedError, RunError
from docflow.io import disk

__all__ = ["ProcessCrew"]

MOST_QUEUED = 2
MOST_STARTS = 3
"""How often in a row a worker or the nursery may end before it has done anything."""
PROGRESS = 0.25


@define
class ProcessCrew:
    """Does jobs in `workers` processes; see `engine.crew.crew` for what a crew promises.

    A worker that dies costs time, and at most the document that it had in hand (`verdict`). Raises
    RefusedError on systems that cannot fork.
    """

    workers: int
    watch: Watch = field(factory=Watch)
    signals: Signals = field(factory=Signals)
    layers: tuple[str, ...] = field(default=(), init=False)
    _floor: Floor | None = field(default=None, init=False)
    _gauge: Gauge | None = field(default=None, init=False)
    _reduced: ReduceJob | None = field(default=None, init=False)
    _starts: int = field(default=0, init=False)
    _ticked: float = field(default=0.0, init=False)
    _told: float = field(default=0.0, init=False)

    @property
    def size(self) -> int:
        """How many jobs are done at the same time."""
        return self.workers

    @property
    def in_order(self) -> bool:
        """Workers are other processes."""
        return False

    def start(self, order: Order) -> tuple[FlowFacts, ...]:
        """Start the nursery and the first worker, which builds the components."""
        if not hasattr(os, "fork"):
            raise RefusedError("worker processes need Linux or macOS; run with `--engine inline` here")
        self._gauge = Gauge(order.limits)
        prints = Prints(self.watch.printed, masking(order.secrets))
        self._floor = floor = Floor(order, prints)
        self._open(floor)
        facts: tuple[FlowFacts, ...] | None = None
        shift = Shift(iter(()))
        floor.hire(1)
        while facts is None:
            for event in self._events(floor):
                if isinstance(event, Answer) and event.message["is"] == "ready":
                    facts = event.message["facts"]
                self._take(event, shift, floor)
            if facts is None and not any(seat.open for seat in floor.seats.values()):
                floor.hire(1)
        if order.sandbox != "off":
            # Confined to a folder that is not there yet, or to that of a killed run, which is made anew.
            self._dismiss_all(floor)
        return facts

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
        """Do jobs and yield each with its answer in the order in which they end."""
        floor, shift = self._begun(), Shift(iter(jobs))
        try:
            while self._hand_out(shift, floor):
                for event in self._events(floor):
                    answered = self._take(event, shift, floor)
                    if answered is not None:
                        yield answered
                self._tell_progress(shift, floor)
        finally:
            for seat in tuple(floor.seats.values()):
                if seat.tasks:
                    seat.tasks.clear()
                    floor.kill(seat, RETIRED)
        if shift.error is not None:
            raise shift.error

    def reduce(self, job: ReduceJob) -> None:
        """Make the state of a corpus step in the nursery; workers from now on have it."""
        floor = self._begun()
        self._dismiss_all(floor)
        self._reduced = job
        self._starts = 0
        self._reduce(floor)

    def close(self) -> None:
        """End all workers at once."""
        with self.signals.later():
            floor, self._floor = self._floor, None
            if floor is None:
                return
            floor.close()
            if floor.prints.untold and not self.signals.pending:
                count = floor.prints.untold
                self.watch.warning(f"{count} more lines that components printed are not shown")

    def _begun(self) -> Floor:
        if self._floor is None:
            raise RunError("internal mistake: the crew was not started")
        return self._floor

    def _open(self, floor: Floor) -> None:
        """Start a nursery and wait until it is ready; three times at most."""
        floor.open()
        while True:
            for event in floor.wait(TICK):
                if isinstance(event, Said) and event.message["is"] == "ready":
                    return
                if isinstance(event, Said):
                    raise error_of(event.message["error"])
                if isinstance(event, Gone):
                    self._count_start("the process that workers come from ended before it was ready")
                    floor.open()

    def _reduce(self, floor: Floor) -> None:
        """Have the nursery make the state, again where it dies of it."""
        while self._reduced is not None:
            floor.ask({"do": "reduce", "job": self._reduced})
            if self._reduced_now(floor):
                return
            self._count_start("the process that makes the state of a step for all documents died")
            self._open(floor)

    def _reduced_now(self, floor: Floor) -> bool:
        while True:
            for event in floor.wait(TICK):
                if isinstance(event, Gone):
                    return False
                if isinstance(event, Said) and event.message["is"] == "failed":
                    raise error_of(event.message["error"])
                if isinstance(event, Said) and event.message["is"] == "reduced":
                    return True

    def _dismiss_all(self, floor: Floor) -> None:
        for seat in tuple(floor.seats.values()):
            floor.dismiss(seat)

    def _events(self, floor: Floor) -> list[Event]:
        """Wait for what happens; between two ticks of the clock, look at every worker."""
        events = [*floor.wait(TICK)]
        now = time.monotonic()
        if self._gauge is not None and now - self._ticked >= TICK:
            passed, self._ticked = now - self._ticked, now
            for seat in tuple(floor.seats.values()):
                if not seat.ending and (cause := self._gauge.over(seat, passed)):
                    floor.kill(seat, cause)
        return events

    def _hand_out(self, shift: Shift, floor: Floor) -> bool:
        """Give every worker something to do; False when nothing is left."""
        while shift.back and (place := self._place(floor, fresh=shift.back[0].careful)) is not None:
            self._give(floor, place, shift.back.popleft())
        while not shift.back and (place := self._place(floor)) is not None:
            task = shift.next()
            if task is None:
                break
            self._give(floor, place, task)
        tasks = [task for seat in floor.seats.values() for task in seat.tasks]
        return bool(shift.back) or any(map(shift.wants, tasks))

    def _place(self, floor: Floor, *, fresh: bool = False) -> Seat | int | None:
        """Return who takes the next job: a worker, the number of a new one, or None while all have enough.

        `fresh` asks for a worker that has done nothing yet.
        """
        seats = [seat for seat in floor.seats.values() if not seat.ending]
        idle = next((seat for seat in seats if seat.open and not seat.tasks), None)
        if idle is not None and (not fresh or not idle.answers):
            return idle
        if idle is not None and len(seats) >= self.workers:
            floor.dismiss(idle)
            seats.remove(idle)
        if len(seats) < self.workers:
            taken = {seat.number for seat in seats}
            return next(number for number in range(1, self.workers + 1) if number not in taken)
        if fresh:
            return None
        free = (seat for seat in seats if seat.open and not seat.careful and len(seat.tasks) < MOST_QUEUED)
        return min(free, key=lambda seat: len(seat.tasks), default=None)

    def _give(self, floor: Floor, place: Seat | int, task: Task) -> None:
        seat = floor.hire(place) if isinstance(place, int) else place
        seat.give(task)
        floor.flush(seat)

    def _take(self, event: Event, shift: Shift, floor: Floor) -> tuple[Job, Done] | None:
        """Take what happened; return a job with its answer when one was done."""
        if isinstance(event, Answer):
            return self._answered(event.seat, event.message, shift, floor)
        if isinstance(event, Ended):
            self._ended(event.seat, event.status, shift, floor)
        elif isinstance(event, Gone):
            self._gone(event, shift, floor)
        return None

    def _answered(self, seat: Seat, message: Any, shift: Shift, floor: Floor) -> tuple[Job, Done] | None:
        if message["is"] == "tampered":
            seat.said = message["what"]
        elif message["is"] == "ready":
            seat.ready, self._starts, self.layers = True, 0, message["layers"]
        elif not seat.ready:
            raise error_of(message["error"])
        elif seat.tasks:
            seat.answers, self._starts = seat.answers + 1, 0
            task = seat.tasks.popleft()
            if message["is"] == "failed":
                shift.fail(task, error_of(message["error"]))
                return None
            self._recycle(seat, floor, left=message["left"])
            done: Done = message["done"]
            self._clear(task, floor)
            if shift.wants(task) and done.cut:
                task.go_on(done)
                shift.put_back(task)
            elif shift.wants(task):
                shift.count(done, seat.hand)
                return task.job, done
        return None

    def _clear(self, task: Task, floor: Floor) -> None:
        """Remove the files of slices that were joined with the last one."""
        if task.slice.folder:
            disk.remove_tree(floor.order.work / task.slice.folder)

    def _recycle(self, seat: Seat, floor: Floor, *, left: bool) -> None:
        """Let a worker go that grew or left much open; one that has another job waiting ends after it."""
        if left or (self._gauge is not None and self._gauge.grown(seat)):
            seat.last = True
        if seat.last and not seat.tasks:
            floor.dismiss(seat)

    def _ended(self, seat: Seat, status: int, shift: Shift, floor: Floor) -> None:
        """Judge the death of a worker; what it had not begun goes back."""
        if seat.ready and not seat.tasks:
            return
        if not seat.ready:
            for task in seat.tasks:
                shift.put_back(task)
            if seat.ending != RETIRED:
                self._count_start(not_started(seat, status, floor.order.limits))
            return
        task, *others = seat.tasks
        for other in others:
            shift.put_back(other)
        self._judge(seat, status, task, shift, floor)

    def _judge(self, seat: Seat, status: int | None, task: Task, shift: Shift, floor: Floor) -> None:
        death = death_of(seat, status, task, floor.order.limits)
        folder = task.folder
        judged = task.died(death)
        if not (isinstance(judged, Retry) and status is None):
            self.watch.worker_lost(lost(seat, task, death, judged))
        if isinstance(judged, Broken):
            shift.fail(task, giving_up(task, death))
            return
        if isinstance(task.job, PartJob):
            disk.remove_tree(floor.order.work / folder)
        shift.put_back(task)

    def _gone(self, event: Gone, shift: Shift, floor: Floor) -> None:
        """Start again with a new nursery; nobody is to blame for what the workers had in hand."""
        for seat in event.seats:
            for number, task in enumerate(seat.tasks):
                if seat.ready and not number:
                    self._judge(seat, None, task, shift, floor)
                else:
                    shift.put_back(task)
        self._count_start("the process that workers come from ended")
        self._open(floor)
        self._reduce(floor)

    def _count_start(self, said: str) -> None:
        self._starts += 1
        if self._starts >= MOST_STARTS:
            raise RunError(f"{said}, {self._starts} times in a row; the run stops")

    def _tell_progress(self, shift: Shift, floor: Floor) -> None:
        now = time.monotonic()
        if now - self._told < PROGRESS:
            return
        self._told = now
        busy = [seat for seat in floor.seats.values() if seat.tasks and seat.ready]
        hands = [seat.hand for seat in busy]
        documents = shift.documents + sum(hand.item for hand in hands if hand.phase != IDLE)
        read = shift.bytes + sum(hand.read for hand in hands if hand.phase != IDLE)
        flow = floor.order.plan.flows[shift.flow].name
        self.watch.progress(Progress(flow, shift.stage, documents, read, len(busy)))
