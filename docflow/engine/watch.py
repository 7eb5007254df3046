"""What a run tells its watchers: plain events, so that the engine never knows a logger or a screen.

Attributes are plain data. Texts that come from data, paths or components (names of documents, printed
lines, reasons) are handed over with secrets masked; watchers escape them where they show them.
"""

from collections.abc import Callable

from attrs import frozen

from docflow.plan.report import Report, Sums

__all__ = [
    "FlowStarted",
    "PartDone",
    "Printed",
    "Progress",
    "Reused",
    "RunStarted",
    "StageStarted",
    "Watch",
    "WorkerLost",
    "Writing",
]


@frozen
class RunStarted:
    """A run begins: the name of the plan, its digest, its flows in the order of their running, its workers.

    `workers` is how many parts are worked on at the same time; 0: nobody said.
    """

    plan: str
    digest: str
    flows: tuple[str, ...]
    workers: int = 0


@frozen
class FlowStarted:
    """A flow begins: its name, into how many parts its input was cut, and the bytes of that input.

    `bytes` counts what is read, as it lies on the disk (a compressed file by its compressed size); 0 when
    nobody knows it beforehand, as with sources of plugins.
    """

    flow: str
    parts: int
    bytes: int = 0


@frozen
class StageStarted:
    """A stage of a flow begins: a step that needs all documents ends one stage and begins the next.

    `stage` counts from 0; `parts` is how many parts go through it, those that are reused among them.
    """

    flow: str
    stage: int
    stages: int
    parts: int


@frozen
class Reused:
    """Parts that an earlier run did and that this one takes as they are: `parts` of `of` parts of a stage.

    Told once for a stage, before its parts are worked on; each is also told as a `PartDone` with `reused`.
    """

    flow: str
    parts: int
    of: int


@frozen
class PartDone:
    """A part of a flow went through a stage; `sums` are those of the flow so far.

    `stage` and `part` count from 0, as in the file names of the state; logs show them from 1. `seconds` is
    how long a worker had it (0 when reused), `bytes` what it read of the input (0: unknown), `reused`
    whether an earlier run had done it.
    """

    flow: str
    stage: int
    stages: int
    part: int
    parts: int
    sums: Sums
    seconds: float = 0.0
    reused: bool = False
    bytes: int = 0


@frozen
class Progress:
    """How far a stage is, inside its parts, too; told some four times a second while workers are busy.

    `documents` and `bytes` count what was worked on since the stage began, without parts that are reused:
    documents that were read, and bytes of the input as `FlowStarted` counts them (0: unknown; behind the
    first stage nobody uses them). `busy` is how many workers have a part in hand. The counts fall back when
    a worker dies.
    """

    flow: str
    stage: int
    documents: int
    bytes: int
    busy: int


@frozen
class WorkerLost:
    """A worker died, or was ended because it went over a limit; the run goes on.

    `worker` counts from 1. `document` is the one in hand and `step` the step it was at ("" where nobody
    knows). `reason` is one sentence that says how it ended and what is done now: "was killed by signal 11;
    the part is done again by another worker".
    """

    worker: int
    document: str
    step: str
    reason: str


@frozen
class Printed:
    """A component printed a line, or wrote one to standard error; `step` is "" where nobody knows which.

    `line` is without its line end, bounded by who tells it.
    """

    step: str
    line: str


@frozen
class Writing:
    """All documents of the run went through; its outputs are put together and get their names.

    `outputs` is how many they are.
    """

    outputs: int


def _ignore(event: object) -> None:
    """Do nothing with an event."""


@frozen
class Watch:
    """Functions that a run calls as it goes, in one thread; each is optional. They never get a document.

    `warning` gets one plain, escaped sentence, once for each kind of warning; the report has them all
    with their counts. `run_finished` is not called when a run stops with an error. What a watcher raises
    stops the run.
    """

    run_started: Callable[[RunStarted], None] = _ignore
    flow_started: Callable[[FlowStarted], None] = _ignore
    part_done: Callable[[PartDone], None] = _ignore
    warning: Callable[[str], None] = _ignore
    run_finished: Callable[[Report], None] = _ignore
    stage_started: Callable[[StageStarted], None] = _ignore
    reused: Callable[[Reused], None] = _ignore
    progress: Callable[[Progress], None] = _ignore
    worker_lost: Callable[[WorkerLost], None] = _ignore
    printed: Callable[[Printed], None] = _ignore
    writing: Callable[[Writing], None] = _ignore
