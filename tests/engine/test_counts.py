"""The table of rules and the reasons: every character that went has who took it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.ledger import MOST_REASONS, OTHER, Tally, merge
from docflow.plan.ir import LineGroup
from docflow.plan.report import RuleCount


def _rules(kit: Any, *steps: Any) -> Any:
    kit.write("in/a.rec", "1|one", "2|bad")
    return kit.run(kit.flow(kit.records("in"), *steps, kit.to("out/a.txt"))).flows[0].rules


def test_cleaners_count_for_the_step(kit: Any) -> None:
    assert _rules(kit, kit.apply("cut", keep=1), kit.apply("same_length")) == (
        RuleCount("cut", "", 7, 0, 4, 2),
    )
    assert _rules(kit, kit.apply("same_length")) == (RuleCount("same_length", "", 7, 0, 0, 1),)


def test_line_rules_count_by_rule_in_one_matcher(kit: Any) -> None:
    from docflow.engine.memory import over
    from docflow.model import Document

    group = LineGroup(
        (kit.apply("labels", "first", words=["Ad", "Share"]), kit.apply("labels", "second", words=["Top"]))
    )
    texts = ["Body.\nAd 1\nShare\nAd 2\nMore.\n", "Top\nBody.", "Body."]
    plan = kit.plan(kit.flow((), group))
    docs = list(over(plan, kit.catalog, [Document(str(n), text) for n, text in enumerate(texts)]))
    assert [doc.text for doc in docs] == ["Body.\nMore.\n", "Body.", "Body."]


def test_removed_characters_add_up(kit: Any) -> None:
    from docflow.engine.components import Components
    from docflow.engine.memory import stream
    from docflow.model import Document
    from docflow.plan.optimise import optimise

    steps = (kit.apply("labels", "first", words=["Ad"]), kit.apply("labels", "second", words=["Top"]))
    plan = optimise(kit.plan(kit.flow((), *steps, kit.apply("pieces"))))
    made = stream(plan.flows[0], Components(kit.catalog))
    texts = ["Top\nBody.|x\nAd 1\nAd 2", "Ad", "none"]
    after = [a.document.text for n, text in enumerate(texts) for a in made.feed(Document(str(n), text))]
    removed = sum(rule.chars for rule in made.report().rules)
    assert removed == sum(map(len, texts)) - sum(map(len, after))
    assert {(rule.step, rule.rule, rule.lines, rule.documents) for rule in made.report().rules} == {
        ("first", "Ad", 3, 2),
        ("second", "Top", 1, 1),
        ("pieces", "", 0, 1),
    }


counts = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), st.integers(1, 9))


@given(
    st.lists(st.builds(Tally, dropped=counts, skipped=counts, quarantined=counts, errors=st.integers(0, 5)))
)
def test_tallies_add_up(tallies: list[Tally]) -> None:
    total = merge(tallies)
    assert sum(total.dropped.values()) == sum(sum(t.dropped.values()) for t in tallies)
    assert sum(total.skipped.values()) == sum(sum(t.skipped.values()) for t in tallies)
    assert total.errors == sum(t.errors for t in tallies)
    assert merge([merge(tallies[:2]), merge(tallies[2:])]) == total


def test_reasons_with_the_documents_own_words_do_not_fill_the_memory() -> None:
    tally = Tally()
    for number in range(MOST_REASONS + 500):
        tally.count(tally.dropped, "step", f"reason {number}")
    assert tally.dropped["step", OTHER] == 500
    assert len(tally.dropped) == MOST_REASONS + 1
