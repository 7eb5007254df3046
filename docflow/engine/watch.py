"""What a run tells its watchers: plain events, so that the engine never knows a logger or a screen."""

from collections.abc import Callable

from attrs import frozen

from docflow.plan.report import Report, Sums

__all__ = ["FlowStarted", "PartDone", "RunStarted", "Watch"]


@frozen
class RunStarted:
    """A run begins: the name of the plan, its digest, and its flows in the order of their running."""

    plan: str
    digest: str
    flows: tuple[str, ...]


@frozen
class FlowStarted:
    """A flow begins: its name, and into how many parts its input was cut."""

    flow: str
    parts: int


@frozen
class PartDone:
    """A part of a flow went through a stage; `sums` are those of the flow so far.

    `stage` and `part` count from 0, as in the file names of the state; `report.log` shows them from 1.
    """

    flow: str
    stage: int
    stages: int
    part: int
    parts: int
    sums: Sums


def _ignore(event: object) -> None:
    """Do nothing with an event."""


@frozen
class Watch:
    """Functions that a run calls as it goes; each is optional. They never get a document.

    `warning` gets one plain, escaped sentence, once for each kind of warning; the report has them all
    with their counts. What a watcher raises stops the run.
    """

    run_started: Callable[[RunStarted], None] = _ignore
    flow_started: Callable[[FlowStarted], None] = _ignore
    part_done: Callable[[PartDone], None] = _ignore
    warning: Callable[[str], None] = _ignore
    run_finished: Callable[[Report], None] = _ignore
