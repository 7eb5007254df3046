"""What the digest sees, and what it does not."""

import re

import pytest
from attrs import evolve

from docflow.model import Place
from docflow.plan.digest import digest
from docflow.plan.expr import Compare, Const, DocField
from docflow.plan.ir import (
    ApplyStep,
    Call,
    DropStep,
    ExpectStep,
    FlowPlan,
    Gate,
    Outcome,
    Plan,
    Settings,
    Where,
)

AT, SKIP = Where("a.flow", 3, 5), Outcome("skip")
SHORT = Compare("<", DocField(("words",)), Const(5))
APPLY = ApplyStep(
    "residue", Call("news.residue", "line_rules", (("extra", ("a", "b")),), 1, "docflow-news 1.0"), SKIP, AT
)
DROP = DropStep("drop", SHORT, "doc.words < 5", SKIP, AT)
EXPECT = ExpectStep("expect", SHORT, Outcome("drop", "x"), "doc.words < 5", SKIP, AT)
GATE = Gate(SHORT, Outcome("fail"), "doc.words < 5", AT)
FLOW = FlowPlan(
    "",
    (Call("core.files", "reader", (("path", Place("*.txt")),)),),
    (APPLY, DROP, EXPECT),
    (GATE,),
    Settings(),
    AT,
)
PLAN = Plan("a", (FLOW,))


def with_flow(**changes: object) -> Plan:
    return evolve(PLAN, flows=(evolve(FLOW, **changes),))


def with_call(**changes: object) -> Plan:
    return with_flow(body=(evolve(APPLY, call=evolve(APPLY.call, **changes)), DROP, EXPECT))


def test_it_is_a_sha256() -> None:
    assert re.fullmatch("[0-9a-f]{64}", digest(PLAN))


@pytest.mark.parametrize(
    "same",
    [
        with_flow(at=Where("b.flow", 9, 9)),
        with_flow(body=tuple(evolve(step, at=Where("b.flow", 9, 9)) for step in FLOW.body)),
        with_flow(body=(APPLY, evolve(DROP, text="doc.words<5"), evolve(EXPECT, text="doc.words<5"))),
        with_flow(gates=(evolve(GATE, text="doc.words<5"),)),
        with_flow(settings=Settings(workers=7)),
    ],
)
def test_layout_is_left_out(same: Plan) -> None:
    assert same != PLAN
    assert digest(same) == digest(PLAN)


@pytest.mark.parametrize(
    "other",
    [
        with_call(version=2),
        with_call(distribution="docflow-news 1.1"),
        with_call(options=(("extra", ("b", "a")),)),
        with_call(options=(("extra", ["a", "b"]),)),
        with_call(component="news.other"),
        with_flow(body=(DROP, APPLY, EXPECT)),
        with_flow(body=(evolve(APPLY, on_error=Outcome("fail")), DROP, EXPECT)),
        with_flow(body=(evolve(APPLY, id="renamed"), DROP, EXPECT)),
        with_flow(body=(APPLY, evolve(DROP, condition=Compare("<", DocField(("words",)), Const(6))), EXPECT)),
        with_flow(gates=()),
        with_flow(settings=Settings(max_doc=1)),
        with_flow(sources=(Call("core.files", "reader", (("path", Place("*.txt", "caller")),)),)),
        evolve(PLAN, language=2),
    ],
)
def test_meaning_counts(other: Plan) -> None:
    assert digest(other) != digest(PLAN)


def test_it_does_not_change_between_releases_unnoticed() -> None:
    """The resume key holds it: when it changes, every run starts anew; say so in the changelog."""
    assert digest(PLAN) == "3a9312e4ca956fe01c80cbe043493f0fb059feef5cbc552cebbd854f83d513ba"
