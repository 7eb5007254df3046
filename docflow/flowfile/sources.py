"""The documents that a flow file reads, without its steps and sinks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.memory import stream
from docflow.engine.reading import read_documents, redirected
from docflow.engine.secrets import masking, secret_values
from docflow.errors import RefusedError
from docflow.flowfile.file import FlowFile
from docflow.io.paths import written_path
from docflow.lang.elaborate import Values
from docflow.model import Document
from docflow.plan.ir import Call, FlowPlan
from docflow.plan.quote import quote
from docflow.plan.walk import calls_of
from docflow.value import evolve

__all__ = ["plain_reading", "read_sources"]


def plain_reading(inputs: Sequence[str], catalog: Catalog) -> FlowFile:
    """Return a flow that reads these files and folders, and does nothing."""
    places = [quote(str(written_path(path))) for path in inputs]
    text = f'from files([{", ".join(places)}]) | to jsonl("documents.jsonl")'
    return FlowFile(text, "<inputs>", Path.cwd(), catalog)


def read_sources(
    flow: FlowFile, take: Callable[[Document], None], inputs: Sequence[str] = (), values: Values | None = None
) -> int:
    """Give each document of the sources of a file's flows to `take`, in order; return how many were rejected.

    `inputs` are read in the place of the files that the flows name; then params that only these need
    may be left out. Raises FlowError, RefusedError, InputError or RunError.
    """
    given = values or Values()
    plan = flow.steps(given) if inputs else flow.compile(given)
    bases = Bases(flow=flow.folder, caller=Path.cwd(), root=flow.trust.root_for(flow.folder))
    reading = [_reading(each) for each in plan.flows if any(isinstance(s, Call) for s in each.sources)]
    if not reading:
        raise RefusedError(f"`{flow.name}` has no flow that reads documents")
    rejected = 0
    for each in reading[:1] if inputs else reading:
        secrets = secret_values(tuple(calls_of(each)))
        components = Components(flow.catalog, bases, secrets, masking(secrets))
        places = [str(written_path(path)) for path in inputs]
        made = stream(redirected(each, places, components) if places else each, components)
        read_documents(made, bases, take)
        rejected += made.maker.desk.tally.main.quarantined
    return rejected


def _reading(flow: FlowPlan) -> FlowPlan:
    """Return a flow that only reads."""
    sources = tuple(source for source in flow.sources if isinstance(source, Call))
    return evolve(flow, sources=sources, body=())
