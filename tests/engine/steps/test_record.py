"""What a recorder sees of documents on their way."""

from typing import Any

import pytest

from docflow.engine.components import Components
from docflow.engine.memory import Stream, stream
from docflow.engine.steps.record import Cut, Recorder, Visit
from docflow.model import Document
from docflow.plan.ir import Outcome, TeeStep, Where
from docflow.plan.optimise import optimise

AT = Where("test.flow", 9, 1)


def recorded(kit: Any, docs: list[Document], *steps: Any) -> tuple[list[Visit], Stream]:
    recorder = Recorder()
    flow = optimise(kit.plan(kit.flow((), *steps))).flows[0]
    made = stream(flow, Components(kit.catalog), recorder=recorder)
    for doc in docs:
        list(made.feed(doc))
    list(made.end())
    return recorder.take(), made


def seen(visits: list[Visit]) -> list[tuple[int, str, str, list[str]]]:
    return [(v.root, v.step.id, v.before.text, [doc.text for doc in v.after]) for v in visits]


def test_each_step_has_its_before_and_after(kit: Any) -> None:
    docs = [Document("1", "Ad\nBody.\n"), Document("2", "bad"), Document("3", "x|y")]
    steps = (kit.apply("labels", words=["Ad"]), kit.apply("faulty"), kit.apply("pieces"), kit.apply("upper"))
    visits, made = recorded(kit, docs, *steps)
    assert seen(visits) == [
        (1, "labels", "Ad\nBody.\n", ["Body.\n"]),
        (1, "faulty", "Body.\n", ["Body.\n"]),
        (1, "pieces", "Body.\n", ["Body.\n"]),
        (1, "upper", "Body.\n", ["BODY.\n"]),
        (2, "labels", "bad", ["bad"]),
        (2, "faulty", "bad", []),
        (3, "labels", "x|y", ["x|y"]),
        (3, "faulty", "x|y", ["x|y"]),
        (3, "pieces", "x|y", ["x", "y"]),
        (3, "upper", "x", ["X"]),
        (3, "upper", "y", ["Y"]),
    ]
    assert visits[0].cuts == [Cut("Ad", 0, 3)]
    (fate,) = visits[5].fates
    assert (fate.action, fate.error) == ("quarantine", True)
    assert made.report().sums.quarantined == 1


def test_joined_line_rules_keep_their_steps(kit: Any) -> None:
    steps = (kit.apply("labels", "one", words=["Ad"]), kit.apply("labels", "two", words=["By"]))
    visits, _ = recorded(kit, [Document("1", "Ad\nBy\nBody.\n")], *steps)
    assert seen(visits) == [
        (1, "one", "Ad\nBy\nBody.\n", ["By\nBody.\n"]),
        (1, "two", "By\nBody.\n", ["Body.\n"]),
    ]


def test_a_corpus_step_has_one_visit_a_document(kit: Any) -> None:
    docs = [Document(str(n), text) for n, text in enumerate(["a", "b", "a"])]
    visits, _ = recorded(kit, docs, kit.apply("once"), kit.apply("upper"))
    assert seen(visits) == [
        (1, "once", "a", ["a"]),
        (1, "upper", "a", ["A"]),
        (2, "once", "b", ["b"]),
        (2, "upper", "b", ["B"]),
        (3, "once", "a", []),
    ]
    assert visits[-1].fates[0].action == "drop"


def test_copies_are_told_apart(kit: Any) -> None:
    tee = TeeStep("tee", ((kit.apply("upper", "aside"), kit.to("b.txt")),), AT)
    visits, _ = recorded(kit, [Document("1", "a")], tee, kit.apply("upper"))
    assert [(v.step.id, v.copy) for v in visits][:2] == [("tee", False), ("aside", True)]
    assert not visits[-1].copy


def test_skipped_and_failed(kit: Any) -> None:
    visits, _ = recorded(kit, [Document("1", "bad")], kit.apply("faulty", on_error=Outcome("skip")))
    assert (visits[0].fates[0].action, visits[0].after[0].text) == ("skip", "bad")


@pytest.mark.parametrize("steps", [("labels", "labels", "upper"), ("batched", "once"), ("pieces", "faulty")])
def test_recording_changes_no_result(kit: Any, steps: tuple[str, ...]) -> None:
    docs = [Document(str(n), text) for n, text in enumerate(["a|b", "bad", "Ad\nx", "a|b"])]
    made = [
        kit.apply(name, f"{name}{n}", **({"words": ["Ad"]} if name == "labels" else {}))
        for n, name in enumerate(steps)
    ]
    flow = optimise(kit.plan(kit.flow((), *made))).flows[0]
    plain, told = (
        stream(flow, Components(kit.catalog)),
        stream(flow, Components(kit.catalog), recorder=Recorder()),
    )
    both = [
        [arrival.document for doc in docs for arrival in each.feed(doc)] + [a.document for a in each.end()]
        for each in (plain, told)
    ]
    assert both[0] == both[1]
    assert plain.report() == told.report()


def test_off_keeps_nothing(kit: Any) -> None:
    recorder = Recorder(off=True)
    flow = optimise(kit.plan(kit.flow((), kit.apply("labels", words=["Ad"]), kit.apply("once")))).flows[0]
    made = stream(flow, Components(kit.catalog), recorder=recorder)
    list(made.feed(Document("1", "Ad\nx")))
    assert [a.document.text for a in made.end()] == ["x"]
    assert recorder.take() == []


def test_pieces_have_strands(kit: Any) -> None:
    steps = (kit.apply("pieces"), kit.apply("once"), kit.apply("upper"))
    visits, _ = recorded(kit, [Document("1", "x|y"), Document("2", "z")], *steps)
    strands = [(v.root, v.step.id, v.strand, v.before.text) for v in visits if v.step.id != "once"]
    assert strands == [
        (1, "pieces", (), "x|y"),
        (2, "pieces", (), "z"),
        (1, "upper", (0,), "x"),
        (1, "upper", (1,), "y"),
        (2, "upper", (0,), "z"),
    ]


def test_only_what_is_aimed_at_is_recorded(kit: Any) -> None:
    recorder = Recorder(aim=lambda doc: doc.id == "2")
    steps = (kit.apply("labels", words=["Ad"]), kit.apply("once"), kit.apply("upper"))
    flow = optimise(kit.plan(kit.flow((), *steps))).flows[0]
    made = stream(flow, Components(kit.catalog), recorder=recorder)
    for number in "123":
        list(made.feed(Document(number, f"Ad\n{number}")))
    list(made.end())
    assert [(v.root, v.step.id, v.before.text, len(v.cuts)) for v in recorder.take()] == [
        (2, "labels", "Ad\n2", 1),
        (2, "once", "2", 0),
        (2, "upper", "2", 0),
    ]
    assert recorder.aimed == {2}


def test_retries_are_noted(kit: Any) -> None:
    again = Outcome("retry", times=2, then=Outcome("drop"))
    visits, _ = recorded(kit, [Document("1", "bad")], kit.apply("faulty", on_error=again))
    assert [fate.action for fate in visits[0].fates] == ["retry", "retry", "drop"]
