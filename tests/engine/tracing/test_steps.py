"""What a trace tells of single steps; the laws: runs make both texts, every character has its step."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.steps.record import Cut, Fate, Visit
from docflow.engine.tracing.shape import Spot
from docflow.engine.tracing.steps import traced_step
from docflow.model import Document
from docflow.plan.expr import Compare, Const, DocField, Logic
from docflow.plan.ir import (
    ApplyStep,
    Arm,
    Call,
    DropStep,
    ExpectStep,
    Outcome,
    RouteStep,
    SetStep,
    WhenStep,
    Where,
)
from docflow.plan.trace import FieldChange, Removal, TracedStep
from docflow.textdiff import Run

AT = Where("a.flow", 3, 1)
QUARANTINE = Outcome("quarantine", "error")
WORDS = DocField(("words",))
texts = st.lists(st.sampled_from(["one", "two", " ", "\n", "\n\n", "é", "\r", ".", "Ad\n"])).map("".join)


def step(kind: str = "cleaner") -> ApplyStep:
    return ApplyStep("step", Call("x.step", kind), QUARANTINE, AT)


def traced(visit: Visit) -> TracedStep:
    return traced_step(visit, Spot((), last=False), {})


def visited(before: str, *after: str, cuts: tuple[Cut, ...] = (), of: Any = None) -> TracedStep:
    docs = [Document(f"d#{n}", text) for n, text in enumerate(after, 1)] if len(after) > 1 else []
    docs = docs or [Document("d", text) for text in after]
    return traced(Visit(of or step(), 1, False, Document("d", before), docs, list(cuts)))


def test_line_rules_are_exact() -> None:
    cuts = (Cut("ads", 0, 3), Cut("share", 3, 9), Cut("ads", 14, 16))
    found = visited("Ad\nShare\nBody\nAd", "Body\n", cuts=cuts, of=step("line_rules"))
    assert found.verdict == "changed"
    assert found.removed == (
        Removal(0, 3, 1, "Ad\n", "ads"),
        Removal(3, 9, 2, "Share\n", "share"),
        Removal(14, 16, 4, "Ad", "ads"),
    )
    assert found.runs == (Run("gone", "Ad\nShare\n"), Run("same", "Body\n"), Run("gone", "Ad"))
    assert (found.gone, found.new) == (11, 0)


def test_cuts_that_do_not_explain_the_text_are_not_believed() -> None:
    found = visited("Ad\nBody", "BODY", cuts=(Cut("ads", 0, 3),), of=step("line_rules"))
    assert (found.before, found.after) == ("Ad\nBody", "BODY")
    assert {removal.rule for removal in found.removed} == {""}


@given(texts, texts)
def test_the_runs_make_both_texts(before: str, after: str) -> None:
    found = visited(before, after)
    assert (found.before, found.after) == ((before, after) if before != after else ("", ""))
    assert len(before) - found.gone + found.new == len(after)
    assert "".join(removal.text for removal in found.removed) == "".join(
        run.text for run in found.runs if run.kind == "gone"
    )
    for removal in found.removed:
        assert before[removal.start : removal.end] == removal.text
        breaks = len(removal.text) - len(removal.text.lstrip("\n"))
        first = removal.start + (breaks if breaks < len(removal.text) else 0)
        assert before.count("\n", 0, first) + 1 == removal.line


@given(st.lists(st.tuples(st.sampled_from(["Ad", "Body", "", "Share"]), st.booleans()), min_size=1))
def test_what_line_rules_took_is_what_went(lines: list[tuple[str, bool]]) -> None:
    text = "".join(f"{line}\n" for line, _ in lines)
    cuts, kept, place = [], "", 0
    for line, goes in lines:
        end = place + len(line) + 1
        if goes:
            cuts.append(Cut(f"rule {line}", place, end))
        else:
            kept += text[place:end]
        place = end
    found = visited(text, kept, cuts=tuple(cuts), of=step("line_rules"))
    assert [(r.start, r.end, r.rule) for r in found.removed] == [(c.start, c.end, c.rule) for c in cuts]
    assert found.gone == sum(cut.end - cut.start for cut in cuts)


def test_pieces_take_what_stands_between_them() -> None:
    found = visited("One.\n\nTwo.", "One.", "Two.", of=step("splitter"))
    assert found.verdict == "split"
    assert found.runs == (Run("same", "One."), Run("gone", "\n\n"), Run("same", "Two."))


def test_pieces_that_overlap_are_compared() -> None:
    found = visited("one two three", "one two", "two three", of=step("splitter"))
    assert found.before == "one two three"
    assert found.after == "one twotwo three"


def test_fields() -> None:
    before = Document("d", "x", fields={"lang": "en", "gone": 1, "same": [1], "n": 1})
    after = Document("d2", "x", "elsewhere", fields={"lang": "fr", "same": [1], "n": True, "title": None})
    found = traced(Visit(step("extractor"), 1, False, before, [after]))
    assert found.fields == (
        FieldChange("lang", "en", "fr", fresh=False),
        FieldChange("n", 1, True, fresh=False),
        FieldChange("title", None, None, fresh=True),
        FieldChange("gone", 1, None, fresh=False, gone=True),
        FieldChange("source", "", "elsewhere", fresh=False),
    )
    assert found.renamed == ("d", "d2")
    assert found.runs == ()


def test_a_step_without_effect() -> None:
    assert visited("a", "a").verdict == "unchanged"
    assert visited("a", "a", of=step("filter")).verdict == "held"


@pytest.mark.parametrize(("least", "verdict"), [(1, "held"), (9, "dropped")])
def test_expect(least: int, verdict: str) -> None:
    condition = Compare(">=", WORDS, Const(least))
    expect = ExpectStep("expect", condition, Outcome("drop", "short"), "doc.words >= least", QUARANTINE, AT)
    doc = Document("d", "two words")
    visit = Visit(expect, 1, False, doc, [doc])
    if verdict == "dropped":
        visit = Visit(expect, 1, False, doc, fates=[Fate("drop", "short")])
    found = traced(visit)
    assert found.verdict == verdict
    (tried,) = found.tried
    assert tried.decision is not None
    assert tried.decision.text == f"doc.words >= {least}"
    assert tried.decision.clauses[0].values == (("doc.words", 2),)
    assert tried.taken == (verdict == "held")


def test_a_condition_with_two_sides() -> None:
    both = Logic("and", (Compare(">", WORDS, Const(0)), Compare(">", WORDS, Const(5))))
    found = traced(Visit(DropStep("drop", both, "both", QUARANTINE, AT), 1, False, Document("d", "a")))
    (tried,) = found.tried
    assert tried.decision is not None
    assert [clause.text for clause in tried.decision.clauses] == ["doc.words > 5"]


@pytest.mark.parametrize(
    ("every", "taken"),
    [(False, ["when doc.words > 1"]), (True, ["when doc.words > 1", "when doc.words > 0"])],
)
def test_arms_are_tried_in_order(every: bool, taken: list[str]) -> None:
    arms = tuple(Arm(Compare(">", WORDS, Const(n)), (), AT) for n in (5, 1, 0))
    route = RouteStep("route", (*arms, Arm(None, (), AT)), every, QUARANTINE, AT)
    doc = Document("d", "two words")
    found = traced(Visit(route, 1, False, doc, [doc]))
    assert found.verdict == "branched"
    assert [tried.words for tried in found.tried if tried.taken] == taken
    assert found.tried[0].words == "when doc.words > 5"
    assert len(found.tried) == (3 if every else 2)


def test_else() -> None:
    inner = (SetStep("set", "x", Const(1), QUARANTINE, AT),)
    when = WhenStep("when", Compare(">", WORDS, Const(5)), (), inner, QUARANTINE, AT)
    doc = Document("d", "two words")
    found = traced(Visit(when, 1, False, doc, [doc]))
    assert [(tried.words, tried.taken) for tried in found.tried] == [
        ("when doc.words > 5", False),
        ("else", True),
    ]
