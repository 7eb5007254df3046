"""An inline test of a flow file, lowered to data: what is given, what is replaced, what must hold."""

from docflow.model import Document
from docflow.plan.expr import Expr
from docflow.plan.ir import FlowPlan, Where
from docflow.value import frozen

__all__ = ["Case", "CaseResult", "Claim", "Mock"]


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

    `doc` is the first document that reaches a sink or the end; null fields when there is none.
    """

    condition: Expr | None
    snapshot: str | None
    text: str
    at: Where


@frozen
class Case:
    """One test. `flow` is the flow or stage under test, its sources left out."""

    name: str
    flow: FlowPlan
    given: tuple[Document, ...]
    mocks: tuple[Mock, ...]
    claims: tuple[Claim, ...]
    at: Where


@frozen
class CaseResult:
    """How a test went: `failures` are sentences, each with the place of its `then`; empty when it passed."""

    name: str
    failures: tuple[tuple[str, Where], ...]
    at: Where
