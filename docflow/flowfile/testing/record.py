"""A test written from a real document: what is given, and what came out, as the language writes it.

What is written is run before it is kept: a test that does not pass at once is refused.
"""

from collections.abc import Sequence

from docflow.engine.cases.outcome import Outcome, outcome_of
from docflow.engine.cases.run import run_case
from docflow.engine.components import Components
from docflow.errors import DocflowError, FlowError, RefusedError
from docflow.flowfile.file import FlowFile
from docflow.flowfile.testing.tests import bases_of
from docflow.io.escape import safe
from docflow.lang.layout.format import LayoutError, format_text
from docflow.lang.testing.literal import literal, text_literal
from docflow.model import Document
from docflow.plan.case import Case
from docflow.plan.quote import quote
from docflow.value import evolve, frozen

__all__ = ["Recorded", "record"]

_TRIAL = "run.seen != -1"


@frozen
class Recorded:
    """A recorded test: its name, its text, the text of the whole file with it, the line where it begins.

    `notes` are sentences about what could not be written.
    """

    name: str
    test: str
    text: str
    line: int
    notes: tuple[str, ...] = ()


@frozen
class _Draft:
    """A test being written: all of it but the claims."""

    flow: FlowFile
    name: str
    target: str
    given: tuple[str, ...]
    components: Components

    def text(self, claims: Sequence[str]) -> str:
        """Return the test with these claims."""
        lines = [*self.given, *(f"then {claim}" for claim in claims)]
        body = "".join(f"  {line}\n" for line in lines)
        return f"test {quote(self.name)} of {self.target} {{\n{body}}}\n"

    def case(self, claims: Sequence[str]) -> Case:
        """Return the test at the end of its file; raises FlowError when it is wrong."""
        checked = evolve(self.flow, text=f"{self.flow.text.rstrip()}\n\n{self.text(claims)}").check()
        if not checked.ok:
            raise FlowError(checked.diagnostics, checked.sources)
        return checked.elaborated.cases[-1]

    def is_right(self, claims: Sequence[str]) -> bool:
        """Whether the checker takes the claims."""
        try:
            self.case(claims)
        except FlowError:
            return False
        return True


def record(flow: FlowFile, documents: Sequence[Document], target: str, name: str) -> Recorded:
    """Return a test of `target` (a flow or stage with its arguments) over documents, and the file with it.

    Raises FlowError when the flow is wrong or the target is, RefusedError for a text that no flow can hold,
    and when the flow does not do the same twice.
    """
    notes: list[str] = []
    components = Components(flow.catalog, bases_of(flow))
    draft = _Draft(flow, name, target, tuple(_given(doc, notes) for doc in documents), components)
    trial = draft.case([_TRIAL])
    outcome = _outcome(evolve(trial, given=tuple(documents)), components)
    if _came(outcome) != _came(_outcome(trial, components)):
        draft = evolve(draft, given=tuple(_given(doc, notes, named=True) for doc in documents))
        outcome = _outcome(draft.case([_TRIAL]), components)
    made = _placed(flow, draft.text(_fitting(draft, _claims(outcome, documents), notes)), name)
    _prove(evolve(flow, text=made.text), name, components)
    return evolve(made, notes=tuple(dict.fromkeys(notes)))


def _given(doc: Document, notes: list[str], *, named: bool = False) -> str:
    text = text_literal(doc.text)
    if text is None:
        half = "half a character (a lone surrogate), which no flow file can hold"
        raise RefusedError(f"the document `{safe(doc.id)}` holds {half}")
    fields = {**({"id": doc.id, "source": doc.source} if named else {}), **doc.fields}
    shown = {key: literal(value, exact=True) for key, value in fields.items()}
    usable = {key: value for key, value in shown.items() if value is not None and key.isidentifier()}
    why = "no flow file can write its name or its value"
    notes += [f"the field `{safe(key)}` is not given: {why}" for key in shown if key not in usable]
    pairs = [f"{key}: {value}" for key, value in usable.items()]
    return f"given {text}" + (f" with {', '.join(pairs)}" if pairs else "")


def _placed(flow: FlowFile, test: str, name: str) -> Recorded:
    """Put a test at the end of a file, in the layout of `docflow fmt`; what stands there stays as it is."""
    start = flow.text.rstrip() + "\n\n" if flow.text.strip() else ""
    first = start.count("\n") + 1
    whole = start + test
    try:
        laid = format_text(whole, flow.name, lines=(first, first + test.count("\n"))).text
    except LayoutError:  # the layout is a courtesy; the test is right as it is
        laid = whole
    made = laid if laid.startswith(start) else whole
    return Recorded(name, made[len(start) :], made, first)


def _outcome(case: Case, components: Components) -> Outcome:
    try:
        return outcome_of(case, components)
    except DocflowError as error:
        raise RefusedError(
            f"the flow stops at this document, so there is nothing to record: {error}"
        ) from error


def _came(outcome: Outcome) -> object:
    sinks = {name: len(docs) for name, docs in outcome.sinks.items()}
    return [(doc.text, doc.fields) for doc in outcome.documents], sinks, outcome.lost


def _claims(outcome: Outcome, documents: Sequence[Document]) -> list[str]:
    """Return what can be claimed of what came out: the first document, the sinks, what was lost and where."""
    report = outcome.made.report()
    claims = []
    if len(documents) > 1 or len(outcome.documents) != 1:
        claims.append(f"run.kept == {report.sums.written}")
    claims += [f"run.quarantined == {report.sums.quarantined}"] if report.sums.quarantined else []
    claims += [f"run.dropped_by.{_step(step)} == {n}" for step, _, n in report.dropped_by]
    for doc in outcome.documents[:1]:
        claims.append(f"doc.text == {text_literal(doc.text)}")
        news = {key: value for key, value in doc.fields.items() if not _was_given(key, value, documents)}
        claims += [f"doc.{_step(key)} == {literal(value)}" for key, value in news.items() if _worth_it(value)]
    if len(outcome.sinks) > 1 and not all(outcome.sinks.values()):  # it went one way of several
        claims += [f"sink.{_step(name)}.count == {len(docs)}" for name, docs in outcome.sinks.items() if docs]
    return claims


def _was_given(key: str, value: object, documents: Sequence[Document]) -> bool:
    return all(key in doc.fields and doc.fields[key] == value for doc in documents)


def _step(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else quote(name)


def _worth_it(value: object) -> bool:
    return value not in (None, [], {}) and literal(value) is not None


def _fitting(draft: _Draft, claims: list[str], notes: list[str]) -> list[str]:
    """Return the claims that the checker takes and that hold when the test runs again."""
    kept = claims if draft.is_right(claims) else [claim for claim in claims if draft.is_right([claim])]
    case = draft.case(kept)
    failed = {failure.at for failure in run_case(case, draft.components).failures}
    stays = [text for text, claim in zip(kept, case.claims, strict=True) if claim.at not in failed]
    gone = [text for text in kept if text not in stays]
    notes += [f"`{safe(text)}` is not claimed: it is not the same twice" for text in gone]
    if not stays:
        raise RefusedError("what comes of this document is not the same twice, so no test of it can pass")
    return stays


def _prove(flow: FlowFile, name: str, components: Components) -> None:
    """Raise RefusedError unless the test, as it will stand in the file, is right and passes twice."""
    checked = flow.check()
    if not checked.ok:
        raise FlowError(checked.diagnostics, checked.sources)
    case = next(case for case in checked.elaborated.cases if case.name == name)
    for _ in range(2):
        failures = run_case(case, components).failures
        if failures:
            raise RefusedError(f"what comes of this document is not the same twice: {failures[0].message}")
