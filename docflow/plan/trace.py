"""A trace: what every step of a flow did to one document, as data. The engine makes it, `report` shows it."""

from collections.abc import Iterator

from docflow.model import Document
from docflow.plan.decide import Decision
from docflow.plan.ir import Where
from docflow.textdiff import Run
from docflow.value import frozen

__all__ = [
    "End",
    "Event",
    "FieldChange",
    "Piece",
    "Rejection",
    "Removal",
    "Sum",
    "Trace",
    "TracedFlow",
    "TracedStep",
    "Tried",
    "sums",
]


@frozen
class Removal:
    """Characters `start` to `end` of the text as it came to the step, which the step took.

    `rule` is the line rule that took them, "" where the step has no rules; `line` is the line of the text in
    which they begin, from 1.
    """

    start: int
    end: int
    line: int
    text: str
    rule: str


@frozen
class FieldChange:
    """A field that a step wrote. `before` is None with `fresh`: the document did not have it."""

    name: str
    before: object
    after: object
    fresh: bool
    gone: bool = False


@frozen
class Tried:
    """A condition that a step looked at, in order; `taken` says that the document went this way.

    `words` are how the flow says it (`when doc.words > 10`, `else`); an `else` has no decision.
    """

    words: str
    taken: bool
    decision: Decision | None
    at: Where


@frozen
class Event:
    """What happened to the document at a step beside going on.

    `action` is drop, quarantine, skip, warn, fail, retry or write; `error` says that it came of an error and
    not of the flow's own words.
    """

    action: str
    reason: str = ""
    message: str = ""
    error: bool = False


@frozen
class Piece:
    """One of several documents that came out of a step, by its strand, and how its way ended."""

    strand: tuple[int, ...]
    id: str
    chars: int
    lines: int
    end: str
    where: str


@frozen
class TracedStep:
    """One step and what it did.

    `words` is the step as the flow says it; `kind` that of its component, or when, route, tee, expect, set,
    drop, end, to. `path` names the branches in which it stands, `copy` says that a copy came to it (of tee
    or `route all`), `strand` which piece of the document. `verdict` is unchanged, changed, split, dropped,
    quarantined, failed, skipped, written, held or branched.

    `runs` are the text before and after by word (none when it did not change): same and gone make the text
    that came, same and new the text that went on. `removed` are the runs that are gone, with their rules.
    `chars` counts the text that came; `gone` and `new` are the characters that went and came.
    """

    id: str
    words: str
    kind: str
    component: str
    distribution: str
    at: Where
    path: tuple[str, ...]
    copy: bool
    strand: tuple[int, ...]
    verdict: str
    chars: int
    gone: int = 0
    new: int = 0
    runs: tuple[Run, ...] = ()
    removed: tuple[Removal, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    renamed: tuple[str, str] | None = None
    tried: tuple[Tried, ...] = ()
    pieces: tuple[Piece, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def before(self) -> str:
        """The text as it came to the step, where the step changed it; else ""."""
        return "".join(run.text for run in self.runs if run.kind != "new")

    @property
    def after(self) -> str:
        """The text as it went on, where the step changed it; else ""."""
        return "".join(run.text for run in self.runs if run.kind != "gone")


@frozen
class TracedFlow:
    """The way of a document through one flow. `given` is the document as it came.

    `ends` are the documents that it became in the end (with its copies and pieces), with the event that
    ended each; the step of an end at the end of the flow is "".
    """

    name: str
    at: Where
    given: Document
    steps: tuple[TracedStep, ...]
    ends: tuple["End", ...]


@frozen
class End:
    """Where a document ended: written, passed (at the end of the flow), dropped, quarantined or failed."""

    action: str
    step: str
    at: Where
    copy: bool
    strand: tuple[int, ...]
    document: Document
    reason: str = ""


@frozen
class Rejection:
    """A place in an input that never became a document, as the quarantine has it."""

    step: str
    at: Where
    reason: str
    message: str
    path: str
    line: int | None
    offset: int | None
    length: int | None
    raw: bytes | None


@frozen
class Trace:
    """A document on its way through a flow file, flow after flow where one reads another.

    `asked` is what was asked for; `notes` say what a run would do otherwise (a corpus step that saw one
    document only, an entry of the quarantine that was followed from its step on).
    """

    file: str
    asked: str
    flows: tuple[TracedFlow, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class Sum:
    """What one rule of one step (or a step without rules: "") took and added on the way of a document."""

    step: str
    line: int
    rule: str
    removals: int
    gone: int
    new: int


def sums(steps: tuple[TracedStep, ...]) -> Iterator[Sum]:
    """Yield what each rule took, by step in order; of each step the largest first."""
    for step in steps:
        by_rule: dict[str, list[int]] = {}
        for removal in step.removed:
            count = by_rule.setdefault(removal.rule, [0, 0])
            count[0] += 1
            count[1] += removal.end - removal.start
        if step.new and "" not in by_rule:
            by_rule[""] = [0, 0]
        for rule, (removals, gone) in sorted(by_rule.items(), key=lambda item: -item[1][1]):
            yield Sum(step.id, step.at.line, rule, removals, gone, 0 if rule else step.new)
