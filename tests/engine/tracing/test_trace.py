"""Traces through whole flows: branches, copies, pieces, corpus steps, chains, errors, the quarantine."""

from pathlib import Path
from typing import Any

import pytest

from docflow.engine.bases import Bases
from docflow.engine.state.entries import entry_of, quarantine_file
from docflow.engine.tracing.find import split_name
from docflow.engine.tracing.trace import Tracer
from docflow.errors import InputError, RefusedError
from docflow.model import Document
from docflow.plan.ir import Arm, FlowPlan, FlowRef, Outcome, RouteStep, TeeStep, Where
from docflow.plan.trace import Trace, sums

AT = Where("test.flow", 9, 1)
QUARANTINE = Outcome("quarantine", "error")


def tracer(kit: Any, *flows: FlowPlan, flow: str | None = None) -> Tracer:
    return Tracer(kit.plan(*flows), kit.catalog, Bases(kit.folder, kit.folder), "test.flow", flow)


def seen(trace: Trace, flow: int = 0) -> list[tuple[str, str, int, int]]:
    return [(step.id, step.verdict, step.gone, step.new) for step in trace.flows[flow].steps]


def ends(trace: Trace, flow: int = 0) -> list[tuple[str, str, bool, str]]:
    return [(end.action, end.step, end.copy, end.document.text) for end in trace.flows[flow].ends]


def test_a_document_among_the_inputs(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "22|Ad", "3|three")
    flow = kit.flow(kit.records("in"), kit.apply("labels", words=["Ad"]), kit.apply("upper"), kit.to("a.txt"))
    trace = tracer(kit, flow).by_id("3")
    assert seen(trace) == [
        ("labels", "unchanged", 0, 0),
        ("upper", "changed", 5, 5),
        ("a.txt", "written", 0, 0),
    ]
    assert ends(trace) == [("written", "a.txt", False, "THREE")]
    assert (trace.flows[0].given.text, trace.notes) == ("three", ())
    assert not (kit.folder / "a.txt").exists()


def test_the_end_of_an_id_is_enough(kit: Any) -> None:
    kit.write("in/a.rec", "page/1|one", "page/2|two", "other/2|x")
    made = tracer(kit, kit.flow(kit.records("in"), kit.to("a.txt")))
    assert made.by_id("/1").flows[0].given.id == "page/1"
    with pytest.raises(RefusedError, match="several ids end in `2`: `page/2`, `other/2`"):
        made.by_id("2")
    with pytest.raises(RefusedError, match="the nearest are `page/1`, `page/2`"):
        made.by_id("page")
    with pytest.raises(RefusedError, match="the first are `page/1`"):
        made.by_id("zzz")


def test_no_input(kit: Any) -> None:
    with pytest.raises(InputError):
        tracer(kit, kit.flow(kit.records("nothing"), kit.to("a.txt"))).by_id("1")


def test_a_document_of_a_file(kit: Any) -> None:
    one, many = kit.write("x/one.rec", "7|seven"), kit.write("x/many.rec", "a|A", "b|B", "c|C")
    made = tracer(kit, kit.flow(kit.records("in"), kit.to("a.txt")))
    assert made.in_file(one, "").flows[0].given.text == "seven"
    assert made.in_file(many, "b").flows[0].given.text == "B"
    assert made.in_file(many, "3").flows[0].given.text == "C"
    with pytest.raises(RefusedError, match=r"holds 3 documents; say which: .*#ID.* ids are `a`, `b`, `c`"):
        made.in_file(many, "")
    with pytest.raises(RefusedError, match="has no document `9`"):
        made.in_file(many, "9")


def test_names_of_files(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kit.folder)
    kit.write("a#b.rec", "1|x")
    assert split_name("a#b.rec") == (Path("a#b.rec"), "")
    assert split_name("a#b.rec#1") == (Path("a#b.rec"), "1")
    assert split_name("a#b.rec:12") == (Path("a#b.rec"), "12")
    assert split_name("nothing#1") is None
    assert split_name("") is None


def test_a_record_that_no_reader_takes(kit: Any) -> None:
    bad = kit.write("x/bad.rec", "!")
    trace = tracer(kit, kit.flow(kit.records("in"), kit.to("a.txt"))).in_file(bad, "")
    assert trace.flows == ()
    assert (trace.rejections[0].reason, trace.rejections[0].raw) == ("bad record", b"!\n")


def test_copies_and_arms(kit: Any) -> None:
    tee = TeeStep("tee", ((kit.apply("upper", "aside"), kit.to("b.txt")),), AT)
    arms = (Arm(kit.where("text", "x"), (kit.apply("upper", "no"),), AT), Arm(None, (kit.to("a.txt"),), AT))
    route = RouteStep("route", arms, False, QUARANTINE, AT)
    trace = tracer(kit, kit.flow((), tee, route)).document(Document("d", "text"), "d")
    steps = [(step.id, step.path, step.copy) for step in trace.flows[0].steps]
    assert steps == [
        ("tee", (), False),
        ("aside", ("tee",), True),
        ("b.txt", ("tee",), True),
        ("route", (), False),
        ("a.txt", ("else",), False),
    ]
    assert ends(trace) == [("written", "b.txt", True, "TEXT"), ("written", "a.txt", False, "text")]


def test_pieces(kit: Any) -> None:
    trace = tracer(
        kit, kit.flow((), kit.apply("pieces"), kit.apply("faulty", at="two"), kit.to("a.txt"))
    ).document(Document("d", "one|two|six"), "d")
    split = trace.flows[0].steps[0]
    assert [(piece.strand, piece.chars, piece.end, piece.where) for piece in split.pieces] == [
        ((0,), 3, "written", "a.txt"),
        ((1,), 3, "quarantined", "faulty"),
        ((2,), 3, "written", "a.txt"),
    ]
    assert [(step.id, step.strand) for step in trace.flows[0].steps[1:4]] == [
        ("faulty", (0,)),
        ("a.txt", (0,)),
        ("faulty", (1,)),
    ]


def test_every_copy_of_a_route_all(kit: Any) -> None:
    arms = tuple(Arm(kit.where("text", "x", "!="), (kit.apply(name),), AT) for name in ("upper", "cut"))
    route = RouteStep("route", arms, True, QUARANTINE, AT)
    trace = tracer(kit, kit.flow((), route, kit.to("a.txt"))).document(Document("d", "text"), "d")
    assert ends(trace) == [("written", "a.txt", False, "TEXT"), ("written", "a.txt", True, "tex")]
    assert [piece.end for piece in trace.flows[0].steps[0].pieces] == ["written", "written"]


def test_a_corpus_step_sees_all_others(kit: Any) -> None:
    kit.write("in/a.rec", "1|same", "2|same", "3|other")
    flow = kit.flow(kit.records("in"), kit.apply("upper"), kit.apply("once"), kit.to("a.txt"))
    trace = tracer(kit, flow).by_id("2")
    assert seen(trace)[-1] == ("once", "dropped", 0, 0)
    assert [step.chars for step in trace.flows[0].steps] == [4, 4]
    assert trace.notes == ()


def test_a_corpus_step_that_sees_one_document_says_so(kit: Any) -> None:
    flow = kit.flow(kit.records("in"), kit.apply("once"), kit.to("a.txt"))
    trace = tracer(kit, flow).document(Document("d", "x"), "d")
    assert seen(trace)[-1] == ("a.txt", "written", 0, 0)
    (note,) = trace.notes
    assert "once compares documents" in note


def test_a_file_of_the_inputs_is_traced_among_them(kit: Any) -> None:
    kit.write("in/a.rec", "1|same")
    second = kit.write("in/b.rec", "2|same")
    flow = kit.flow(kit.records("in"), kit.apply("once"), kit.to("a.txt"))
    trace = tracer(kit, flow).in_file(second, "")
    assert (seen(trace)[-1][1], trace.notes) == ("dropped", ())


@pytest.mark.parametrize("corpus", [False, True])
def test_from_one_flow_into_the_next(kit: Any, corpus: bool) -> None:
    kit.write("in/a.rec", "1|one|uno", "2|two", "3|three")
    last = (kit.apply("once"),) if corpus else ()
    first = kit.flow(kit.records("in"), kit.apply("pieces"), name="first")
    second = kit.flow(FlowRef("first"), *last, kit.apply("upper"), kit.to("a.txt"), name="second")
    trace = tracer(kit, first, second).by_id("1")
    assert [(flow.name, flow.given.text) for flow in trace.flows] == [
        ("first", "one|uno"),
        ("second", "one"),
        ("second", "uno"),
    ]
    assert [end.action for end in trace.flows[0].ends] == ["passed", "passed"]
    assert [ends(trace, n)[0][3] for n in (1, 2)] == ["ONE", "UNO"]


def test_retries_and_what_comes_of_them(kit: Any) -> None:
    again = Outcome("retry", times=2, then=Outcome("skip"))
    flow = kit.flow((), kit.apply("faulty", on_error=again), kit.apply("upper"), kit.to("a.txt"))
    trace = tracer(kit, flow).document(Document("d", "bad"), "d")
    assert seen(trace)[:2] == [("faulty", "skipped", 0, 0), ("upper", "changed", 3, 3)]
    assert [event.action for event in trace.flows[0].steps[0].events] == ["retry", "retry", "skip"]


def test_a_flow_that_stops(kit: Any) -> None:
    flow = kit.flow(
        (), kit.apply("upper"), kit.apply("faulty", at="BAD", on_error=Outcome("fail")), kit.to("a")
    )
    trace = tracer(kit, flow).document(Document("d", "bad"), "d")
    assert seen(trace) == [("upper", "changed", 3, 3), ("faulty", "failed", 0, 0)]
    assert "the flow stopped" in trace.notes[0]


def test_an_entry_of_the_quarantine_goes_on_from_its_step(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|bad", "nothing")
    tee = TeeStep("tee", ((kit.apply("faulty", "inner"), kit.to("out/b.txt")),), AT)
    flow = kit.flow(
        kit.records("in"), kit.apply("upper"), kit.apply("faulty", at="BAD"), tee, kit.to("out/a.txt")
    )
    kit.run(flow)
    file = quarantine_file(str(kit.folder / "out"))
    kept = entry_of(file, "2")
    trace = tracer(kit, flow).entry(kept, "2")
    assert seen(trace) == [("faulty", "quarantined", 0, 0)]
    assert trace.flows[0].given.text == "BAD"
    assert "from the step faulty on" in trace.notes[0]
    mended = kit.flow(kit.records("in"), kit.apply("upper"), kit.apply("faulty"), tee, kit.to("out/a.txt"))
    assert ends(tracer(kit, mended).entry(kept, "2"))[-1] == ("written", "a.txt", False, "BAD")
    with pytest.raises(
        RefusedError, match="step `faulty`, which the flow does not have any more; it has `upper`"
    ):
        tracer(kit, kit.flow(kit.records("in"), kit.apply("upper"), kit.to("a.txt"))).entry(kept, "2")
    with pytest.raises(RefusedError, match="has no entry `9`: 1 "):
        entry_of(file, "9")


def test_no_quarantine(kit: Any) -> None:
    with pytest.raises(RefusedError, match="there is no quarantine"):
        quarantine_file(str(kit.folder))
    with pytest.raises(RefusedError, match="is no quarantine of docflow"):
        entry_of(kit.write("a.jsonl", '{"a": 1}'), "1")


def test_every_character_is_accounted_for(kit: Any) -> None:
    steps = (kit.apply("labels", words=["Ad", "By"]), kit.apply("cut", keep=9), kit.apply("upper"))
    trace = tracer(kit, kit.flow((), *steps, kit.to("a.txt"))).document(
        Document("d", "Ad\nThe body of it.\nBy\nMore.\nBy"), "d"
    )
    (flow,) = trace.flows
    text = flow.given.text
    for step in flow.steps:
        assert step.chars == len(text)
        if step.runs:
            assert step.before == text
            text = step.after
    assert text == flow.ends[0].document.text == "THE BODY "
    rows = list(sums(flow.steps))
    assert len(flow.given.text) - sum(r.gone for r in rows) + sum(r.new for r in rows) == len(text)
    assert [(row.step, row.rule, row.removals) for row in rows][:2] == [
        ("labels", "By", 2),
        ("labels", "Ad", 1),
    ]
