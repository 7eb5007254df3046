"""The plan: what a flow means, as frozen data. The language makes it, the engine runs it.

Everything here is rebuilt from JSON equal to itself (`plan.json`) and has a digest that comments,
layout and the order of arguments do not change (`plan.digest`). Options are Python values of the
language's types (`Place` for paths and globs, `Regex`, `SecretRef`, date, ...), in the order of the
component's specification.
"""

from docflow.model import Type
from docflow.plan.expr import Expr
from docflow.value import frozen

__all__ = [
    "ApplyStep",
    "Arm",
    "Barrier",
    "Call",
    "DropStep",
    "EndStep",
    "ExpectStep",
    "FlowPlan",
    "FlowRef",
    "Fused",
    "Gate",
    "LineGroup",
    "Outcome",
    "Plan",
    "RouteStep",
    "SecretRef",
    "SetStep",
    "Settings",
    "SinkStep",
    "Step",
    "TeeStep",
    "Waiting",
    "WhenStep",
    "Where",
]

FORMAT = 1


@frozen
class Where:
    """The place in a flow file that a step comes from; no part of the digest."""

    file: str
    line: int
    column: int


@frozen
class SecretRef:
    """A secret, by provider and name (`env("TOKEN")`); the engine resolves it when the run starts."""

    provider: str
    name: str


@frozen
class Waiting:
    """A value that depends on a param without a value, as written; in plans that are shown, never run."""

    text: str


@frozen
class Call:
    """A component with its options.

    `component` is `namespace.name` as the catalog knows it (`core.jsonl`, `news.residue`), `version`
    the component's, `distribution` who ships it ("docflow-news 1.0"). `readers` are the readers that a
    `files` source may choose from, by suffix; `fields` the document fields known here (name, type) and
    `open_fields` whether there may be others.
    """

    component: str
    kind: str
    options: tuple[tuple[str, object], ...] = ()
    version: int = 1
    distribution: str = ""
    readers: tuple["Call", ...] = ()
    fields: tuple[tuple[str, Type], ...] = ()
    open_fields: bool = False


@frozen
class Outcome:
    """What happens to a document, or to a run at a gate.

    `action` is fail, skip, drop, quarantine, warn, keep or retry; `reason` is the text given; retry has
    `times`, `wait` (seconds) and what comes `then`.
    """

    action: str
    reason: str = ""
    times: int = 0
    wait: float = 0.0
    then: "Outcome | None" = None


@frozen
class ApplyStep:
    """`| news.residue(...)`: a component on every document."""

    id: str
    call: Call
    on_error: Outcome
    at: Where


@frozen
class WhenStep:
    """`| when cond { ... } else { ... }`; everyone continues after it."""

    id: str
    condition: Expr
    then: tuple["Step", ...]
    otherwise: tuple["Step", ...]
    on_error: Outcome
    at: Where


@frozen
class Arm:
    """One arm of a route; the last may have no condition (`else`). An empty body is `=> keep`."""

    condition: Expr | None
    body: tuple["Step", ...]
    at: Where


@frozen
class RouteStep:
    """`| route { ... }`: the first matching arm, or with `every` a copy to each (`route all`)."""

    id: str
    arms: tuple[Arm, ...]
    every: bool
    on_error: Outcome
    at: Where


@frozen
class TeeStep:
    """`| tee { ... } { ... }`: a copy into each branch."""

    id: str
    branches: tuple[tuple["Step", ...], ...]
    at: Where


@frozen
class ExpectStep:
    """`| expect cond else outcome`."""

    id: str
    condition: Expr
    outcome: Outcome
    text: str
    on_error: Outcome
    at: Where


@frozen
class SetStep:
    """`| set doc.x = expr`."""

    id: str
    field: str
    value: Expr
    on_error: Outcome
    at: Where


@frozen
class DropStep:
    """`| drop when cond`; `text` is the condition as written, the reason in the report."""

    id: str
    condition: Expr
    text: str
    on_error: Outcome
    at: Where


@frozen
class EndStep:
    """`| drop("reason")` or `| quarantine("reason")` as a step or an arm: the document ends here."""

    id: str
    outcome: Outcome
    at: Where


@frozen
class SinkStep:
    """`| to jsonl(...)`: the document is written and ends here."""

    id: str
    call: Call
    on_error: Outcome
    at: Where


@frozen
class LineGroup:
    """Neighbouring line-rule steps, joined into one matcher by the optimiser."""

    steps: tuple[ApplyStep, ...]


@frozen
class Fused:
    """Per-document steps that run as one loop, up to the next barrier; made by the optimiser."""

    steps: tuple["Step", ...]


@frozen
class Barrier:
    """A corpus step between two fused stages; made by the optimiser."""

    step: ApplyStep


Step = (
    ApplyStep
    | WhenStep
    | RouteStep
    | TeeStep
    | ExpectStep
    | SetStep
    | DropStep
    | EndStep
    | SinkStep
    | LineGroup
    | Fused
    | Barrier
)


@frozen
class FlowRef:
    """`from flow.x`: the documents that flow x wrote or let through to its end."""

    flow: str


@frozen
class Gate:
    """`expect cond else fail("...")` over the whole run; `text` is the condition as written."""

    condition: Expr
    outcome: Outcome
    text: str
    at: Where


@frozen
class Settings:
    """`with ...`: workers (0: one a core), the most bytes of one document, the share that may fail."""

    workers: int = 0
    max_doc: int = 64_000_000
    max_errors: float = 0.0


@frozen
class FlowPlan:
    """One flow. `name` is "" for the anonymous flow of a bare pipeline.

    `body` is the list of steps as lowered; after `plan.optimise` it holds only Fused and Barrier.
    """

    name: str
    sources: tuple[Call | FlowRef, ...]
    body: tuple[Step, ...]
    gates: tuple[Gate, ...]
    settings: Settings
    at: Where


@frozen
class Plan:
    """A whole program, flows in dependency order. `name` is the stem of the flow file."""

    name: str
    flows: tuple[FlowPlan, ...]
    language: int = 1
    format: int = FORMAT
