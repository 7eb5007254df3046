"""The report of a run, as data: the sums, the reasons, the rules and the outputs.

Here, below both the engine that makes it and the renderers that print it.
"""

from attrs import field, frozen

__all__ = ["FlowReport", "GateResult", "Output", "Report", "RuleCount", "Sums"]


@frozen
class Sums:
    """Where documents went. Always: seen + added == written + dropped + quarantined.

    `added` are documents that a splitter made beyond the one that it took.
    """

    seen: int = 0
    added: int = 0
    written: int = 0
    dropped: int = 0
    quarantined: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every document is accounted for."""
        return self.seen + self.added == self.written + self.dropped + self.quarantined


@frozen
class RuleCount:
    """What one rule (or a step as a whole, rule "") removed: lines, characters, in how many documents."""

    step: str
    rule: str
    line: int
    lines: int
    chars: int
    documents: int


@frozen
class GateResult:
    """A gate and how it was judged."""

    text: str
    passed: bool
    action: str
    message: str
    line: int


@frozen
class Output:
    """A finished output: path as shown to the user, documents, bytes; sha256 of a single file."""

    path: str
    documents: int
    bytes: int
    files: int = 1
    sha256: str = ""


@frozen
class FlowReport:
    """The result of one flow. `copies` are the documents that tee and `route all` sent aside.

    `read_by` holds how many documents each source, by number from 0, gave to the first step; `taken` how many
    a `when` or `route` sent into each block (step, number of the block from 0, documents; a block that is not
    there took none); `added_by` how many a splitter made beyond those that it took. `allowed` is how many
    `errors` the budget allows.
    """

    name: str
    sums: Sums
    copies: Sums
    dropped_by: tuple[tuple[str, str, int], ...] = ()  # step, reason, documents
    quarantined_by: tuple[tuple[str, str, int], ...] = ()  # step, reason, documents
    errors: int = 0
    skipped_by: tuple[tuple[str, str, int], ...] = ()  # step, message, documents (on error skip)
    rules: tuple[RuleCount, ...] = ()
    outputs: tuple[Output, ...] = ()
    gates: tuple[GateResult, ...] = ()
    warnings: tuple[str, ...] = ()
    read_by: tuple[tuple[int, int], ...] = ()
    taken: tuple[tuple[str, int, int], ...] = ()
    added_by: tuple[tuple[str, int], ...] = ()
    allowed: int = 0


@frozen
class Report:
    """The result of a run; `exit_code` as the command line ends with it (0, 1, 3 or 6).

    `unchanged` says that all outputs were there already, so that none was written.
    """

    plan_digest: str
    flows: tuple[FlowReport, ...]
    exit_code: int = 0
    seconds: float = field(default=0.0, eq=False)
    quarantine: str = ""
    run_file: str = ""
    unchanged: bool = field(default=False, eq=False)
