"""How an edit of a flow changes its results, as data: what differs in the plan, and in each document.

Here, below both the engine that compares and the renderers that print it. "Old" and "new" are the two
versions; what is counted is documents as they were read, however many copies or pieces came of them.
"""

from docflow.plan.report import FlowReport
from docflow.textdiff import Row
from docflow.value import frozen

__all__ = [
    "Comparison",
    "Detail",
    "Effect",
    "Example",
    "FieldChange",
    "FlowComparison",
    "Hunk",
    "RuleChange",
    "SinkChange",
    "StepChange",
    "Version",
]


@frozen
class Version:
    """One of the two versions: how messages call it, and what its plan means."""

    name: str
    digest: str


@frozen
class Detail:
    """A part of a step that changed, such as an option: its text in both versions, "" where it had none.

    Of a list, `gone` and `came` are the items that one version has and the other has not.
    """

    name: str
    before: str = ""
    after: str = ""
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()


@frozen
class StepChange:
    """A step, source, sink, gate or setting that the two versions do not share.

    `change` is added, removed, changed, moved or renamed. `before` and `after` are the step as text, the
    lines its places in the files (0 where there is none).
    """

    change: str
    what: str
    flow: str
    step: str
    before: str = ""
    after: str = ""
    line_before: int = 0
    line_after: int = 0
    details: tuple[Detail, ...] = ()


@frozen
class Effect:
    """One kind of change, and how many documents it is in.

    `kind` is one of

    - dropped, quarantined, failed: was written, now ends in `step` (of the new version);
    - kept: is written, ended in `step` (of the old version) before;
    - moved: ends in both versions, but in another step or for another reason; or goes to another sink;
    - lines gone: lines that `rule` of `step` (new) takes now;
    - lines back: lines that `rule` of `step` (old) took;
    - text: changed by `step` in another way;
    - field, field new, field gone: `detail` is the field, `step` who wrote it;
    - id, copies: the id, and how many documents (pieces, copies) came of one.

    `old` says that `step` and `line` are those of the old version; `fresh` is "step" or "rule" where the
    other version does not have it at all, else "". `detail` is the reason, the field or the sink,
    `was` the same of the other version. `ids` are some of its documents, the most telling first.
    """

    kind: str
    step: str = ""
    rule: str = ""
    detail: str = ""
    was: str = ""
    line: int = 0
    old: bool = False
    fresh: str = ""
    documents: int = 0
    lines: int = 0
    chars: int = 0
    ids: tuple[str, ...] = ()


@frozen
class FieldChange:
    """A field that differs; a text of JSON for each version, None where the document does not have it."""

    name: str
    before: str | None
    after: str | None


@frozen
class Hunk:
    """A line of a document as an example shows it; `by` is the step and rule that took or brought it.

    `skipped` counts unchanged lines that are left out before it.
    """

    row: Row
    by: str = ""
    skipped: int = 0


@frozen
class Example:
    """A document that shows an effect (`effect` is its number in the list of its flow).

    `before` and `after` say where it ends in each version, `values` what a decisive condition looked at.
    `more` counts changed lines that are not shown.
    """

    effect: int
    id: str
    source: str
    before: str
    after: str
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[Hunk, ...] = ()
    more: int = 0
    fields: tuple[FieldChange, ...] = ()
    excerpt: str = ""
    words: int = 0


@frozen
class SinkChange:
    """How many documents reach a sink ("" is the end of a flow without one)."""

    sink: str
    before: int
    after: int


@frozen
class RuleChange:
    """What one rule of a step removed in each version; rule "" is the step as a whole."""

    step: str
    rule: str
    lines_before: int
    lines_after: int
    chars_before: int
    chars_after: int
    documents_before: int
    documents_after: int


@frozen
class FlowComparison:
    """One flow in both versions; None as report where a version does not have it.

    `compared` documents were read by both and came to an end in both, `changed` of them have an effect.
    `only_before` and `only_after` were read by one version only. `stopped_...` is the sentence with which a
    version stopped: what it did not reach is not compared. `chars_...` are characters of the texts written.
    `only_fields` of the changed documents differ in nothing but fields that came or went. `groups` are the
    effects by step, whatever the rule (a document counts once in each), `effects` those by rule.
    """

    name: str
    before: FlowReport | None
    after: FlowReport | None
    compared: int = 0
    changed: int = 0
    only_fields: int = 0
    only_before: int = 0
    only_after: int = 0
    only_ids: tuple[str, ...] = ()
    stopped_before: str = ""
    stopped_after: str = ""
    chars_before: int = 0
    chars_after: int = 0
    sinks: tuple[SinkChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    groups: tuple[Effect, ...] = ()
    effects: tuple[Effect, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything about the results differs."""
        reports = self.before, self.after
        if None in reports or self.stopped_before != self.stopped_after:
            return True
        return bool(self.changed or self.only_before or self.only_after) or _outcome(self)


def _outcome(flow: FlowComparison) -> bool:
    """Whether what is not told by documents differs: sums (rejected inputs), skips, warnings, gates."""
    one, two = flow.before, flow.after
    if one is None or two is None:
        return True
    gates = [[(gate.text, gate.passed) for gate in each.gates if not gate.passed] for each in (one, two)]
    return (one.sums, one.errors) != (two.sums, two.errors) or gates[0] != gates[1]


@frozen
class Comparison:
    """Two versions of a flow file on one corpus.

    `old` is None when the flow did not exist then. `same` says that the plans are equal: nothing was run,
    since the edit changes nothing that runs. `notes` are sentences about what was not compared as asked.
    """

    old: Version | None
    new: Version
    same: bool = False
    steps: tuple[StepChange, ...] = ()
    flows: tuple[FlowComparison, ...] = ()
    notes: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def documents(self) -> int:
        """How many documents the versions read, whichever read more; what readers rejected counts, too."""
        reports = [[flow.before for flow in self.flows], [flow.after for flow in self.flows]]
        return max(sum(each.sums.seen for each in side if each is not None) for side in reports)

    @property
    def differs(self) -> bool:
        """Whether the edit changes any result on this corpus."""
        return not self.same and (self.old is None or any(flow.differs for flow in self.flows))
