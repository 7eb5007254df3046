"""`when`, `route`, `tee`, `expect` and the ends: where documents and their copies go."""

from typing import Any

import pytest

from docflow.errors import RunError
from docflow.plan.expr import Const, DocField
from docflow.plan.ir import Arm, EndStep, ExpectStep, Outcome, RouteStep, SetStep, TeeStep, WhenStep, Where
from docflow.plan.report import Sums

AT = Where("test.flow", 9, 1)
Q = Outcome("quarantine", "error")


def _run(kit: Any, *steps: Any, lines: tuple[str, ...] = ("1|one", "2|two", "3|three")) -> Any:
    kit.write("in/a.rec", *lines)
    return kit.run(kit.flow(kit.records("in"), *steps, kit.to("out/a.txt"))).flows[0]


def test_when_lets_everyone_continue(kit: Any) -> None:
    step = WhenStep("when", kit.where("id", "2"), (kit.apply("upper"),), (kit.apply("cut", keep=2),), Q, AT)
    _run(kit, step)
    assert kit.read("out/a.txt") == ["1|on", "2|TWO", "3|th"]


def test_when_with_a_splitter_inside(kit: Any) -> None:
    step = WhenStep(
        "when", kit.where("id", "2"), (kit.apply("pieces", at="w"), kit.apply("upper")), (), Q, AT
    )
    report = _run(kit, step)
    assert kit.read("out/a.txt") == ["1|one", "2.0|T", "2.1|O", "3|three"]
    assert report.sums == Sums(seen=3, added=1, written=4)


def test_route_takes_the_first_arm(kit: Any) -> None:
    arms = (
        Arm(kit.where("id", "1"), (EndStep("end1", Outcome("drop", "first"), AT),), AT),
        Arm(kit.where("chars", 3, "<="), (kit.apply("upper"),), AT),
        Arm(None, (EndStep("end2", Outcome("quarantine", "rest"), AT),), AT),
    )
    report = _run(kit, RouteStep("route", arms, False, Q, AT))
    assert kit.read("out/a.txt") == ["2|TWO"]
    assert report.dropped_by == (("end1", "first", 1),)
    assert report.quarantined_by == (("end2", "rest", 1),)
    assert report.errors == 0
    assert kit.quarantine()[0]["error"] is False


def test_route_all_sends_copies(kit: Any) -> None:
    arms = (
        Arm(kit.where("chars", 3, "<="), (kit.apply("upper"), kit.to("out/short.txt")), AT),
        Arm(kit.where("id", "1", "!="), (kit.apply("cut", keep=1),), AT),
        Arm(None, (EndStep("none", Outcome("drop", "no arm"), AT),), AT),
    )
    report = _run(kit, RouteStep("route", arms, True, Q, AT), lines=("1|one", "2|two", "3|three", "1|long1"))
    assert kit.read("out/short.txt") == ["1|ONE", "2|TWO"]
    assert kit.read("out/a.txt") == ["2|t", "3|t"]
    assert report.sums == Sums(seen=4, written=3, dropped=1)
    assert report.copies == Sums(seen=1, written=1)


def test_tee_copies_share_nothing(kit: Any) -> None:
    first = SetStep("tags", "tags", Const(["a"]), Q, AT)
    aside = (kit.apply("upper"), SetStep("also", "also", Const(1), Q, AT), kit.to("out/copy.txt"))
    report = _run(kit, first, TeeStep("tee", (aside, (kit.apply("short", least=4), kit.to("out/b.txt"))), AT))
    assert kit.read("out/copy.txt") == ["1|ONE", "2|TWO", "3|THREE"]
    assert kit.read("out/b.txt") == ["3|three"]
    assert kit.read("out/a.txt") == ["1|one", "2|two", "3|three"]
    assert report.sums == Sums(seen=3, written=3)
    assert report.copies == Sums(seen=6, written=4, dropped=2)


def test_copies_keep_their_lane_through_a_corpus_step(kit: Any) -> None:
    arms = (
        Arm(kit.where("chars", 3, "<="), (), AT),
        Arm(kit.where("id", "1"), (kit.apply("upper"),), AT),
        Arm(None, (), AT),
    )
    report = _run(kit, RouteStep("route", arms, True, Q, AT), kit.apply("once"))
    assert kit.read("out/a.txt") == ["1|one", "1|ONE", "2|two", "3|three"]
    assert report.sums == Sums(seen=3, written=3)
    assert report.copies == Sums(seen=1, written=1)


@pytest.mark.parametrize(
    ("outcome", "left", "sums"),
    [
        (Outcome("quarantine", "r"), ["3|three"], Sums(3, 0, 1, 0, 2)),
        (Outcome("drop", "r"), ["3|three"], Sums(3, 0, 1, 2)),
        (Outcome("warn", "r"), ["1|one", "2|two", "3|three"], Sums(3, 0, 3)),
        (Outcome("keep"), ["1|one", "2|two", "3|three"], Sums(3, 0, 3)),
    ],
)
def test_expect(kit: Any, outcome: Outcome, left: list[str], sums: Sums) -> None:
    report = _run(kit, ExpectStep("expect", kit.where("chars", 4, ">="), outcome, "doc.chars >= 4", Q, AT))
    assert kit.read("out/a.txt") == left
    assert report.sums == sums
    assert report.errors == 0
    warned = ("r: 2 documents (step expect, first 1)",) if outcome.action == "warn" else ()
    assert report.warnings == warned


def test_expect_fail_stops_the_run(kit: Any) -> None:
    with pytest.raises(RunError, match="too short"):
        _run(kit, ExpectStep("e", kit.where("chars", 4, ">="), Outcome("fail", "too short"), "c", Q, AT))


def test_set_writes_fields_only(kit: Any) -> None:
    from docflow.engine.memory import over
    from docflow.model import Document

    step = SetStep("set", "was", DocField(("text",)), Q, AT)
    (doc,) = over(kit.plan(kit.flow((), step, kit.apply("upper"))), kit.catalog, [Document("1", "a")])
    assert (doc.text, doc.fields) == ("A", {"was": "a"})


def test_a_thousand_steps_do_not_overflow(kit: Any) -> None:
    steps = [kit.apply("upper", f"s{n}") for n in range(1000)]
    _run(kit, *steps)
    assert kit.read("out/a.txt") == ["1|ONE", "2|TWO", "3|THREE"]
