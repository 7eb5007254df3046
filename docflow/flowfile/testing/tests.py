"""The tests of a flow file at hand: what `docflow test`, `docflow check --coverage` and pytest run."""

import time
from collections.abc import Mapping
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.cases.run import run_case
from docflow.engine.cases.snapshots import obsolete_snapshots
from docflow.engine.components import Components
from docflow.engine.steps.record import Recorder
from docflow.errors import Diagnostic, FlowError
from docflow.flowfile.file import Checked, FlowFile, read_flow
from docflow.plan.case import Case, CaseResult
from docflow.plan.ir import FlowPlan
from docflow.value import frozen

__all__ = ["Ran", "Tests", "bases_of", "open_tests", "read_tests", "run_one"]


@frozen
class Tests:
    """The tests of a flow file that is right: `warnings` are what checking it found all the same.

    `outline` are its flows as far as they are known without params, `components` those that its tests share.
    """

    __test__ = False  # not a pytest class

    flow: FlowFile
    cases: tuple[Case, ...]
    sources: Mapping[str, str]
    warnings: tuple[Diagnostic, ...]
    outline: tuple[FlowPlan, ...]
    components: Components

    @property
    def file(self) -> str:
        """The file, as messages call it."""
        return self.flow.name

    def obsolete(self) -> list[Path]:
        """Return the snapshots of this flow that no test claims."""
        names = (claim.snapshot for case in self.cases for claim in case.claims if claim.snapshot is not None)
        return obsolete_snapshots(self.flow.folder, self.flow.name, names)


@frozen
class Ran:
    """A test that ran, and the seconds that it took."""

    case: Case
    result: CaseResult
    seconds: float


def read_tests(path: str | Path, catalog: Catalog | None = None) -> Tests:
    """Return the tests of a flow file.

    Raises RefusedError when it cannot be read, FlowError when it has a mistake: then none of its tests runs,
    since what a wrong flow does says nothing.
    """
    text, name, folder = read_flow(path)
    return open_tests(FlowFile(text, name, folder, catalog or Catalog.installed()))


def open_tests(flow: FlowFile) -> Tests:
    """Return the tests of a flow file at hand; raises FlowError when it has a mistake."""
    return known(flow, flow.check())


def known(flow: FlowFile, checked: Checked) -> Tests:
    """Return the tests of a flow file that was checked; raises FlowError when it has a mistake."""
    if not checked.ok:
        raise FlowError(checked.diagnostics, checked.sources)
    made = checked.elaborated
    flows = made.outline.flows if made.outline else ()
    components = Components(flow.catalog, bases_of(flow))
    return Tests(flow, made.cases, checked.sources, checked.diagnostics, flows, components)


def bases_of(flow: FlowFile) -> Bases:
    """Return the folder that the paths in a flow file's steps start from; tests get no others."""
    return Bases(flow=flow.folder, caller=flow.folder, root=flow.trust.root_for(flow.folder))


def run_one(tests: Tests, case: Case, *, update: bool = False, recorder: Recorder | None = None) -> Ran:
    """Run one test of a file; with `update`, what a snapshot should be is written anew."""
    start = time.perf_counter()
    result = run_case(case, tests.components, folder=tests.flow.folder, accept=update, recorder=recorder)
    return Ran(case, result, time.perf_counter() - start)
