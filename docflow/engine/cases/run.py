"""Inline tests: a flow or stage over the given documents, and what must hold of what came out."""

from pathlib import Path

from docflow.engine.cases.gone import gone_of
from docflow.engine.cases.judge import failed
from docflow.engine.cases.outcome import Outcome, outcome_of
from docflow.engine.cases.several import told
from docflow.engine.cases.snapshots import shown, snapshot_file, write_snapshot
from docflow.engine.components import Components, callables_of
from docflow.engine.steps.record import Recorder
from docflow.errors import DocflowError, Interrupted, RunError
from docflow.io.escape import safe
from docflow.plan.case import Case, CaseResult, Claim, Failure
from docflow.value import evolve

__all__ = ["run_case"]


def run_case(
    case: Case,
    components: Components,
    *,
    folder: Path | None = None,
    accept: bool = False,
    recorder: Recorder | None = None,
) -> CaseResult:
    """Run one test; it reads and writes no file but snapshots.

    `folder` is the folder of the flow file, for snapshots; `accept` writes those that differ or are
    missing instead of failing. A `recorder` is told what every step did. What a flow raises is a failure of
    the test, with its sentence. Tests that share `components` share what their rules were compiled to.
    """
    try:
        outcome = outcome_of(case, components, recorder)
    except Interrupted:
        raise
    except DocflowError as error:
        stop = gone_of(case, components, stopped=True) if isinstance(error, RunError) else ()
        failure = Failure("error", safe(str(error), 500), case.at, gone=stop)
        return CaseResult(case.name, (failure,), case.at)
    callables = callables_of(components.catalog, case.claims)
    failed_: list[tuple[Claim, Failure]] = []
    for claim in case.claims:
        if claim.condition is not None:
            found = failed(claim, claim.condition, outcome.facts(), callables)
        else:
            found = _compared(claim, outcome, case, folder, accept=accept)
        failed_ += [(claim, found)] if found else []
    failures = told(failed_, outcome)
    if failures and (outcome.lost or not outcome.documents):
        failures = _with_gone(failures, case, components, outcome)
    return CaseResult(case.name, tuple(failures), case.at)


def _with_gone(
    failures: list[Failure], case: Case, components: Components, outcome: Outcome
) -> list[Failure]:
    """Tell of the documents that did not come out, once: at the first claim that fails."""
    gone = gone_of(case, components)
    first = evolve(failures[0], gone=gone, lost=outcome.lost, empty=not outcome.documents)
    return [first, *failures[1:]]


def _compared(
    claim: Claim, outcome: Outcome, case: Case, folder: Path | None, *, accept: bool
) -> Failure | None:
    """Compare what came out with its snapshot."""
    name = claim.snapshot or ""
    called = f'snapshot("{safe(name)}")'
    if folder is None:
        message = f"{called} needs the folder of the flow, which is not known here"
        return Failure("error", message, claim.at, claim.span)
    path, now = snapshot_file(folder, case.at.file, name), shown(outcome.documents)
    try:
        before = _read(path)
    except FileNotFoundError:
        before = None
    except (OSError, ValueError) as error:
        return Failure("error", f"{called} cannot be read: {safe(str(error))}", claim.at, claim.span)
    if before is not None and now in (before, before.replace("\r\n", "\n")):
        return None
    if accept:
        write_snapshot(path, now)
        return None
    said = "differs" if before is not None else "was never accepted"
    return Failure("snapshot", f"{called} {said}", claim.at, claim.span, expected=before, got=now)


def _read(path: Path) -> str:
    """Return a snapshot as it was written; reading it as text would change the ends of lines in documents."""
    return path.read_bytes().decode("utf-8", "surrogatepass")
