"""Strategies for the laws of plans: every class of the plan, with values of every type of the language."""

from hypothesis import strategies as st

from docflow.model import INT, TEXT, Place, Regex, list_of
from docflow.plan import expr as e
from docflow.plan import ir

names = st.text("abcxyz_$", min_size=1, max_size=5)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes().map(lambda at: at.replace(fold=0))
    | st.builds(Place, names, st.sampled_from(["flow", "caller"]))
    | st.builds(Regex, names, st.sampled_from(["", "im"]))
    | st.builds(ir.SecretRef, st.just("env"), names)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(names | st.just("of"), inner, max_size=3)
    ),
    max_leaves=6,
)
paths = st.lists(names, min_size=1, max_size=2).map(tuple)
exprs = st.recursive(
    st.builds(e.Const, values)
    | st.builds(e.DocField, paths)
    | st.builds(e.RunValue, paths)
    | st.builds(e.SinkValue, paths),
    lambda inner: st.one_of(
        st.builds(e.Not, inner),
        st.builds(e.Negate, inner),
        st.builds(e.Logic, st.sampled_from(["and", "or"]), st.lists(inner, max_size=2).map(tuple)),
        st.builds(e.Compare, st.just("<"), inner, inner),
        st.builds(e.Contains, inner, inner),
        st.builds(e.Matches, inner, names, st.just("i")),
        st.builds(e.Arith, st.just("+"), inner, inner),
        st.builds(e.OrElse, inner, inner),
        st.builds(e.FnCall, names, st.lists(inner, max_size=2).map(tuple)),
        st.builds(e.ListOf, st.lists(inner, max_size=2).map(tuple)),
        st.builds(e.MapOf, st.lists(st.tuples(names, inner), max_size=2).map(tuple)),
        st.builds(e.Format, st.lists(inner, max_size=2).map(tuple)),
    ),
    max_leaves=4,
)
places = st.builds(ir.Where, st.just("a.flow"), st.integers(1, 99), st.integers(1, 9))
outcomes = st.recursive(
    st.builds(
        ir.Outcome, st.sampled_from(["fail", "skip", "drop", "quarantine"]), st.sampled_from(["", "r"])
    ),
    lambda inner: st.builds(
        ir.Outcome, st.just("retry"), st.just(""), st.integers(1, 3), st.just(0.5), inner
    ),
    max_leaves=2,
)


def calls(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[ir.Call]:
    return st.builds(
        ir.Call,
        names.map("ns.{}".format),
        kinds,
        st.lists(st.tuples(names, values), max_size=2).map(tuple),
        st.integers(1, 3),
        st.sampled_from(["", "docflow-news 1.0"]),
        st.just(()),
        st.lists(st.tuples(names, st.sampled_from([TEXT, INT.maybe(), list_of(TEXT)])), max_size=2).map(
            tuple
        ),
        st.booleans(),
    )


def applies(*kinds: str) -> st.SearchStrategy[ir.ApplyStep]:
    return st.builds(ir.ApplyStep, names, calls(st.sampled_from(kinds)), outcomes, places)


simple = applies("line_rules", "cleaner") | st.one_of(
    st.builds(ir.ExpectStep, names, exprs, outcomes, names, outcomes, places),
    st.builds(ir.SetStep, names, names, exprs, outcomes, places),
    st.builds(ir.DropStep, names, exprs, names, outcomes, places),
    st.builds(ir.EndStep, names, outcomes, places),
    st.builds(ir.SinkStep, names, calls(st.just("exporter")), outcomes, places),
)
# Line rules that fail alike side by side are what the optimiser looks for; chance alone makes few.
alike = st.lists(
    st.builds(
        ir.ApplyStep,
        names,
        calls(st.just("line_rules")),
        st.sampled_from([ir.Outcome("skip"), ir.Outcome("fail")]),
        places,
    ),
    max_size=3,
)


def nest(inner: st.SearchStrategy[ir.Step]) -> st.SearchStrategy[ir.Step]:
    body = st.lists(inner, max_size=2).flatmap(lambda some: alike.map(lambda rules: (*rules, *some)))
    arms = st.builds(ir.Arm, st.none() | exprs, body, places)
    return st.one_of(
        st.builds(ir.WhenStep, names, exprs, body, body, outcomes, places),
        st.builds(
            ir.RouteStep, names, st.lists(arms, max_size=2).map(tuple), st.booleans(), outcomes, places
        ),
        st.builds(ir.TeeStep, names, st.lists(body, max_size=2).map(tuple), places),
    )


steps = st.recursive(simple, nest, max_leaves=3)
groups = st.one_of(steps.map(lambda one: [one]), applies("corpus").map(lambda one: [one]), alike)
step_lists = st.lists(groups, max_size=4).map(lambda found: tuple(step for some in found for step in some))
flows = st.builds(
    ir.FlowPlan,
    names,
    st.lists(calls(st.just("reader")) | st.builds(ir.FlowRef, names), min_size=1, max_size=2).map(tuple),
    step_lists,
    st.lists(st.builds(ir.Gate, exprs, outcomes, names, places), max_size=1).map(tuple),
    st.builds(ir.Settings, st.integers(1, 4), st.just(1000), st.sampled_from([0.0, 0, 0.2])),
    places,
)
plans = st.builds(ir.Plan, names, st.lists(flows, min_size=1, max_size=2).map(tuple))
