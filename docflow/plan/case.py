"""An inline test of a flow file, lowered to data: what is given, what is replaced, what must hold."""

from docflow.errors import Span
from docflow.model import Document
from docflow.plan.expr import Expr
from docflow.plan.ir import FlowPlan, Where
from docflow.value import frozen

__all__ = ["Case", "CaseResult", "Claim", "Failure", "Gone", "Mock", "Part", "Side"]


@frozen
class Mock:
    """`mock step = value`: the step named by its id is replaced.

    The value is the text it leaves (cleaners, line rules), a map of fields (extractors), or true / a
    reason (filters keep / drop).
    """

    step: str
    value: object
    at: Where


@frozen
class Claim:
    """One `then`: an expression over `doc`, `run` and `sink`, or the name of a snapshot.

    `doc` is the first document that reaches a sink or the end; null fields when there is none. `text` is
    the expression as written, `span` its place.
    """

    condition: Expr | None
    snapshot: str | None
    text: str
    at: Where
    span: Span | None = None


@frozen
class Case:
    """One test. `flow` is the flow or stage under test, its sources left out; `end` the test's last line."""

    name: str
    flow: FlowPlan
    given: tuple[Document, ...]
    mocks: tuple[Mock, ...]
    claims: tuple[Claim, ...]
    at: Where
    end: int = 0


@frozen
class Side:
    """Something that a condition looked at, as the language writes it, and the value that it had."""

    text: str
    value: object


@frozen
class Part:
    """A part of a claim that decided, and what it came to; `text` is "" for the whole claim.

    `op` is that of a comparison between `got`, the value of the side that is written as `of`, and `expected`;
    "" for other conditions. `sides` are the values that it was computed from.
    """

    text: str
    holds: bool
    of: str = ""
    op: str = ""
    got: object = None
    expected: object = None
    sides: tuple[Side, ...] = ()


@frozen
class Gone:
    """A document that did not come out: what happened to it, in which step, and what decided."""

    document: str
    action: str
    step: str
    at: Where
    reason: str
    message: str = ""
    sides: tuple[Side, ...] = ()


@frozen
class Failure:
    """Why a test failed: a claim that does not hold, or an error.

    `kind` is claim, snapshot or error, `message` one sentence. A snapshot that differs has its texts in
    `expected` (None: never accepted) and `got`. `gone` are the documents that did not come out, or stopped
    the flow, where that may be why; `lost` counts them all. `meant` is the document that `doc` stands for and
    `came` how many came out, where there are several; `sinks` how many came to each of several sinks, where
    a claim about them fails.
    """

    kind: str
    message: str
    at: Where
    span: Span | None = None
    parts: tuple[Part, ...] = ()
    expected: str | None = None
    got: str | None = None
    gone: tuple[Gone, ...] = ()
    lost: int = 0
    empty: bool = False
    meant: str = ""
    came: int = 0
    sinks: tuple[tuple[str, int], ...] = ()


@frozen
class CaseResult:
    """How a test went: its failures, each with the place of its `then`; none when it passed."""

    name: str
    failures: tuple[Failure, ...]
    at: Where
