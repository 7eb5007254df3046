"""Plan steps -> functions: each step once, when the run starts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from docflow.engine.components import Components, title
from docflow.engine.desk import Desk, Spot
from docflow.engine.steps import branch, fields, judge, lines, split, text
from docflow.engine.steps.batch import Batch, one_by_one
from docflow.engine.steps.guard import ENDS, Ends, guard
from docflow.engine.steps.mock import Mocked
from docflow.engine.steps.piece import Call, Many, One, Piece, Push, chain
from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan import ir
from docflow.plan.compile import doc_function
from docflow.plan.expr import Expr

__all__ = ["Maker"]

Sinks = Callable[[ir.SinkStep, Spot], Call]
_TUPLE: Ends[tuple[Document, ...]] = Ends(lambda doc: (doc,), ())


@define
class Maker:
    """Makes the steps of one flow; `flushes` are what must be emptied at the end of a part, in order.

    `spots` collects the steps in the order in which they were made, for the report.
    """

    parts: Components
    desk: Desk
    callables: Mapping[str, Callable[..., Any]]
    sinks: Sinks
    mocks: Mapping[str, object] = {}
    told: lines.Removal | None = None
    spots: dict[str, Spot] = field(factory=dict)
    flushes: list[Callable[[], None]] = field(factory=list)
    _depth: int = 0

    def stage(self, steps: Sequence[ir.Step], then: Push) -> Push:
        """Return one function over documents for a stage; what comes out goes to `then`."""
        return self._chain(steps).into(then)

    def spot(self, step: Any, name: str) -> Spot:
        """Return the step as errors name it."""
        made = Spot(step.id, name, step.at, getattr(step, "on_error", ir.Outcome("quarantine", "error")))
        self.spots[step.id] = made
        return made

    def condition(self, expr: Expr) -> Callable[[Document], Any]:
        """Return a condition or value as a function of the document."""
        return doc_function(expr, self.callables)

    def _chain(self, steps: Sequence[ir.Step]) -> Piece:
        return chain([self._piece(step) for step in steps])

    def _body(self, steps: Sequence[ir.Step]) -> Piece:
        self._depth += 1
        made = self._chain(steps)
        self._depth -= 1
        return made

    def _piece(self, step: ir.Step) -> Piece:
        make = _MAKERS.get(type(step))
        if make is None:
            raise RefusedError(f"a plan may not have {type(step).__name__} in this place; compile the flow again")
        return make(self, step)

    def _guarded(self, attempt: Call, spot: Spot, *, restore: bool = True) -> One:
        return One((guard(attempt, spot, self.desk, ENDS, restore=restore),))

    def _fused(self, step: ir.Fused) -> Piece:
        return self._chain(step.steps)

    def _apply(self, step: ir.ApplyStep) -> Piece:
        spot = self.spot(step, title(step.call))
        kind = step.call.kind
        if step.id in self.mocks:
            mocked = Mocked(self.mocks[step.id])
            if kind in ("line_rules", "splitter"):
                return self._cleaner(step, mocked, spot)
            return _KINDS[kind](self, step, mocked, spot)
        if kind == "line_rules":
            return self._lines((step,), spot)
        if kind not in _KINDS:
            raise RefusedError(f"{spot.title} is a {kind}, which cannot stand in this place (line {step.at.line})")
        return _KINDS[kind](self, step, self.parts.opened(step.call, step.id), spot)

    def _lines(self, steps: Sequence[ir.ApplyStep], spot: Spot) -> Piece:
        groups = [tuple(self.parts.opened(step.call, step.id).rules()) for step in steps]
        attempt = lines.matching(groups, [step.id for step in steps], self.desk, self.told)
        return self._guarded(attempt, spot, restore=False)

    def _group(self, step: ir.LineGroup) -> Piece:
        if any(each.id in self.mocks for each in step.steps):
            return chain([self._apply(each) for each in step.steps])
        spots = [self.spot(each, title(each.call)) for each in step.steps]
        return self._lines(step.steps, spots[0])

    def _cleaner(self, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
        size = 1 if step.id in self.mocks else self.parts.batch(step.call)
        if size > 1 and self._depth == 0:
            return Many(lambda then: self._batch(opened, size, spot, then))
        clean = one_by_one(opened.clean_many) if size > 1 else opened.clean
        return self._guarded(text.cleaning(clean, step.id, self.desk), spot, restore=False)

    def _batch(self, opened: Any, size: int, spot: Spot, then: Push) -> Push:
        batch = Batch(opened.clean_many, size, spot, self.desk, then)
        self.flushes.insert(0, batch.flush)  # a chain is joined from its end
        return batch.push

    def _filter(self, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
        return self._guarded(judge.filtering(opened.judge, step.id, self.desk), spot)

    def _extractor(self, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
        check = fields.written_fields(self.parts.built(step.call).fields(), spot.title)
        return self._guarded(fields.extracting(opened.extract, check), spot)

    def _splitter(self, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
        attempt = split.splitting(opened.split, step.id, self.desk)
        return split.pushing(guard(attempt, spot, self.desk, _TUPLE))

    def _mocked_corpus(self, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
        if isinstance(opened, Mocked):
            return self._filter(step, opened, spot)
        raise RefusedError(f"{spot.title} sees all documents and cannot stand in a branch (line {step.at.line})")

    def _when(self, step: ir.WhenStep) -> Piece:
        blocks = (self._body(step.then), self._body(step.otherwise))
        spot = self.spot(step, "the condition of `when`")
        return branch.choosing((self.condition(step.condition), None), blocks, spot, self.desk)

    def _route(self, step: ir.RouteStep) -> Piece:
        blocks = [self._body(arm.body) for arm in step.arms]
        conditions = [None if arm.condition is None else self.condition(arm.condition) for arm in step.arms]
        spot = self.spot(step, "a condition of `route`")
        return (branch.every if step.every else branch.choosing)(conditions, blocks, spot, self.desk)

    def _tee(self, step: ir.TeeStep) -> Piece:
        return branch.tee([self._body(block) for block in step.branches], self.spot(step, "`tee`"), self.desk)

    def _expect(self, step: ir.ExpectStep) -> Piece:
        spot = self.spot(step, "`expect`")
        condition = self.condition(step.condition)
        return self._guarded(judge.expecting(condition, step.outcome, step.text, spot, self.desk), spot)

    def _set(self, step: ir.SetStep) -> Piece:
        attempt = fields.setting(step.field, self.condition(step.value))
        return self._guarded(attempt, self.spot(step, f"`set doc.{step.field}`"), restore=False)

    def _drop(self, step: ir.DropStep) -> Piece:
        attempt = judge.dropping(self.condition(step.condition), step.text, step.id, self.desk)
        return self._guarded(attempt, self.spot(step, "`drop when`"), restore=False)

    def _end(self, step: ir.EndStep) -> Piece:
        return One((judge.ending(step.outcome, self.spot(step, f"`{step.outcome.action}`"), self.desk),))

    def _sink(self, step: ir.SinkStep) -> Piece:
        return One((self.sinks(step, self.spot(step, title(step.call))),))


_KINDS: dict[str, Callable[[Maker, ir.ApplyStep, Any, Spot], Piece]] = {
    "cleaner": Maker._cleaner,
    "filter": Maker._filter,
    "extractor": Maker._extractor,
    "splitter": Maker._splitter,
    "corpus": Maker._mocked_corpus,
}
_MAKERS: dict[type, Callable[[Maker, Any], Piece]] = {
    ir.Fused: Maker._fused,
    ir.ApplyStep: Maker._apply,
    ir.LineGroup: Maker._group,
    ir.WhenStep: Maker._when,
    ir.RouteStep: Maker._route,
    ir.TeeStep: Maker._tee,
    ir.ExpectStep: Maker._expect,
    ir.SetStep: Maker._set,
    ir.DropStep: Maker._drop,
    ir.EndStep: Maker._end,
    ir.SinkStep: Maker._sink,
}
