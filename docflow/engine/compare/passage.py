"""The way of one document through a flow, small enough to wait on the disk until the other version ran.

It holds what a comparison needs: the ends with their texts and fields, and of each step that changed
something the lines that it took and brought and the fields that it wrote. Equal texts are kept once.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from docflow.engine.memory import Arrival
from docflow.engine.state.spill import pack, unpack
from docflow.engine.steps.record import Fate, Visit
from docflow.model import Document
from docflow.plan.ir import RouteStep, TeeStep, WhenStep

__all__ = ["ENDED", "WRITTEN", "End", "Passage", "Work", "passage_of"]

WRITTEN = "written"
ENDED = frozenset({"drop", "quarantine", "fail"})
"""The fates after which a document does not go on."""


@define
class End:
    """Where a document (a piece, a copy) ended: `kind` is written, drop, quarantine or fail.

    `step` is the sink ("" at the end of a flow) or the step that ended it; `message` is that of an error.
    """

    kind: str
    step: str
    reason: str
    message: str
    copy: bool
    error: bool
    id: str
    source: str
    text: str
    fields: dict[str, Any]


@define
class Work:
    """What one step did to one document: lines taken (with their rule) and brought, fields written.

    `before` and `after` are fingerprints of the text, good within one process only.
    """

    step: str
    before: int
    after: int
    gone: list[tuple[str, str]] = field(factory=list)
    came: list[str] = field(factory=list)
    fields: list[str] = field(factory=list)


@define
class Passage:
    """One document that was read, all its ends, and the steps that did something to it, in order."""

    root: int
    id: str
    source: str
    ends: list[End] = field(factory=list)
    works: list[Work] = field(factory=list)

    def packed(self) -> bytes:
        """Return the passage as bytes; every text and map of fields once."""
        texts: dict[str, int] = {}
        fields: list[dict[str, Any]] = []
        ends = []
        for end in self.ends:
            place = next((n for n, known in enumerate(fields) if known == end.fields), len(fields))
            if place == len(fields):
                fields.append(end.fields)
            number = texts.setdefault(end.text, len(texts))
            said = (end.kind, end.step, end.reason, end.message, end.copy, end.error, end.id, end.source)
            ends.append((said, number, place))
        works = [(w.step, w.before, w.after, w.gone, w.came, w.fields) for w in self.works]
        return _packed((self.root, self.id, self.source, list(texts), fields, ends, works))

    @classmethod
    def unpacked(cls, data: bytes) -> "Passage":
        """Return what `packed` was called on; tuples in fields come back as lists."""
        root, id_, source, texts, fields, ends, works = unpack(data)
        found = [End(*(*said, texts[text], fields[place])) for said, text, place in ends]
        done = [Work(step, a, b, [*map(tuple, gone)], came, names) for step, a, b, gone, came, names in works]
        return cls(root, id_, source, found, done)

    def add(self, other: "Passage") -> None:
        """Take what a later stage recorded of the same document."""
        self.ends += other.ends
        self.works += other.works


def _packed(data: Any) -> bytes:
    try:
        return pack(data)
    except TypeError:
        return pack(_plain(data))


def _plain(value: Any) -> Any:
    """Return a value in which everything that no flow can have is a text of it."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    try:
        pack(value)
    except TypeError:
        return repr(value)
    return value


def passage_of(
    root: int, read: Document | None, visits: Iterable[Visit], arrivals: Iterable[Arrival]
) -> Passage:
    """Return what visits and arrivals tell of one document.

    `read` is the document as it was read; None in later stages, and for one that stopped the flow.
    """
    visits = list(visits)
    first = read or (visits[0].before if visits else None)
    made = Passage(root, first.id if first else "", first.source if first else "")
    for visit in visits:
        made.ends += [_ended(visit, fate) for fate in visit.fates if fate.action in ENDED]
        work = _work(visit)
        if work is not None:
            made.works.append(work)
    for each in arrivals:
        doc = each.document
        made.ends.append(
            End(WRITTEN, each.sink, "", "", each.copy, False, doc.id, doc.source, doc.text, doc.fields)
        )
    return made


def _ended(visit: Visit, fate: Fate) -> End:
    doc = visit.before
    reason = fate.message if fate.action == "fail" else fate.reason
    return End(
        fate.action,
        visit.step.id,
        reason,
        fate.message,
        visit.copy,
        fate.error,
        doc.id,
        doc.source,
        doc.text,
        doc.fields,
    )


def _work(visit: Visit) -> Work | None:
    """Return what a step did, None for nothing; what holds other steps does nothing itself."""
    if isinstance(visit.step, (WhenStep, RouteStep, TeeStep)) or not visit.after:
        return None
    before, first = visit.before, visit.after[0]
    one = len(visit.after) == 1
    text = first.text if one else "\n".join(doc.text for doc in visit.after)
    fields = _written(before, first)
    if text == before.text and not fields:
        return None
    made = Work(visit.step.id, hash(before.text), hash(text), fields=fields)
    if visit.cuts:
        made.gone = [
            (cut.rule, line) for cut in visit.cuts for line in _lines(before.text[cut.start : cut.end])
        ]
    elif text != before.text:
        old, new = Counter(before.text.split("\n")), Counter(text.split("\n"))
        made.gone = [("", line) for line in old - new if line.strip()]
        made.came = [line for line in new - old if line.strip()]
    return made


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _written(before: Document, after: Document) -> list[str]:
    if before.fields == after.fields:
        return []
    missing = object()
    names = dict.fromkeys((*before.fields, *after.fields))
    return [name for name in names if before.fields.get(name, missing) != after.fields.get(name, missing)]
