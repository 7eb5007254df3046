"""Expressions and values as the language writes them."""

import datetime

import pytest

from docflow.model import Place, Regex
from docflow.plan import expr as e
from docflow.plan.ir import Outcome, SecretRef
from docflow.plan.phrase import expr_text, outcome_text, printable, value_text

A, B, C = (e.DocField((name,)) for name in "abc")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (e.Logic("and", (A, e.Logic("or", (B, C)))), "doc.a and (doc.b or doc.c)"),
        (e.Logic("or", (A, e.Logic("and", (B, C)))), "doc.a or doc.b and doc.c"),
        (e.Not(e.Compare("==", A, B)), "not doc.a == doc.b"),
        (e.Not(e.Logic("and", (A, B))), "not (doc.a and doc.b)"),
        (e.Compare("==", e.Compare("<", A, B), C), "(doc.a < doc.b) == doc.c"),
        (e.Arith("-", A, e.Arith("-", B, C)), "doc.a - (doc.b - doc.c)"),
        (e.Arith("-", e.Arith("-", A, B), C), "doc.a - doc.b - doc.c"),
        (e.Arith("*", e.Arith("+", A, B), e.Negate(C)), "(doc.a + doc.b) * -doc.c"),
        (e.Compare(">", e.OrElse(A, e.Const(0)), e.Const(5)), "(doc.a ?? 0) > 5"),
        (e.Arith("+", e.OrElse(A, B), C), "(doc.a ?? doc.b) + doc.c"),
        (e.Contains(A, e.Const(("x", "y"))), 'doc.a in ["x", "y"]'),
        (e.Matches(e.DocField(("text",)), r"\bfoo\b", "i"), r'doc.text matches re"\bfoo\b"i'),
        (e.FnCall("lower", (A, e.ListOf((B,)))), "lower(doc.a, [doc.b])"),
        (e.MapOf((("k", A), ("odd key", B))), '{k: doc.a, "odd key": doc.b}'),
        (e.Format((e.Const("n = "), A, e.Const("\n"))), 'f"n = {doc.a}\\n"'),
        (e.RunValue(("dropped_by", "news.residue")), 'run.dropped_by."news.residue"'),
        (e.SinkValue(("out", "count")), "sink.out.count"),
    ],
)
def test_expressions(expr: e.Expr, text: str) -> None:
    assert expr_text(expr) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (0.2, "0.2"),
        ('a"b\\\n\x1b\u202e', r'"a\"b\\\n\u{1b}\u{202e}"'),
        ("x" * 61, '"' + "x" * 60 + '..."'),
        (tuple(range(7)), "[0, 1, 2, 3, 4, ... 2 more]"),
        ({"a": [1]}, "{a: [1]}"),
        (Place("out/x", "caller"), '"out/x"'),
        (Regex('a\x07"', "m"), 're"a\\u{7}""m'),
        (SecretRef("env", "TOKEN"), 'secret env("TOKEN")'),
        (datetime.date(2024, 2, 29), "2024-02-29"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert value_text(value) == text


def test_a_value_in_full_is_not_cut() -> None:
    assert value_text(["x" * 100] * 10, brief=False).count("x" * 100) == 10


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Outcome("fail"), "fail"),
        (Outcome("quarantine", "too short"), 'quarantine("too short")'),
        (Outcome("retry", times=2, wait=0.2, then=Outcome("drop")), "retry(2, wait: 0.2s) then drop"),
        (Outcome("retry", times=3), "retry(3)"),
    ],
)
def test_outcomes(outcome: Outcome, text: str) -> None:
    assert outcome_text(outcome) == text


def test_a_condition_over_several_lines_is_shown_on_one() -> None:
    assert printable("doc.a\n    and doc.b\t \x1b") == r"doc.a and doc.b \u{1b}"
