"""Which part of a condition decided, and with which values."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from plan_strategies import exprs

from docflow.model import Document
from docflow.plan.compile import doc_function
from docflow.plan.decide import Clause, decide, decide_by, deciding
from docflow.plan.expr import (
    Arith,
    Compare,
    Const,
    Contains,
    DocField,
    Expr,
    FnCall,
    Logic,
    Matches,
    Not,
    OrElse,
    RunValue,
)

DOC = Document("d", "one two three", fields={"lang": "fr", "n": 3})
WORDS, LANG, N = DocField(("words",)), DocField(("lang",)), DocField(("n",))
LONG, FRENCH = Compare(">=", WORDS, Const(40)), Compare("==", LANG, Const("fr"))


def clauses(expr: Expr, **callables: Callable[..., Any]) -> list[tuple[str, bool | None, dict[str, object]]]:
    return [(c.text, c.holds, dict(c.values)) for c in decide(expr, DOC, callables).clauses]


def test_a_comparison() -> None:
    found = decide(LONG, DOC, {})
    assert (found.text, found.holds) == ("doc.words >= 40", False)
    assert found.clauses == (Clause("doc.words >= 40", False, (("doc.words", 3),)),)
    assert deciding(LONG, DOC, {}) == (("doc.words", 3),)


@pytest.mark.parametrize(
    ("expr", "deciders"),
    [
        (Logic("and", (FRENCH, LONG)), ["doc.words >= 40"]),
        (Logic("and", (LONG, FRENCH)), ["doc.words >= 40"]),
        (Logic("or", (LONG, FRENCH)), ['doc.lang == "fr"']),
        (Logic("or", (LONG, Not(FRENCH))), ["doc.words >= 40", 'not doc.lang == "fr"']),
        (Logic("and", (FRENCH, Not(LONG))), ['doc.lang == "fr"', "not doc.words >= 40"]),
        (Not(Logic("or", (LONG, FRENCH))), ['doc.lang == "fr"']),
        (
            Logic("and", (FRENCH, Logic("or", (LONG, Compare(">", N, Const(9)))))),
            ["doc.words >= 40", "doc.n > 9"],
        ),
    ],
)
def test_the_side_that_decided(expr: Expr, deciders: list[str]) -> None:
    assert [text for text, _, _ in clauses(expr)] == deciders


def test_a_computed_side_shows_what_it_was_computed_of() -> None:
    share = Compare(">=", Arith("/", N, WORDS), Const(2.0))
    assert clauses(share) == [
        ("doc.n / doc.words >= 2.0", False, {"doc.n / doc.words": 1.0, "doc.n": 3, "doc.words": 3})
    ]


def test_null_shows() -> None:
    missing = Compare("==", OrElse(DocField(("title",)), Const("")), Const("x"))
    (clause,) = clauses(missing)
    assert clause[2] == {'doc.title ?? ""': "", "doc.title": None}


def test_a_pattern_that_was_found_shows_the_match() -> None:
    found = Matches(DocField(("text",)), r"t\w+", "")
    assert clauses(found)[0][1:] == (True, {"doc.text": DOC.text, "the match": "two"})
    assert "the match" not in clauses(Matches(DocField(("text",)), "x", ""))[0][2]


def test_a_place() -> None:
    assert clauses(Contains(LANG, Const(("en", "de")))) == [
        ('doc.lang in ["en", "de"]', False, {"doc.lang": "fr"})
    ]


def test_a_function_that_fails() -> None:
    def fail(text: str) -> bool:
        raise LookupError(text)

    found = clauses(Logic("and", (FRENCH, FnCall("fail", (LANG,)))), fail=fail)
    assert found == [("fail(doc.lang)", None, {"fail(doc.lang)": "LookupError: fr", "doc.lang": "fr"})]


def test_other_values_than_those_of_a_document() -> None:
    values = {RunValue(("kept",)): 3}
    found = decide_by(RunValue(("kept",)), lambda expr: values[expr])  # type: ignore[index]
    assert found.clauses[0].values == (("run.kept", 3),)


@pytest.mark.parametrize("op", ["and", "or"])
@pytest.mark.parametrize("first", [LONG, FRENCH])
@pytest.mark.parametrize("second", [LONG, FRENCH])
def test_what_decided_gives_the_same(op: str, first: Expr, second: Expr) -> None:
    expr = Logic(op, (first, Not(second)))
    found = decide(expr, DOC, {})
    assert found.holds == doc_function(expr, {})(DOC)
    held = [clause.holds for clause in found.clauses]
    assert (all(held) if op == "and" else any(held)) == found.holds


@given(exprs)
def test_any_expression_has_an_answer(expr: Expr) -> None:
    decide_by(expr, lambda part: doc_function(part, {})(DOC))
