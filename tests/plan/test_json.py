"""Plan to JSON and back."""

import datetime
import json
import math

import pytest
from hypothesis import given
from plan_strategies import plans, values

from docflow.errors import RefusedError
from docflow.model import Place, Regex
from docflow.plan import ir
from docflow.plan.expr import Const, DocField
from docflow.plan.json import decode, encode, from_json, to_json
from docflow.plan.optimise import optimise

AT = ir.Where("a.flow", 1, 1)


def plan_with(value: object) -> ir.Plan:
    call = ir.Call("core.jsonl", "reader", (("path", value),))
    return ir.Plan("a", (ir.FlowPlan("", (call,), (), (), ir.Settings(), AT),))


@given(plans)
def test_a_plan_comes_back_equal(plan: ir.Plan) -> None:
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan
    assert from_json(json.loads(json.dumps(to_json(optimise(plan))))) == optimise(plan)


@given(values)
def test_values_come_back_equal_and_of_the_same_type(value: object) -> None:
    back = decode(json.loads(json.dumps(encode(value))))
    assert back == value
    assert repr(back) == repr(value)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (1.0, 1.0),
        (2**53 + 1, {"$": "int", "of": "9007199254740993"}),
        (-math.inf, {"$": "float", "of": "-inf"}),
        (("a", 1), ["a", 1]),
        (["a"], {"$": "list", "of": ["a"]}),
        ({"$": "x"}, {"$": "map", "of": {"$": "x"}}),
        (datetime.date(2024, 2, 29), {"$": "date", "of": "2024-02-29"}),
        (Place("a/*.txt"), {"$": "Place", "path": "a/*.txt"}),
        (Regex("a+", "i"), {"$": "Regex", "pattern": "a+", "flags": "i"}),
        (ir.SecretRef("env", "T"), {"$": "SecretRef", "provider": "env", "name": "T"}),
    ],
)
def test_the_form_of_a_value_is_fixed(value: object, data: object) -> None:
    assert encode(value) == data
    assert decode(data) == value


def test_the_top_of_a_plan_says_its_format() -> None:
    data = to_json(plan_with(1))
    assert list(data)[:3] == ["format", "language", "$"]
    assert (data["format"], data["language"]) == (1, 1)


@pytest.mark.parametrize("value", [{1: "a"}, {"a"}, b"a", object(), [object()]])
def test_a_value_that_no_flow_has_is_refused(value: object) -> None:
    with pytest.raises(RefusedError):
        to_json(plan_with(value))


def test_another_format_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"has format 7, this docflow reads format 1"):
        from_json({**to_json(plan_with(1)), "format": 7})


@pytest.mark.parametrize("data", [None, [], "x", {}, {"$": "Call", "format": 1}, {"format": 1}])
def test_what_is_no_plan_is_refused(data: object) -> None:
    with pytest.raises(RefusedError, match="no plan of docflow"):
        from_json(data)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ({"$": "Nothing"}, "unknown"),
        ({}, "unknown"),
        ({"$": ["x"]}, "unknown"),
        ({"$": "date", "of": "yesterday"}, "damaged date"),
        ({"$": "date"}, "damaged date"),
        ({"$": "map", "of": 1}, "damaged map"),
        ({"$": "DocField"}, "DocField has no `path`"),
        ({"$": "DocField", "path": "text"}, "DocField has a wrong `path`"),
        ({"$": "DocField", "path": ["text"], "more": 1}, "DocField has a wrong `more`"),
        ({"$": "Regex", "pattern": 1}, "Regex has a wrong `pattern`"),
    ],
)
def test_a_damaged_plan_is_refused(where: object, what: str) -> None:
    data = to_json(plan_with(1))
    data["flows"][0]["sources"][0]["options"] = [["path", where]]
    with pytest.raises(RefusedError, match=what):
        from_json(data)


def test_a_class_in_the_wrong_place_is_refused() -> None:
    data = to_json(plan_with(1))
    data["flows"][0]["sources"] = [encode(DocField(("text",)))]
    with pytest.raises(RefusedError, match="FlowPlan has a wrong `sources`"):
        from_json(data)


def test_a_bottomless_plan_is_refused() -> None:
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    data = to_json(plan_with(1))
    data["flows"][0]["sources"][0]["options"] = [["path", deep]]
    with pytest.raises(RefusedError, match="nested too deeply"):
        from_json(data)
    with pytest.raises(RefusedError, match="nested too deeply"):
        encode(deep)


def test_true_is_not_taken_for_the_default_one() -> None:
    assert encode(Const(True)) == {"$": "Const", "value": True}
    assert encode(ir.Outcome("retry", times=True))["times"] is True
