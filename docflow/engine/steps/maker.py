"""What the making of steps shares: the components, the desk, and the table of who makes which step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from docflow.engine.components import Components
from docflow.engine.desk import QUARANTINE, Desk, Spot
from docflow.engine.steps.guard import ENDS, guard
from docflow.engine.steps.piece import Call, One, Piece, Push, chain
from docflow.engine.steps.record import Recorder, watched
from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan import ir
from docflow.plan.compile import doc_function
from docflow.plan.expr import Expr

__all__ = ["Maker", "Sinks", "Table"]

Sinks = Callable[[ir.SinkStep, Spot], Call]
Table = Mapping[type, Callable[["Maker", Any], Piece]]


@define
class Maker:
    """Makes the steps of one flow; `flushes` are what must be emptied at the end of a part, in order.

    `spots` collects the steps in the order in which they were made, for the report. `depth` is that of
    the branch that is being made. `mocks` replace steps by values, by id.
    With a `recorder` every step tells it of its documents.
    """

    table: Table
    components: Components
    desk: Desk
    callables: Mapping[str, Callable[..., Any]]
    sinks: Sinks
    mocks: Mapping[str, object] = {}
    recorder: Recorder | None = None
    spots: dict[str, Spot] = field(factory=dict)
    flushes: list[Callable[[], None]] = field(factory=list)
    depth: int = 0

    def stage(self, steps: Sequence[ir.Step], then: Push) -> Push:
        """Return one function over documents for a stage; what comes out goes to `then`.

        Raises RefusedError for a plan that no flow can give, PluginError or RunError for a component
        that is gone or cannot start.
        """
        return self.chain(steps).into(then)

    def chain(self, steps: Sequence[ir.Step]) -> Piece:
        """Return the steps as one piece."""
        return chain([self.piece(step) for step in steps])

    def body(self, steps: Sequence[ir.Step]) -> Piece:
        """Return the steps of a branch as one piece."""
        self.depth += 1
        made = self.chain(steps)
        self.depth -= 1
        return made

    def piece(self, step: ir.Step) -> Piece:
        """Return one step."""
        make = self.table.get(type(step))
        if make is None:
            raise RefusedError(
                f"a plan may not have {type(step).__name__} in this place; compile the flow again"
            )
        made = make(self, step)
        if self.recorder is None or isinstance(step, (ir.Fused, ir.LineGroup)):
            return made
        return watched(made, step, self.desk, self.recorder)

    def spot(self, step: Any, name: str) -> Spot:
        """Return the step as errors name it."""
        made = Spot(step.id, name, step.at, getattr(step, "on_error", QUARANTINE))
        self.spots[step.id] = made
        return made

    def condition(self, expr: Expr) -> Callable[[Document], Any]:
        """Return a condition or value as a function of the document."""
        return doc_function(expr, self.callables)

    def guarded(self, attempt: Call, spot: Spot, *, restore: bool = True) -> One:
        """Return an attempt with its error policy as a piece."""
        return One((guard(attempt, spot, self.desk, ENDS, restore=restore),))
