"""The whole journey on one screen: text -> syntax tree -> checked plan -> optimised plan -> outputs."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from docflow.catalog.catalog import Catalog
from docflow.engine.budget import Budget
from docflow.engine.crew.choose import engine_of, how_many
from docflow.engine.limits import Limits
from docflow.engine.memory import over
from docflow.engine.replay.pick import Replay
from docflow.engine.run import Bases, Watch
from docflow.engine.run import run as run_plan
from docflow.flowfile.everyday import everyday
from docflow.flowfile.file import Checked, FlowFile, read_flow
from docflow.lang.elaborate import Values
from docflow.model import Document
from docflow.plan.ir import Plan
from docflow.plan.optimise import optimise
from docflow.plan.report import Report

if TYPE_CHECKING:
    from docflow.flowfile.tracing import Trace
    from docflow.plan.comparison import Comparison
    from docflow.plan.forecast import Forecast

__all__ = ["Checked", "Flow", "check", "clean", "compile", "load", "run"]


@frozen
class Flow(FlowFile):
    """A flow file (or text) that can be checked, compiled and run."""

    def run(
        self,
        values: Values | None = None,
        *,
        flow: str | None = None,
        workers: int | None = None,
        engine: str | None = None,
        watch: Watch | None = None,
        limits: Limits | None = None,
        fresh: bool = False,
        replay: Replay | None = None,
        budget: Budget | None = None,
    ) -> Report:
        """Run the flow and return the report.

        `workers` processes do the work (None: as the flow says, else one a core); with `engine` "inline" this
        process does. `limits` are those of one document and one worker. With `fresh` nothing of an earlier
        run is used again. With `replay` only entries of the quarantine are done, and put where they belong.
        `budget` is how many documents may fail before the exit code is 3, in place of what each flow says.

        Raises FlowError for a wrong flow, RefusedError before any work, RunError when the run stops.
        """
        plan = optimise(self.compile(values, flow=flow))
        trust = self.trust
        chosen = engine_of(engine, self.catalog)
        return run_plan(
            plan,
            self.catalog,
            Bases(flow=self.folder, caller=Path.cwd(), root=trust.root_for(self.folder)),
            flow=flow,
            watch=watch,
            workers=how_many(plan, workers),
            engine=chosen,
            limits=trust.limits(limits or Limits()),
            sandbox=trust.sandbox,
            fresh=fresh or trust.fresh,
            replay=replay,
            budget=budget,
        )

    def forecast(self, values: Values | None = None, *, flow: str | None = None) -> "Forecast | None":
        """Return which parts a run would do now, and why; None where no run left anything. Writes nothing.

        Raises FlowError for a wrong flow, RefusedError and InputError as a run would.
        """
        trust = self.trust
        bases = Bases(flow=self.folder, caller=Path.cwd(), root=trust.root_for(self.folder))
        plan = self.compile(values, flow=flow)
        made: Forecast | None = import_module("docflow.engine.forecast").forecast(
            plan, self.catalog, bases, flow=flow, limits=trust.limits(Limits())
        )
        return made

    def over(self, documents: Iterable[Document | str], **params: object) -> Iterator[Document]:
        """Run the flow over documents in memory: its sources and sinks are left out, nothing is written.

        Texts become documents with the ids "1", "2", ... Yields the documents that reach a sink or the
        end, in order. Params that only sources and sinks need may be left out.

        Raises FlowError for a wrong flow, RunError when the flow stops.
        """
        plan = optimise(self.steps(params))
        root = self.trust.root_for(self.folder)
        bases = Bases(flow=self.folder, caller=Path.cwd(), root=root)
        return over(plan, self.catalog, _documents(documents), bases=bases)

    def diff(
        self,
        against: "str | FlowFile" = "HEAD",
        *,
        inputs: Sequence[str] = (),
        limit: int | None = None,
        examples: int = 8,
        flow: str | None = None,
        **params: object,
    ) -> "Comparison":
        """Run this and another version on the same documents and return what differs in the results.

        `against` is a flow, a file, a revision of git or `REVISION:PATH`; `inputs` are read by both in the
        place of their own, `limit` documents at most. Nothing is written.

        Raises FlowError with the mistakes of both, RefusedError, InputError, MachineError or RunError.
        """
        comparing = import_module("docflow.flowfile.comparing")
        old = comparing.other_version(self, against) if isinstance(against, str) else against
        ask = comparing.Ask(tuple(inputs), limit, examples)
        made: Comparison = comparing.diff(self, old, ask, Values(set_=params), flow)
        return made

    def trace(
        self,
        document: str | Path | Document,
        values: Values | None = None,
        *,
        flow: str | None = None,
        quarantine: str | Path | None = None,
        **params: object,
    ) -> "Trace":
        """Return what every step did to one document; nothing is written.

        `document` is a file, `FILE#ID`, an id (or its end) among the inputs, or a Document at hand. With
        `quarantine` (an output folder, or the file), it is the id or number of an entry there. A trace
        prints as `docflow trace` does, and shows as HTML in notebooks.

        Raises FlowError for a wrong flow, RefusedError when there is no such document (with the nearest
        ids), InputError when no input matches.
        """
        given = values or Values(set_=params)
        place = None if quarantine is None else str(quarantine)
        made: Trace = import_module("docflow.flowfile.tracing").trace(
            self, document, given, flow=flow, quarantine=place
        )
        return made


def _documents(given: Iterable[Document | str]) -> Iterator[Document]:
    for number, item in enumerate(given, 1):
        yield Document(str(number), item) if isinstance(item, str) else item


def load(path: str | Path) -> Flow:
    """Return the flow of a file.

    Raises RefusedError when the file is not there or is not UTF-8 text.
    """
    return Flow(*read_flow(path))


def check(path: str | Path) -> Checked:
    """Check a flow file: every mistake, found without running anything."""
    return load(path).check()


def compile(path: str | Path, **params: object) -> Plan:  # noqa: A001 - docflow.compile, like re.compile
    """Return the plan of a flow file with the given params. Raises FlowError."""
    return load(path).compile(Values(set_=params))


def run(path: str | Path, **params: object) -> Report:
    """Run a flow file with the given params, as `docflow run` does, and return the report.

    Raises FlowError, RefusedError or RunError (see `docflow.errors`).
    """
    return load(path).run(Values(set_=params))


def clean(text: str) -> str:
    """Return the text as the default cleaning flow of the installed plugins leaves it."""
    catalog = Catalog.installed()
    flow = Flow(everyday(catalog).flow(('files("-")',), 'text("-")'), "<clean>", Path.cwd(), catalog)
    return next((doc.text for doc in flow.over([text])), "")
