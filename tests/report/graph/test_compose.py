"""Drawings of real and of generated flows keep the laws: nothing overlaps, no way runs through a box."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.plan import ir
from docflow.plan.expr import Const
from docflow.report.graph.build import build
from docflow.report.graph.compose import compose
from docflow.report.graph.model import Graph
from docflow.report.graph.scene import Scene

AT, KEEP = ir.Where("a.flow", 1, 1), ir.Outcome("quarantine", "error")
QUESTION = Const("x" * 9)


@pytest.mark.parametrize("down", [True, False])
def test_flows_of_the_tree_are_drawn_lawfully(
    drawn: tuple[str, Graph], lawful: Callable[[Scene], None], down: bool
) -> None:
    lawful(compose(drawn[1], down=down))


# A shape is what a step is, without its id: ids are given afterwards, so that each is there once.
leaves = st.sampled_from(["apply", "apply", "filter", "set", "drop", "expect", "sink", "end", "corpus"])
shapes = st.recursive(
    st.tuples(leaves),
    lambda inner: st.tuples(
        st.sampled_from(["when", "route", "every", "tee", "stage"]),
        st.lists(st.lists(inner, max_size=4), min_size=1, max_size=4),
    ),
    max_leaves=25,
)
flows = st.lists(
    st.tuples(st.integers(1, 3), st.lists(shapes, max_size=6), st.lists(st.integers(0, 3), max_size=2)),
    min_size=1,
    max_size=3,
)


def steps(made: Any, prefix: str, count: list[int]) -> tuple[ir.Step, ...]:
    """Return steps of these shapes, with ids of their own."""
    found: list[ir.Step] = []
    for kind, *inner in made:
        count[0] += 1
        id_ = f"{prefix}s{count[0]}"
        if kind == "stage":
            for body in inner[0]:
                found += steps(body, f"{id_}/", count)
        elif inner:
            found.append(branching(kind, id_, [steps(body, prefix, count) for body in inner[0]]))
        else:
            found.append(leaf(kind, id_))
    return tuple(found)


def branching(kind: str, id_: str, bodies: list[tuple[ir.Step, ...]]) -> ir.Step:
    if kind == "when":
        return ir.WhenStep(id_, QUESTION, bodies[0], bodies[-1] if len(bodies) > 1 else (), KEEP, AT)
    if kind == "tee":
        return ir.TeeStep(id_, tuple(bodies), AT)
    arms = [ir.Arm(QUESTION, body, AT) for body in bodies[:-1]]
    return ir.RouteStep(id_, (*arms, ir.Arm(None, bodies[-1], AT)), kind == "every", KEEP, AT)


def leaf(kind: str, id_: str) -> ir.Step:
    if kind in ("apply", "filter", "corpus"):
        call = ir.Call(f"ns.{kind}", "cleaner" if kind == "apply" else kind, (("words", ("a", "b")),))
        return ir.ApplyStep(id_, call, KEEP, AT)
    if kind == "sink":
        return ir.SinkStep(id_, ir.Call("core.jsonl", "exporter", (("path", "o.jsonl"),)), KEEP, AT)
    makers = {
        "set": ir.SetStep(id_, "f", QUESTION, KEEP, AT),
        "drop": ir.DropStep(id_, QUESTION, "doc.words < 3", KEEP, AT),
        "expect": ir.ExpectStep(id_, QUESTION, ir.Outcome("quarantine", "short"), "text", KEEP, AT),
        "end": ir.EndStep(id_, ir.Outcome("drop", "a reason"), AT),
    }
    return makers[kind]


def plan_of(made: Any) -> ir.Plan:
    """Return a plan of flows of these shapes; each may read earlier ones."""
    found: list[ir.FlowPlan] = []
    for sources, shape, reads in made:
        calls = [ir.Call("core.jsonl", "reader", (("path", ("a/*.jsonl",)),)) for _ in range(sources)]
        refs = [ir.FlowRef(found[n].name) for n in dict.fromkeys(reads) if n < len(found)]
        body = steps(shape, "", [0])
        gate = ir.Gate(QUESTION, ir.Outcome("fail"), "run.kept > 0", AT)
        name = f"flow{len(found)}"
        found.append(ir.FlowPlan(name, (*calls, *refs), body, (gate,) * (sources % 2), ir.Settings(), AT))
    return ir.Plan("generated", tuple(found))


@settings(max_examples=40, deadline=None)
@given(flows, st.booleans())
def test_generated_flows_are_drawn_lawfully(lawful: Any, made: Any, down: bool) -> None:
    graph = build(plan_of(made))
    scene = compose(graph, down=down)
    lawful(scene)
    assert compose(build(plan_of(made)), down=down) == scene


def test_the_trunk_is_straight(drawn: tuple[str, Graph]) -> None:
    """What every document may take stands on one line, whatever hangs beside it."""
    for flow in drawn[1].flows:
        scene = compose(Graph("one", (flow,)))
        trunk = [p for p in scene.placed if p.node.lane == () and not p.node.beside and p.node.kind != "gate"]
        assert len({p.rect.x + p.rect.width // 2 for p in trunk}) == 1


def test_a_long_flow_is_drawn_in_time() -> None:
    """A thousand steps with a choice at every fifth: neither recursion nor a square of the steps."""
    one = [("apply",)] * 4 + [("route", [[("set",)], [], [("end",)]])]
    scene = compose(build(plan_of([(1, one * 200, [])])))
    assert len(scene.placed) > 1000
