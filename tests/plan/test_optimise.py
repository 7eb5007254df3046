"""Stages and joined line rules."""

from attrs import evolve
from hypothesis import given, settings
from plan_strategies import plans

from docflow.plan.digest import digest
from docflow.plan.expr import Const
from docflow.plan.ir import (
    ApplyStep,
    Arm,
    Barrier,
    Call,
    FlowPlan,
    Fused,
    LineGroup,
    Outcome,
    Plan,
    RouteStep,
    Settings,
    Step,
    TeeStep,
    WhenStep,
    Where,
)
from docflow.plan.optimise import optimise
from docflow.plan.walk import every_step, flatten

AT = Where("a.flow", 1, 1)
SKIP, FAIL = Outcome("skip"), Outcome("fail")


def apply(name: str, kind: str, on_error: Outcome = SKIP) -> ApplyStep:
    return ApplyStep(name, Call(f"ns.{name}", kind), on_error, AT)


def body_of(*steps: Step) -> tuple[Step, ...]:
    plan = optimise(Plan("a", (FlowPlan("", (), steps, (), Settings(), AT),)))
    return plan.flows[0].body


@settings(max_examples=25)
@given(plans)
def test_the_digest_stays(plan: Plan) -> None:
    assert digest(optimise(plan)) == digest(plan)


@settings(max_examples=25)
@given(plans)
def test_twice_is_once(plan: Plan) -> None:
    assert optimise(optimise(plan)) == optimise(plan)


@settings(max_examples=25)
@given(plans)
def test_flattened_it_is_the_body_again(plan: Plan) -> None:
    for flow, staged in zip(plan.flows, optimise(plan).flows, strict=True):
        assert flatten(staged.body) == flow.body
        assert evolve(staged, body=flow.body) == flow


@settings(max_examples=25)
@given(plans)
def test_no_two_line_rule_steps_that_fail_alike_stay_apart(plan: Plan) -> None:
    for flow in optimise(plan).flows:
        assert all(isinstance(step, (Fused, Barrier)) for step in flow.body)
        assert not any(
            isinstance(a, Fused) and isinstance(b, Fused)
            for a, b in zip(flow.body, flow.body[1:], strict=False)
        )
        for step in every_step(flow.body):
            assert not isinstance(step, LineGroup) or len(step.steps) > 1


def test_a_barrier_stands_between_stages() -> None:
    a, dedup, b = apply("a", "cleaner"), apply("dedup", "corpus"), apply("b", "cleaner")
    assert body_of(a, dedup, b) == (Fused((a,)), Barrier(dedup), Fused((b,)))
    assert body_of(dedup, dedup) == (Barrier(dedup), Barrier(dedup))
    assert body_of() == ()


def test_line_rules_that_fail_alike_are_joined() -> None:
    a, b, c = apply("a", "line_rules"), apply("b", "line_rules"), apply("c", "cleaner")
    other = apply("other", "line_rules", FAIL)
    assert body_of(a, b, c, a) == (Fused((LineGroup((a, b)), c, a)),)
    assert body_of(a, other, b) == (Fused((a, other, b)),)
    assert body_of(a, b, other, other) == (Fused((LineGroup((a, b)), LineGroup((other, other)))),)


def test_line_rules_are_joined_inside_every_body() -> None:
    a, b = apply("a", "line_rules"), apply("b", "line_rules")
    joined = (LineGroup((a, b)),)
    when = WhenStep("w", Const(True), (a, b), (b, a), SKIP, AT)
    route = RouteStep("r", (Arm(Const(True), (a, b), AT), Arm(None, (when,), AT)), False, SKIP, AT)
    when_joined = evolve(when, then=joined, otherwise=(LineGroup((b, a)),))
    assert body_of(route) == (
        Fused((evolve(route, arms=(Arm(Const(True), joined, AT), Arm(None, (when_joined,), AT))),)),
    )
    assert body_of(TeeStep("t", ((a, b), (a,)), AT)) == (Fused((TeeStep("t", (joined, (a,)), AT),)),)


def test_line_rules_on_both_sides_of_a_barrier_stay_apart() -> None:
    a, dedup = apply("a", "line_rules"), apply("dedup", "corpus")
    assert body_of(a, dedup, a) == (Fused((a,)), Barrier(dedup), Fused((a,)))
