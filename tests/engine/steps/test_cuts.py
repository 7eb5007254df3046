"""Removers: spans go, each counted by its rule; an answer that cannot be that costs its document alone."""

from typing import Any

import pytest

from docflow.engine.components import Components
from docflow.engine.memory import stream
from docflow.model import Document
from docflow.plan.optimise import optimise
from docflow.plan.report import RuleCount, Sums

TEXTS = ("ad one\nbody\nshare it\nad two", "body", "ad\n", "", "body\nad")
BAD = ("no-list", "no-cut", "no-rule", "empty-cut", "no-number", "crossing", "behind")
LEFT = ["body\n", "body", "", "", "body\n"]


def _streamed(kit: Any, step: str, *texts: str) -> tuple[list[str], tuple[RuleCount, ...]]:
    made = stream(optimise(kit.plan(kit.flow((), kit.apply(step)))).flows[0], Components(kit.catalog))
    given = [Document(str(number), text) for number, text in enumerate(texts)]
    left = [arrival for doc in given for arrival in made.feed(doc)]
    return [arrival.document.text for arrival in (*left, *made.end())], made.report().rules


@pytest.mark.parametrize("step", ["cutting", "cutting_many"])
def test_every_span_has_its_rule(kit: Any, step: str) -> None:
    left, rules = _streamed(kit, step, *TEXTS)
    assert left == LEFT
    assert rules == (RuleCount(step, "ad", 7, 4, 18, 3), RuleCount(step, "share", 7, 1, 9, 1))


def test_a_corpus_step_takes_spans(kit: Any) -> None:
    assert _streamed(kit, "lifting", "top\nbody", "top\n") == (
        ["body", ""],
        (RuleCount("lifting", "first", 7, 2, 8, 2),),
    )


def test_cuts_are_of_the_text_that_the_step_was_given(kit: Any) -> None:
    left, rules = _streamed(kit, "lifting", "top\nscribbler", "top\nbody")
    assert left == ["scribbler", "body"]
    assert rules == (RuleCount("lifting", "first", 7, 2, 8, 2),)


@pytest.mark.parametrize("step", ["cutting", "cutting_many"])
@pytest.mark.parametrize("bad", BAD)
def test_an_answer_that_is_no_cut_costs_its_document(kit: Any, step: str, bad: str) -> None:
    lines = [f"{n}|{bad if n == 5 else f'ad {n}' if n % 2 else f't {n}'}" for n in range(11)]
    kit.write("in/a.rec", *lines)
    report = kit.run(kit.flow(kit.records("in"), kit.apply(step), kit.to("out/a.txt")))
    assert kit.read("out/a.txt") == [f"{n}|{'' if n % 2 else f't {n}'}" for n in range(11) if n != 5]
    assert report.flows[0].sums == Sums(seen=11, written=10, quarantined=1)
    (entry,) = kit.quarantine()
    assert entry["document"]["text"] == bad
    assert "cut" in entry["message"]


def test_a_corpus_step_that_takes_too_much_costs_its_document(kit: Any) -> None:
    kit.write("in/a.rec", "1|same", "2|same")
    report = kit.run(kit.flow(kit.records("in"), kit.apply("lifting"), kit.to("out/a.txt")))
    assert report.flows[0].sums == Sums(seen=2, quarantined=2)
    assert "behind the end" in kit.quarantine()[0]["message"]


def test_a_mock_stands_for_what_is_left(kit: Any) -> None:
    plan = kit.plan(kit.flow((), kit.apply("cutting_many")))
    made = stream(plan.flows[0], Components(kit.catalog), mocks={"cutting_many": "given"})
    (arrival,) = made.feed(Document("1", "ad"))
    assert arrival.document.text == "given"
