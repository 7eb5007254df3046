"""Inline tests: a flow or stage over the given documents, and what must hold of what came out."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.engine.accounts import facts_of
from docflow.engine.components import Components, callables_of
from docflow.engine.halt import Halt
from docflow.engine.memory import Arrival, Stream, stream
from docflow.engine.snapshots import shown, snapshot_file, write_snapshot
from docflow.errors import DocflowError
from docflow.io.escape import safe, safe_lines
from docflow.model import Document
from docflow.plan.case import Case, CaseResult, Claim
from docflow.plan.compile import Facts, facts_function
from docflow.plan.expr import Compare, Expr
from docflow.plan.ir import Plan, SinkStep, Where
from docflow.plan.optimise import optimise
from docflow.plan.walk import every_step

__all__ = ["run_case"]

MOST_LINES = 40
Callables = Mapping[str, Callable[..., Any]]


def run_case(case: Case, catalog: Catalog, *, folder: Path | None = None, accept: bool = False) -> CaseResult:
    """Run one test; it reads and writes no file but snapshots.

    `folder` is the folder of the flow file, for snapshots; `accept` writes those that differ or are
    missing instead of failing. What a flow raises is a failure of the test, with its sentence.
    """
    try:
        outcome = _run(case, catalog)
    except DocflowError as error:
        return CaseResult(case.name, ((safe(str(error), 500), case.at),), case.at)
    callables = callables_of(catalog, case.claims)
    failures: list[tuple[str, Where]] = []
    for claim in case.claims:
        if claim.condition is not None:
            said = _judged(claim, claim.condition, outcome, callables)
        else:
            said = _compared(claim, outcome, case, folder, accept=accept)
        failures += [(said, claim.at)] if said else []
    return CaseResult(case.name, tuple(failures), case.at)


@define
class _Outcome:
    """What came of a test: the documents (copies apart), by sink, and the sums."""

    made: Stream
    documents: list[Document] = field(factory=list)
    sinks: dict[str, list[Document]] = field(factory=dict)

    def take(self, arrival: Arrival) -> None:
        """Keep a document that arrived."""
        if arrival.sink:
            self.sinks.setdefault(arrival.sink, []).append(arrival.document)
        if not arrival.copy:
            self.documents.append(arrival.document)

    def facts(self) -> Facts:
        """Return what claims may look at; a test takes no time, so that it is the same every time."""
        sinks = {
            name: {"count": len(docs), "first": docs[0] if docs else None}
            for name, docs in self.sinks.items()
        }
        run = facts_of(self.made.maker.desk.tally, 0.0)
        return Facts(self.documents[0] if self.documents else None, run, sinks)


def _run(case: Case, catalog: Catalog) -> _Outcome:
    flow = optimise(Plan("test", (case.flow,))).flows[0]
    mocks = {mock.step: mock.value for mock in case.mocks}
    made = stream(flow, Components(catalog), mocks)
    sinks = [step.id for step in every_step(flow.body) if isinstance(step, SinkStep)]
    outcome = _Outcome(made, sinks={name: [] for name in sinks})
    try:
        for doc in case.given:
            for arrival in made.feed(doc):
                outcome.take(arrival)
        for arrival in made.end():
            outcome.take(arrival)
    except Halt as halt:
        raise halt.error from halt.__cause__
    return outcome


def _judged(claim: Claim, condition: Expr, outcome: _Outcome, callables: Callables) -> str:
    facts = outcome.facts()
    try:
        if facts_function(condition, callables)(facts):
            return ""
        said = f"`{claim.text}` does not hold{_sides(condition, facts, callables)}"
    except Exception as error:  # noqa: BLE001 - a function of a plugin
        said = f"`{claim.text}` cannot be computed: {safe(f'{type(error).__name__}: {error}')}"
    return said + (_absent(outcome) if facts.doc is None else "")


def _sides(condition: Expr, facts: Facts, callables: Callables) -> str:
    """Show what a comparison compared: texts of several lines as a diff, other values side by side."""
    if not isinstance(condition, Compare):
        return ""
    left = facts_function(condition.left, callables)(facts)
    right = facts_function(condition.right, callables)(facts)
    if isinstance(left, str) and isinstance(right, str) and ("\n" in left or "\n" in right):
        return "\n" + _diff(right, left)
    return f"\n  expected: {_relation(condition.op)}{_shown(right)}\n  got:      {_shown(left)}"


def _relation(op: str) -> str:
    return "" if op == "==" else f"{op} "


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{safe(value, 500)}"'
    return "null" if value is None else safe(str(value), 500)


def _diff(expected: str, got: str) -> str:
    """Return the lines that differ: `-` expected, `+` got."""
    lines = difflib.unified_diff(expected.split("\n"), got.split("\n"), "expected", "got", lineterm="", n=2)
    found = [line for line in lines if not line.startswith("@@")]
    cut = (
        [*found[:MOST_LINES], f"... {len(found) - MOST_LINES} more lines"]
        if len(found) > MOST_LINES
        else found
    )
    return "\n".join("  " + safe_lines(line) for line in cut)


def _absent(outcome: _Outcome) -> str:
    """Say why no document came out."""
    report = outcome.made.report()
    ways = [f"{n} dropped by `{step}` ({reason})" for step, reason, n in report.dropped_by]
    ways += [f"{n} quarantined by `{step}` ({reason})" for step, reason, n in report.quarantined_by]
    ways += [safe(entry.message, 300) for entry in outcome.made.quarantined[:1] if entry.error]
    return "\n  no document came out" + (": " + "; ".join(ways) if ways else "")


def _compared(claim: Claim, outcome: _Outcome, case: Case, folder: Path | None, *, accept: bool) -> str:
    """Compare what came out with its snapshot."""
    name = claim.snapshot or ""
    if folder is None:
        return f'snapshot("{safe(name)}") needs the folder of the flow, which is not known here'
    path, now = snapshot_file(folder, case.at.file, name), shown(outcome.documents)
    try:
        before = path.read_text("utf-8")
    except FileNotFoundError:
        before = None
    except (OSError, ValueError) as error:
        return f'snapshot("{safe(name)}") cannot be read: {safe(str(error))}'
    if before == now:
        return ""
    if accept:
        write_snapshot(path, now)
        return ""
    if before is None:
        return f'snapshot("{safe(name)}") was never accepted: run `docflow test --update`, then read the file'
    return f'snapshot("{safe(name)}") differs\n' + _diff(before, now)
