"""Which document is meant, and how it looks when it comes to a flow or a stage."""

from collections.abc import Iterable
from pathlib import Path

from attrs import define

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.halt import Halt
from docflow.engine.memory import stream
from docflow.engine.reading import redirected
from docflow.engine.secrets import masking, secret_values
from docflow.engine.steps.record import Recorder
from docflow.engine.tracing.find import Found, Listing, by_id, in_file, nearest, split_name
from docflow.errors import RefusedError, Span
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.ir import Call, FlowPlan, FlowRef, Plan
from docflow.plan.optimise import optimise
from docflow.plan.walk import calls_of

__all__ = ["Inputs", "at_stage", "plain_file"]


@define
class Inputs:
    """The flows of a file with what they read; `plan` has values for all params."""

    plan: Plan
    catalog: Catalog
    bases: Bases

    def find(self, name: str | Document, target: str | None) -> tuple[Document, FlowPlan]:
        """Return the document that a name means, as it was read, and the flow that reads it.

        The name is `FILE`, `FILE#ID`, or an id among the inputs; `target` is the flow that it is for: inputs
        of it and of the flows that it reads are looked at. A document at hand comes to the first of these.
        Raises RefusedError when there is none.
        """
        flows = [
            flow for flow in self._before(target) if any(isinstance(each, Call) for each in flow.sources)
        ]
        if isinstance(name, Document):
            return name, flows[0]
        place = split_name(name)
        if place is not None:
            return self._in_file(flows, *place)
        listings: list[Listing] = []
        for flow in flows:
            found = by_id(flow, name, self.bases, self._components(flow))
            if isinstance(found, Found):
                return found.document, flow
            listings.append(found)
        ending = [
            (each.document, flow) for flow, some in zip(flows, listings, strict=True) for each in some.ending
        ]
        if len(ending) == 1:
            return ending[0]
        more = nearest(name, listings)
        raise RefusedError(f"there is no file `{safe(name)}`, and no such document in the inputs{more}")

    def _in_file(self, flows: Iterable[FlowPlan], file: Path, key: str) -> tuple[Document, FlowPlan]:
        for flow in flows:
            if any(isinstance(each, Call) and each.kind != "source" for each in flow.sources):
                components = self._components(flow)
                other = redirected(flow, [str(file.absolute())], components)
                found = in_file(other, file, key, self.bases, components)
                if isinstance(found, Found):
                    return found.document, flow
                why = safe(found.rejected[0].message, 300) if found.rejected else "it holds no document"
                raise RefusedError(f"no document can be read from `{file}`: {why}")
        raise RefusedError(f"the flow reads no files, so `{file}` cannot be read as its input")

    def at_flow(self, doc: Document, start: FlowPlan, target: str) -> list[Document]:
        """Return what a document is when it comes to the flow `target`, through the flows between."""
        at: dict[str, list[Document]] = {start.name: [doc]}
        for flow in self._before(target):
            for source in flow.sources:
                if isinstance(source, FlowRef) and source.flow in at:
                    before = next(each for each in self.plan.flows if each.name == source.flow)
                    at.setdefault(flow.name, []).extend(self._through(before, at[source.flow]))
        if not at.get(target):
            raise RefusedError(f"the document does not come to the flow `{target}`")
        return at[target]

    def _through(self, flow: FlowPlan, documents: list[Document]) -> list[Document]:
        made = stream(_staged(flow), self._components(flow))
        try:
            arrivals = [each for doc in documents for each in made.feed(doc)]
            arrivals += made.end()
        except Halt as halt:
            raise halt.error from halt.__cause__
        return [each.document for each in arrivals if not each.copy]

    def _before(self, target: str | None) -> list[FlowPlan]:
        """The flow with those that it reads, in order; all for None."""
        wanted = {target}
        for flow in reversed(self.plan.flows):
            if flow.name in wanted:
                wanted |= {source.flow for source in flow.sources if isinstance(source, FlowRef)}
        return [flow for flow in self.plan.flows if target is None or flow.name in wanted]

    def _components(self, flow: FlowPlan) -> Components:
        values = secret_values(tuple(calls_of(flow)))
        return Components(self.catalog, self.bases, values, masking(values))

    def stage_of(self, span: Span, documents: list[Document], flow: FlowPlan) -> Document:
        """Return the document as it came to a stage that stands at `span`; raises RefusedError."""
        found = at_stage(_staged(flow), self._components(flow), documents, span)
        if found is None:
            raise RefusedError("the document does not come to this stage; record a test of the flow instead")
        return found


def _staged(flow: FlowPlan) -> FlowPlan:
    return optimise(Plan("", (flow,))).flows[0]


def at_stage(
    flow: FlowPlan, components: Components, documents: Iterable[Document], span: Span
) -> Document | None:
    """Return the first document that comes to a step written inside `span`, as it is there."""
    recorder = Recorder()
    made = stream(flow, components, recorder=recorder)
    try:
        for doc in documents:
            list(made.feed(doc))
        list(made.end())
    except Halt:
        pass
    for visit in recorder.take():
        at = visit.step.at
        if at.file == span.file and (span.line, span.column) <= (at.line, at.column) <= (
            span.end_line,
            span.end_column,
        ):
            return visit.before
    return None


def plain_file(name: str) -> Document:
    """Return a file as a document, for a file of stages that reads nothing; raises RefusedError."""
    path = Path(name)
    try:
        return Document(path.stem, path.read_text("utf-8"))
    except FileNotFoundError:
        raise RefusedError(
            f"there is no file `{safe(name)}`, and this flow file has no flow that reads any"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"`{safe(name)}` cannot be read as text: {safe(str(error))}") from None
