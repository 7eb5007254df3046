"""What every step of a flow file did to one document, wherever that comes from."""

import importlib
from pathlib import Path
from typing import Any

from docflow.engine.bases import Bases
from docflow.engine.state.entries import FILE, entry_of, quarantine_file
from docflow.engine.tracing.find import split_name
from docflow.engine.tracing.trace import Tracer
from docflow.flowfile.file import FlowFile
from docflow.lang.elaborate import Values
from docflow.model import Document
from docflow.plan import trace as data
from docflow.plan.ir import Plan
from docflow.value import frozen

__all__ = ["Trace", "trace"]


class Trace(data.Trace):
    """What every step did to one document; prints as `docflow trace` does, and shows as HTML in notebooks."""

    def __str__(self) -> str:
        """Return the trace as text."""
        return str(_report("text").render(self))

    def _repr_html_(self) -> str:
        return str(_report("page").framed(self))


def _report(name: str) -> Any:
    """What shows traces is imported with the first that is shown."""
    return importlib.import_module(f"docflow.report.trace.{name}")


def trace(
    flow_file: FlowFile,
    document: str | Path | Document,
    values: Values,
    *,
    flow: str | None = None,
    quarantine: str | None = None,
    caller: Path | None = None,
) -> Trace:
    """Return what each step did to a document: one at hand, of a file, of the inputs, or of a quarantine.

    `caller` is the folder that paths of the caller start from (the current one). Raises FlowError for a wrong
    flow, RefusedError when there is no such document, InputError when no input matches.
    """
    bases = Bases(flow=flow_file.folder, caller=caller or Path.cwd())
    made = _trace(_Ask(flow_file, values, flow, bases), document, quarantine)
    return Trace(made.file, made.asked, made.flows, made.rejections, made.notes)


@frozen
class _Ask:
    """What is traced with; a document that is at hand needs no inputs, so params of those may be left out."""

    flow_file: FlowFile
    values: Values
    flow: str | None
    bases: Bases

    def without_inputs(self) -> Tracer:
        """Return a tracer whose sources and sinks may wait for params."""
        return self._tracer(self.flow_file.steps(self.values))

    def with_inputs(self) -> Tracer:
        """Return a tracer that can read the inputs."""
        return self._tracer(self.flow_file.compile(self.values, flow=self.flow))

    def _tracer(self, plan: Plan) -> Tracer:
        return Tracer(plan, self.flow_file.catalog, self.bases, self.flow_file.name, self.flow)


def _trace(ask: _Ask, document: str | Path | Document, quarantine: str | None) -> data.Trace:
    if quarantine is not None:
        return _of_entry(ask, quarantine_file(quarantine), str(document))
    if isinstance(document, Document):
        return ask.without_inputs().document(document, document.id)
    place = split_name(str(document))
    if place is None:
        return ask.with_inputs().by_id(str(document))
    return _of_entry(ask, *place) if place[0].name == FILE else ask.without_inputs().in_file(*place)


def _of_entry(ask: _Ask, file: Path, key: str) -> data.Trace:
    kept = entry_of(file, key)
    return ask.without_inputs().entry(kept, f"{file}#{kept.number}")
