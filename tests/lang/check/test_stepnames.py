import pytest

from docflow.lang.check.stepnames import counted, names_of_steps, step_of
from docflow.lang.elaborate import Values
from docflow.plan.expr import Arith, Compare, Const, ListOf, RunValue

IDS = ("short", "tidy", "tidy/lines", "tidy/drop", "tidy#2", "tidy#2/lines", "drop")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("short", "short"),
        ("tidy.lines", "tidy/lines"),
        ("drop", "drop"),
        ("lines", None),
        ("tidy/drop", "tidy/drop"),
        ("gone", None),
    ],
)
def test_step_of(text, found):
    assert step_of(text, IDS) == found


def test_a_stage_counts_the_drops_of_its_steps():
    names = names_of_steps(IDS)
    assert names["tidy"] == ("tidy/lines", "tidy/drop")
    assert names["tidy.drop"] == ("tidy/drop",)
    assert "lines" not in names


def test_counted_reaches_into_every_part():
    one, two = RunValue(("dropped_by", "tidy/lines")), RunValue(("dropped_by", "tidy/drop"))
    asked = RunValue(("dropped_by", "tidy"))
    expr = Compare("<", ListOf((asked, RunValue(("kept",)))), Arith("/", asked, Const(2)))
    both = Arith("+", one, two)
    done = Compare("<", ListOf((both, RunValue(("kept",)))), Arith("/", both, Const(2)))
    assert counted(expr, names_of_steps(IDS)) == done


def test_gates_take_the_name_of_a_step_inside_a_stage(made):
    text = """stage s { | drop when doc.words < 3 as short }
    from text("a") | s | to jsonl("b")
    expect run.dropped_by.short < 10
    expect run.dropped_by.s < 10
    expect run.dropped_by.s.short < 10"""
    gates = made(text, Values()).plan.flows[0].gates
    assert {g.condition.left for g in gates} == {RunValue(("dropped_by", "s/short"))}
