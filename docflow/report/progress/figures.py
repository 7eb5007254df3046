"""The numbers of a run at work, added up from its events."""

from attrs import define, field

from docflow.engine.watch import (
    FlowStarted,
    PartDone,
    Progress,
    RunStarted,
    StageStarted,
    Writing,
)
from docflow.report.progress.pace import Pace

__all__ = ["Figures"]


@define
class Figures:
    """What is known of a run: of the flow at work, and with `all_bytes` and `all_reused` of the whole run.

    `documents` and `read` (bytes of the input) count in the stage at work; `kept` and `quarantined` are
    those of finished parts. `total` 0 and `read` 0 mean that bytes are not known.
    """

    plan: str = ""
    flows: tuple[str, ...] = ()
    number: int = 0
    flow: str = ""
    stage: int = 0
    stages: int = 1
    parts: int = 0
    done: int = 0
    total: int = 0
    read: int = 0
    documents: int = 0
    kept: int = 0
    quarantined: int = 0
    busy: int = 0
    writing: bool = False
    all_parts: int = 0
    all_reused: int = 0
    all_bytes: int = 0
    pace: Pace = field(factory=Pace)
    _finished: int = 0
    _reused: int = 0
    _reused_bytes: int = 0
    _reused_documents: int = 0
    _seen: int = 0

    def take(self, event: object, now: float) -> None:
        """Add an event; `now` in seconds, of any clock that does not go back."""
        match event:
            case RunStarted():
                self.plan, self.flows = event.plan, event.flows
            case FlowStarted():
                self._flow(event, now)
            case StageStarted():
                self.stages = event.stages
                self._stage(event.stage, now)
            case PartDone():
                self._part(event, now)
            case Progress():
                self._progress(event, now)
            case Writing():
                self.writing, self.busy = True, 0
            case _:
                pass

    @property
    def weighed(self) -> bool:
        """Whether bytes say how far the stage is; behind the first one parts do."""
        return self.total > 0 and self.stage == 0

    @property
    def share(self) -> float:
        """How much of the flow at work is done, from 0 to 1."""
        whole, done = (self.total, self.read) if self.weighed else (self.parts, self.done)
        here = min(done / whole, 1.0) if whole else 0.0
        return min((self.stage + here) / max(self.stages, 1), 1.0)

    @property
    def bytes_per_second(self) -> float | None:
        """The pace of the stage at work; None while it is not known."""
        return self.pace.speed if self.weighed else None

    @property
    def seconds_left(self) -> float | None:
        """Until the flow at work is through, if it goes on as in the last half minute; None: not known."""
        speed, whole = self.pace.speed, self.total if self.weighed else self.parts
        return None if speed is None else (1.0 - self.share) * max(self.stages, 1) * whole / speed

    def _flow(self, event: FlowStarted, now: float) -> None:
        self.flow, self.parts, self.total = event.flow, event.parts, event.bytes
        self.number += 1
        self.stages = 1
        self.kept = self.quarantined = self._seen = 0
        self.all_parts += event.parts
        self.all_bytes += event.bytes
        self._stage(0, now)

    def _stage(self, stage: int, now: float) -> None:
        self.stage = stage
        self.done = self.read = self.documents = 0
        self._finished = self._reused = self._reused_bytes = self._reused_documents = 0
        self.pace.restart(now)

    def _part(self, event: PartDone, now: float) -> None:
        self.stages = event.stages
        if event.stage != self.stage:
            self._stage(event.stage, now)
        self.done += 1
        self.kept, self.quarantined = event.sums.written, event.sums.quarantined
        if event.stage == 0:
            self.documents = max(self.documents, event.sums.seen)
        if event.reused:
            self._reused += 1
            self._reused_documents += max(event.sums.seen - self._seen, 0)
            self._reused_bytes += event.bytes
            if event.stage == 0:
                self.all_reused += 1
                self.all_bytes -= min(event.bytes, self.all_bytes)
        self._seen = event.sums.seen
        self._finished += event.bytes
        self.read = max(self.read, self._finished)
        self._note(now)

    def _progress(self, event: Progress, now: float) -> None:
        if event.stage != self.stage:
            self._stage(event.stage, now)
        self.documents, self.busy = event.documents + self._reused_documents, event.busy
        self.read = max(self._read_by(event), self._finished)
        self._note(now)

    def _read_by(self, event: Progress) -> int:
        """Return the bytes that were read; where not told, guessed from the documents of finished parts."""
        worked = self._finished - self._reused_bytes
        documents = self._seen - self._reused_documents
        guessed = worked * event.documents // documents if documents > 0 else 0
        return min(self._reused_bytes + (event.bytes or guessed), self.total)

    def _note(self, now: float) -> None:
        done = self.read - self._reused_bytes if self.weighed else self.done - self._reused
        self.pace.note(max(done, 0), now)
