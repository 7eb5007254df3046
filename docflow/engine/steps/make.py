"""Plan steps -> functions: each step once, when the run starts."""

from collections.abc import Callable, Mapping
from typing import Any

from docflow.engine.components import Components, callables_of, title
from docflow.engine.desk import Desk
from docflow.engine.steps import branch, fields, judge
from docflow.engine.steps.kinds import make_apply, make_line_group
from docflow.engine.steps.maker import Maker, Sinks, Table
from docflow.engine.steps.piece import One, Piece
from docflow.engine.steps.record import Recorder
from docflow.plan import ir

__all__ = ["maker_of"]


def maker_of(
    flow: ir.FlowPlan,
    components: Components,
    desk: Desk,
    sinks: Sinks,
    *,
    mocks: Mapping[str, object] | None = None,
    recorder: Recorder | None = None,
) -> Maker:
    """Return the maker for the steps of a flow."""
    callables: dict[str, Callable[..., Any]] = callables_of(components.catalog, flow)
    return Maker(_TABLE, components, desk, callables, sinks, mocks or {}, recorder)


def _fused(maker: Maker, step: ir.Fused) -> Piece:
    return maker.chain(step.steps)


def _when(maker: Maker, step: ir.WhenStep) -> Piece:
    blocks = (maker.body(step.then), maker.body(step.otherwise))
    spot = maker.spot(step, "the condition of `when`")
    return branch.choosing((maker.condition(step.condition), None), blocks, spot, maker.desk)


def _route(maker: Maker, step: ir.RouteStep) -> Piece:
    blocks = [maker.body(arm.body) for arm in step.arms]
    conditions = [None if arm.condition is None else maker.condition(arm.condition) for arm in step.arms]
    spot = maker.spot(step, "a condition of `route`")
    return (branch.every if step.every else branch.choosing)(conditions, blocks, spot, maker.desk)


def _tee(maker: Maker, step: ir.TeeStep) -> Piece:
    blocks = [maker.body(block) for block in step.branches]
    return branch.tee(blocks, maker.spot(step, "`tee`"), maker.desk)


def _expect(maker: Maker, step: ir.ExpectStep) -> Piece:
    spot = maker.spot(step, "`expect`")
    condition = maker.condition(step.condition)
    attempt = judge.expecting(condition, step.outcome, step.text, spot, maker.desk)
    return maker.guarded(attempt, spot, restore=False)


def _set(maker: Maker, step: ir.SetStep) -> Piece:
    attempt = fields.setting(step.field, maker.condition(step.value))
    return maker.guarded(attempt, maker.spot(step, f"`set doc.{step.field}`"), restore=False)


def _drop(maker: Maker, step: ir.DropStep) -> Piece:
    attempt = judge.dropping(maker.condition(step.condition), step.text, step.id, maker.desk)
    return maker.guarded(attempt, maker.spot(step, "`drop when`"), restore=False)


def _end(maker: Maker, step: ir.EndStep) -> Piece:
    return One((judge.ending(step.outcome, maker.spot(step, f"`{step.outcome.action}`"), maker.desk),))


def _sink(maker: Maker, step: ir.SinkStep) -> Piece:
    return One((maker.sinks(step, maker.spot(step, title(step.call))),))


_TABLE: Table = {
    ir.Fused: _fused,
    ir.ApplyStep: make_apply,
    ir.LineGroup: make_line_group,
    ir.WhenStep: _when,
    ir.RouteStep: _route,
    ir.TeeStep: _tee,
    ir.ExpectStep: _expect,
    ir.SetStep: _set,
    ir.DropStep: _drop,
    ir.EndStep: _end,
    ir.SinkStep: _sink,
}
