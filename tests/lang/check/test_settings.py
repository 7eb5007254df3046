import pytest

from docflow.lang.elaborate import Values
from docflow.plan import ir

FLOW = 'flow f {{ {} from text("a") | clean.unicode {} | to jsonl("b") }}'


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("with workers: 1, max_doc: 1KB, max_errors: 0%", []),
        ("with workerz: 1", ["DF0301"]),
        ("with workers: 0", ["DF0304"]),
        ("with max_errors: 120%", ["DF0304"]),
        ("with max_doc: 3", ["DF0305"]),
        ('with workers: "4"', ["DF0303"]),
        ("with workers: 1 with workers: 2", ["DF0308"]),
        ("with workers: 1, workers: 2", ["DF0308"]),
        ("on error fail on error drop", ["DF0203"]),
        ("with workers: doc.words", ["DF0202"]),
    ],
)
def test_settings(codes, setting, expected):
    assert codes(FLOW.format(setting, "")) == expected


@pytest.mark.parametrize(
    ("outcome", "made_of"),
    [
        ("fail", ir.Outcome("fail")),
        ("skip", ir.Outcome("skip")),
        ("drop", ir.Outcome("drop")),
        ('drop("r")', ir.Outcome("drop", "r")),
        ('quarantine(reason: "r")', ir.Outcome("quarantine", "r")),
        ("retry(3)", ir.Outcome("retry", times=3, then=ir.Outcome("drop", "flow"))),
        ("retry(3, wait: 1m) then skip", ir.Outcome("retry", times=3, wait=60.0, then=ir.Outcome("skip"))),
    ],
)
def test_outcomes_on_error(made, outcome, made_of):
    plan = made(FLOW.format('on error drop("flow")', f"on error {outcome}"), Values()).plan
    assert plan.flows[0].body[0].on_error == made_of
    assert plan.flows[0].body[1].on_error == ir.Outcome("drop", "flow")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("quarantine", "DF0302"),
        ('quarantine("")', "DF0304"),
        ("quarantine(3)", "DF0303"),
        ("retry", "DF0302"),
        ("retry(0)", "DF0304"),
        ("retry(1, 5s)", "DF0307"),
        ("skip(1)", "DF0307"),
        ('drop(why: "x")', "DF0301"),
        ('drop("a", reason: "b")', "DF0308"),
        ("warn", "DF0402"),
        ("quarantin", "DF0202"),
    ],
)
def test_outcomes_that_are_wrong(codes, outcome, code):
    assert codes(FLOW.format("", f"on error {outcome}")) == [code]


def test_a_stage_hands_its_outcome_to_its_steps(made):
    text = 'stage s { | clean.unicode | clean.whitespace on error drop("own") }\n'
    text += 'from text("a") | s on error skip '
    text += '| when doc.words > 3 { | clean.unicode } on error fail | to jsonl("b")'
    body = made(text, Values()).plan.flows[0].body
    assert [s.on_error.action for s in body[:2]] == ["skip", "drop"]
    assert (body[2].on_error.action, body[2].then[0].on_error.action) == ("fail", "fail")
    assert body[3].on_error.action == "quarantine"
