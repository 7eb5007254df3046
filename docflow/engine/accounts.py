"""Counters -> the report of a flow: reasons by step, rules, warnings, gates."""

from collections.abc import Callable, Mapping
from typing import Any

from docflow.engine.ledger import Lane, Tally
from docflow.errors import RunError
from docflow.plan.compile import Facts, facts_function
from docflow.plan.ir import FlowPlan, Gate
from docflow.plan.report import FlowReport, GateResult, Output, RuleCount

__all__ = ["check_balance", "facts_of", "flow_report", "judge_gates"]

MOST_NOTES = 20
Reasons = tuple[tuple[str, str, int], ...]


def check_balance(name: str, tally: Tally) -> None:
    """Raise RunError when a document is not accounted for: a mistake of docflow itself, never of a flow."""
    for lane, what in ((tally.main, "documents"), (tally.copies, "copies")):
        if not lane.sums().balanced:
            raise RunError(f"internal mistake: the {what} of flow `{name}` do not add up ({_sum(lane)})")


def _sum(lane: Lane) -> str:
    return (
        f"seen {lane.seen} + added {lane.added}, written {lane.written} + dropped {lane.dropped}"
        f" + quarantined {lane.quarantined}"
    )


def facts_of(tally: Tally, seconds: float) -> dict[str, Any]:
    """Return what `run.NAME` means in gates; counts by step are of documents and copies together."""
    main = tally.main
    by_step: dict[str, int] = {}
    for (step, _), count in tally.dropped.items():
        by_step[step] = by_step.get(step, 0) + count
    facts: dict[str, Any] = {"seen": main.seen, "kept": main.written, "dropped": main.dropped}
    return facts | {"quarantined": main.quarantined, "seconds": seconds, "dropped_by": by_step}


def judge_gates(
    gates: tuple[Gate, ...], facts: Mapping[str, Any], callables: Mapping[str, Callable[..., Any]]
) -> tuple[GateResult, ...]:
    """Judge the gates of a flow; a gate that cannot be computed has failed, and says why."""
    return tuple(_judge(gate, Facts(None, facts, {}), callables) for gate in gates)


def _judge(gate: Gate, facts: Facts, callables: Mapping[str, Callable[..., Any]]) -> GateResult:
    message = gate.outcome.reason or f"`{gate.text}` does not hold"
    try:
        passed = bool(facts_function(gate.condition, callables)(facts))
    except Exception as error:  # noqa: BLE001 - a function of a plugin
        passed, message = False, f"`{gate.text}` cannot be computed: {type(error).__name__}: {error}"
    return GateResult(gate.text, passed, gate.outcome.action, "" if passed else message, gate.at.line)


def flow_report(
    flow: FlowPlan,
    tally: Tally,
    lines: Mapping[str, int],
    outputs: tuple[Output, ...],
    gates: tuple[GateResult, ...],
) -> FlowReport:
    """Return the report of one flow; `lines` are those of its steps, in the order of the steps."""
    order = {step: number for number, step in enumerate(lines)}

    def in_order(row: tuple[tuple[str, int], int]) -> tuple[int, int]:
        return order.get(row[0][0], len(order)), row[0][1]

    return FlowReport(
        flow.name,
        tally.main.sums(),
        tally.copies.sums(),
        _sorted(tally.dropped, order),
        _sorted(tally.quarantined, order),
        tally.errors,
        _sorted(tally.skipped, order),
        _rules(tally, lines, order),
        outputs,
        gates,
        _warnings(tally),
        tuple(sorted(tally.read.items())),
        tuple((step, block, by) for (step, block), by in sorted(tally.taken.items(), key=in_order)),
        tuple((step, by) for step, by in sorted(tally.split.items(), key=lambda row: order.get(row[0], 0))),
    )


def _sorted(counts: Mapping[tuple[str, str], int], order: Mapping[str, int]) -> Reasons:
    """By step in the order of the flow, then the most frequent first."""
    rows = [(step, reason, count) for (step, reason), count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (order.get(row[0], len(order)), -row[2], row[1])))


def _rules(tally: Tally, lines_of: Mapping[str, int], order: Mapping[str, int]) -> tuple[RuleCount, ...]:
    rows = []
    for (step, rule), (lines, chars, documents) in tally.removed.items():
        rows.append(RuleCount(step, rule, lines_of.get(step, 0), lines, chars, documents))
    return tuple(sorted(rows, key=lambda row: (order.get(row.step, len(order)), -row.chars, row.rule)))


def _warnings(tally: Tally) -> tuple[str, ...]:
    found = [
        f"{reason}: {count} {'document' if count == 1 else 'documents'} (step {step}, first {first})"
        for (step, reason), (count, first) in tally.warned.items()
    ]
    notes = tally.notes[:MOST_NOTES]
    if len(tally.notes) > MOST_NOTES:
        notes.append(f"and {len(tally.notes) - MOST_NOTES} more warnings of this kind")
    return (*_empty(tally), *found, *notes)


def _empty(tally: Tally) -> tuple[str, ...]:
    """An empty result is loud: say who took the documents."""
    sums = tally.main
    if sums.written or tally.copies.written:
        return ()
    if not sums.seen:
        return ("nothing was written: the input holds no document",)
    reasons = [(n, f"dropped by step {s} ({r})") for (s, r), n in tally.dropped.items()]
    reasons += [(n, f"quarantined by step {s} ({r})") for (s, r), n in tally.quarantined.items()]
    count, how = max(reasons, default=(0, "lost"))
    whole = sums.seen + sums.added
    if count >= whole:
        return (
            f"nothing was written: all {whole} documents were {how}"
            if whole > 1
            else f"nothing was written: the document was {how}",
        )
    return (f"nothing was written: of {whole} documents, {count} were {how}",)
