"""What a run would do again, as data: per flow how many parts would run, and why."""

from docflow.value import frozen

__all__ = ["FlowForecast", "Forecast"]


@frozen
class FlowForecast:
    """Of one flow: its parts, how many would run, and (reason, what, parts), the most frequent first.

    `note` says what cannot be said before the run, and what else there is to know.
    """

    flow: str
    parts: int
    runs: int
    reasons: tuple[tuple[str, tuple[str, ...], int], ...] = ()
    note: str = ""


@frozen
class Forecast:
    """Of a run: its flows, and a sentence about the state as a whole ("" when it can be used)."""

    flows: tuple[FlowForecast, ...]
    note: str = ""
