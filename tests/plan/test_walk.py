"""Walking steps."""

from docflow.plan.expr import Const
from docflow.plan.ir import (
    ApplyStep,
    Arm,
    Barrier,
    Call,
    Fused,
    LineGroup,
    Outcome,
    RouteStep,
    TeeStep,
    WhenStep,
    Where,
)
from docflow.plan.walk import bodies, every_step, flatten, is_kind, with_bodies

AT, SKIP, YES = Where("a.flow", 1, 1), Outcome("skip"), Const(True)


def apply(name: str, kind: str = "cleaner") -> ApplyStep:
    return ApplyStep(name, Call(f"ns.{name}", kind), SKIP, AT)


A, B, C, D = (apply(name) for name in "abcd")
WHEN = WhenStep("when", YES, (A,), (B,), SKIP, AT)
ROUTE = RouteStep("route", (Arm(YES, (WHEN, C), AT), Arm(None, (), AT)), False, SKIP, AT)
TEE = TeeStep("tee", ((A,), (ROUTE, D)), AT)


def test_the_bodies_of_a_step() -> None:
    assert bodies(A) == ()
    assert bodies(WHEN) == ((A,), (B,))
    assert bodies(ROUTE) == ((WHEN, C), ())
    assert bodies(TEE) == ((A,), (ROUTE, D))
    assert bodies(LineGroup((A, B))) == ((A, B),)
    assert bodies(Fused((A, TEE))) == ((A, TEE),)
    assert bodies(Barrier(A)) == ((A,),)


def test_every_step_comes_before_its_inner_ones() -> None:
    assert list(every_step((TEE,))) == [TEE, A, ROUTE, WHEN, A, B, C, D]


def test_bodies_are_replaced_where_there_are_some() -> None:
    assert with_bodies(A, lambda _: ()) is A
    assert all(body == () for step in (WHEN, ROUTE, TEE) for body in bodies(with_bodies(step, lambda _: ())))
    assert with_bodies(TEE, lambda body: body) == TEE


def test_flattening_reaches_every_depth() -> None:
    inner = WhenStep("w", YES, (LineGroup((A, B)),), (C,), SKIP, AT)
    flat = WhenStep("w", YES, (A, B), (C,), SKIP, AT)
    assert flatten((Fused((inner, LineGroup((A, B)))), Barrier(D), Fused((C,)))) == (flat, A, B, D, C)


def test_kinds() -> None:
    assert is_kind(apply("x", "corpus"), "corpus")
    assert not is_kind(A, "corpus")
    assert not is_kind(WHEN, "corpus")
