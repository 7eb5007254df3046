"""What a run would do again, as text for people and as data for programs."""

from collections.abc import Iterator
from typing import Any

from docflow.plan.forecast import FlowForecast, Forecast
from docflow.report.table import count

__all__ = ["as_json", "render"]

MOST = 4


def as_json(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as JSON values."""
    flows = [
        {
            "flow": each.flow,
            "parts": each.parts,
            "runs": each.runs,
            "reused": each.parts - each.runs,
            "reasons": [{"why": why, "what": list(what), "parts": by} for why, what, by in each.reasons],
            "note": each.note,
        }
        for each in forecast.flows
    ]
    return {"flows": flows, "note": forecast.note}


def render(forecast: Forecast) -> str:
    """Return a forecast as text: "3 of 40 parts: input changed (2), new input (1); 37 are reused"."""
    named = len(forecast.flows) > 1
    lines = [f"  {line}" for each in forecast.flows for line in _flow(each, named=named)]
    lines += [f"  {forecast.note}"] if forecast.note else []
    return "\n".join(("a run now would do", *lines)) + "\n"


def _flow(each: FlowForecast, *, named: bool) -> Iterator[str]:
    head = f"flow {each.flow}: " if named else ""
    if not each.runs and each.note:
        yield f"{head}{each.note}"
        return
    if not each.runs:
        yield f"{head}no part: {_reused(each.parts)}"
        return
    yield head + _parts(each) + (f"; {each.note}" if each.note else "")


def _parts(each: FlowForecast) -> str:
    reasons = [_reason(why, what) for why, what, _ in each.reasons]
    if each.runs == each.parts:
        many = count(each.parts, "part") if each.parts == 1 else f"all {each.parts:,} parts"
        counts = [by for *_, by in each.reasons]
        return f"{many}: " + _listed(reasons, counts if len(counts) > 1 else [0])
    listed = _listed(reasons, [by for *_, by in each.reasons] if len(reasons) > 1 else [0])
    return f"{each.runs:,} of {each.parts:,} parts: {listed}; {_reused(each.parts - each.runs)}"


def _reused(parts: int) -> str:
    return "the only one is reused" if parts == 1 else f"{parts:,} are reused"


def _listed(reasons: list[str], counts: list[int]) -> str:
    return ", ".join(
        f"{reason} ({by:,})" if by else reason for reason, by in zip(reasons, counts, strict=True)
    )


def _reason(why: str, what: tuple[str, ...]) -> str:
    if not what:
        return why
    shown = ", ".join(what[:MOST]) + (f" and {len(what) - MOST} more" if len(what) > MOST else "")
    return shown if "->" in what[0] and len(what) == 1 else f"{why} ({shown})"
