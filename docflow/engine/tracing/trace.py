"""`trace`: what each step did to one document, wherever the document comes from."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from attrs import define

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.desk import Entry
from docflow.engine.prepare import chosen
from docflow.engine.reading import redirected
from docflow.engine.secrets import masking, secret_values
from docflow.engine.state.entries import Kept
from docflow.engine.tracing.find import Found, Listing, by_id, in_file, nearest
from docflow.engine.tracing.run import Job, readers_of, sees_all
from docflow.engine.tracing.shape import rest_of
from docflow.errors import InputError, RefusedError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.ir import ApplyStep, Call, FlowPlan, Plan
from docflow.plan.optimise import optimise
from docflow.plan.trace import Rejection, Trace
from docflow.plan.walk import every_step, flatten
from docflow.value import evolve

__all__ = ["Tracer"]

ALONE = "the step {step} compares documents; it saw only this one, so in a run it may do otherwise"


@define
class Tracer:
    """A flow file ready to be traced. `file` is how the trace calls it; `flow` the flow that is meant."""

    plan: Plan
    catalog: Catalog
    bases: Bases
    file: str
    flow: str | None = None

    def by_id(self, wanted: str) -> Trace:
        """Trace the document with that id (or the only one whose id ends so) among the inputs.

        Raises RefusedError, with the nearest ids, when there is none; InputError when no input matches.
        """
        listings: list[Listing] = []
        flows = [flow for flow in self._flows() if any(isinstance(each, Call) for each in flow.sources)]
        for flow in flows:
            found = by_id(flow, wanted, self.bases, self._components(flow))
            if isinstance(found, Found):
                return self._among(flow, found, wanted)
            listings.append(found)
        ending = [(flow, each) for flow, some in zip(flows, listings, strict=True) for each in some.ending]
        if len(ending) == 1:
            return self._among(*ending[0], wanted)
        if ending:
            names = ", ".join(f"`{safe(found.document.id, 80)}`" for _, found in ending)
            raise RefusedError(f"several ids end in `{safe(wanted)}`: {names}; give one of them")
        raise RefusedError(
            f"there is no file `{safe(wanted)}`, and no document with that id in the inputs"
            + nearest(wanted, listings)
        )

    def in_file(self, file: Path, key: str) -> Trace:
        """Trace a document of a file, read as the flow's own source of such files would.

        Raises RefusedError when the file holds several and `key` names none.
        """
        flow = self._with_files()
        components = self._components(flow)
        other = redirected(flow, [str(file.absolute())], components)
        found = in_file(other, file, key, self.bases, components)
        asked = f"{file}#{key}" if key else str(file)
        if isinstance(found, Listing):
            return Trace(self.file, asked, rejections=tuple(_rejection(each) for each in found.rejected))
        if self._whole(flow):
            same = self._same(flow, found.document)
            if same is not None:
                return self._among(flow, same, asked)
        return self._alone(flow, found.document, asked)

    def document(self, doc: Document, asked: str) -> Trace:
        """Trace a document that is at hand, as if a source of the flow had brought it."""
        return self._alone(self._flows()[0] if self.flow is None else self._last(), doc, asked)

    def entry(self, kept: Kept, asked: str) -> Trace:
        """Trace a document of the quarantine from the step on that it entered last.

        Raises RefusedError when the flow or the step is not there any more.
        """
        if kept.document is None:
            return Trace(self.file, asked, rejections=(kept.rejection,))
        flow = next((each for each in self._flows() if each.name == kept.flow), None)
        if flow is None:
            raise RefusedError(
                f"the entry is of the flow `{safe(kept.flow)}`, which `{self.file}` does not have"
            )
        rest = rest_of(flatten(flow.body), kept.step)
        if rest is None:
            ids = ", ".join(f"`{getattr(step, 'id', '')}`" for step in every_step(flatten(flow.body)))
            raise RefusedError(
                f"the entry is of the step `{safe(kept.step)}`, which the flow does not have any more; "
                f"it has {ids}"
            )
        note = (
            f"followed from the step {kept.step} on, as it came there; it went to quarantine: {kept.reason}"
        )
        left = optimise(Plan("", (evolve(flow, body=rest),))).flows[0]
        return self._alone(left, kept.document, asked, note)

    # ---------------------------------------------------------------------------------- the flows

    def _flows(self) -> tuple[FlowPlan, ...]:
        return optimise(chosen(self.plan, self.flow)).flows

    def _last(self) -> FlowPlan:
        return next(each for each in self._flows() if each.name == self.flow)

    def _with_files(self) -> FlowPlan:
        for flow in self._flows():
            if any(isinstance(each, Call) and each.kind != "source" for each in flow.sources):
                return flow
        raise RefusedError("the flow reads no files, so no file can be traced; give the id of a document")

    def _whole(self, flow: FlowPlan) -> bool:
        """Whether this flow, or one that reads its results, has a step that sees all documents."""
        behind = readers_of(self.plan, flow.name)
        return any(sees_all(each) for each in self._flows() if each.name in behind | {flow.name})

    def _components(self, *flows: FlowPlan) -> Components:
        calls = [call for flow in flows for call in _called(flow)]
        values = secret_values(tuple(calls))
        return Components(self.catalog, self.bases, values, masking(values))

    # ---------------------------------------------------------------------------------- running

    def _among(self, flow: FlowPlan, found: Found, asked: str) -> Trace:
        if not self._whole(flow):
            return self._alone(flow, found.document, asked)
        flows = self._flows()
        with tempfile.TemporaryDirectory(prefix="docflow-") as folder:
            job = Job(self.bases, self._components(*flows), Path(folder))
            for each in flows:
                job.among(each, found.number if each.name == flow.name else None)
        return Trace(self.file, asked, tuple(job.flows), notes=tuple(job.notes))

    def _alone(self, flow: FlowPlan, doc: Document, asked: str, note: str = "") -> Trace:
        behind = readers_of(self.plan, flow.name)
        chain = [each for each in self._flows() if each.name in behind]
        with tempfile.TemporaryDirectory(prefix="docflow-") as folder:
            job = Job(self.bases, self._components(flow, *chain), Path(folder))
            job.notes += [note] if note else []
            self._one(job, flow, [doc])
            for each in chain:
                given = [doc for name in _read_by(each) for doc in job.results.get(name, ())]
                self._one(job, each, given)
        return Trace(self.file, asked, tuple(job.flows), notes=tuple(job.notes))

    def _one(self, job: Job, flow: FlowPlan, docs: Sequence[Document]) -> None:
        for doc in docs:
            job.alone(flow, doc)
        for step in every_step(flatten(flow.body)) if docs else ():
            if isinstance(step, ApplyStep) and step.call.kind == "corpus":
                job.notes.append(ALONE.format(step=step.id))

    def _same(self, flow: FlowPlan, doc: Document) -> Found | None:
        """Return the document among the flow's own inputs, where it is there; its id may be longer there."""
        found = Found(doc, 0)
        try:
            listing = by_id(flow, doc.id, self.bases, self._components(flow))
        except (InputError, RefusedError):
            return None
        candidates = [listing] if isinstance(listing, Found) else listing.ending
        return next((each for each in candidates if each.document.text == found.document.text), None)


def _called(flow: FlowPlan) -> list[Call]:
    """Return the calls that a trace makes: not the sinks."""
    steps = every_step(flow.body)
    return [
        *(each for each in flow.sources if isinstance(each, Call)),
        *(step.call for step in steps if isinstance(step, ApplyStep)),
    ]


def _read_by(flow: FlowPlan) -> list[str]:
    return [each.flow for each in flow.sources if not isinstance(each, Call)]


def _rejection(entry: Entry) -> Rejection:
    spot, place = entry.spot, entry.pointer
    where = (
        (place.path, place.line, place.offset, place.length, place.raw)
        if place
        else ("", None, None, None, None)
    )
    return Rejection(spot.id, spot.at, entry.reason, entry.message, *where)
