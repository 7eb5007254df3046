"""A whole run: what comes out, in which order, and what is kept of it."""

import gzip
import hashlib
import json
from typing import Any

import pytest

from docflow.engine.watch import Watch
from docflow.errors import RefusedError
from docflow.plan.expr import Arith, Compare, Const, RunValue
from docflow.plan.ir import FlowRef, Gate, Outcome, Settings, Where
from docflow.plan.json import from_json
from docflow.plan.report import Sums

AT = Where("test.flow", 9, 1)


def test_documents_come_out_in_source_order(kit: Any) -> None:
    kit.write("in/b.rec", "3|three", "4|four")
    kit.write("in/a.rec", "1|one", "2|two")
    report = kit.run(kit.flow(kit.records("in/*.rec"), kit.apply("upper"), kit.to("out/all.txt")))
    assert kit.read("out/all.txt") == ["1|ONE", "2|TWO", "3|THREE", "4|FOUR"]
    assert report.exit_code == 0
    assert report.flows[0].sums == Sums(seen=4, written=4)
    assert report.flows[0].sums == kit.recount(report, "all.txt")
    assert report.flows[0].outputs[0].path == "out/all.txt"


def test_sources_keep_their_order_and_parts_join(kit: Any) -> None:
    kit.write("z.rec", "z|last letter, first source")
    sources = (kit.records("z.rec"), kit.numbers(count=5, part=2))
    kit.run(kit.flow(sources, kit.to("out/all.txt", frame=True)))
    ids = [line.split("|")[0] for line in kit.read("out/all.txt")]
    assert ids == ["head", "z", "d0", "d1", "d2", "d3", "d4", "foot"]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_a_second_run_gives_the_same_bytes(kit: Any, suffix: str) -> None:
    kit.write("in/a.rec", *(f"{n}|text {n}" for n in range(600)), "!")
    flow = kit.flow(
        (kit.records("in"), kit.numbers(count=9, part=4)),
        kit.apply("upper"),
        kit.to(f"out/all.txt{suffix}", frame=True),
    )
    first = kit.run(flow)
    tree = kit.tree()
    second = kit.run(flow)
    assert kit.tree() == tree
    assert first == second
    assert set(tree) == {f"all.txt{suffix}", ".docflow/test/quarantine.jsonl"}
    if suffix == ".gz":
        assert gzip.decompress(tree["all.txt.gz"]).splitlines()[-2] == b"d8|WORD8 "


def test_run_json_says_what_was_run(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    flow = kit.flow(kit.records("in/a.rec"), kit.to("out/all.txt"))
    report = kit.run(flow)
    record = json.loads((kit.state() / "run.json").read_text())
    data = (kit.folder / "out/all.txt").read_bytes()
    assert record["report"]["flows"][0]["outputs"][0]["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["plan_digest"] == report.plan_digest
    assert record["inputs"][0]["path"] == "in/a.rec"
    assert from_json(record["plan"]).flows[0].sources == flow.sources
    assert report.run_file == "out/.docflow/test/run.json"
    assert not (kit.state() / "staging").exists()


def test_an_empty_result_is_loud_and_leaves_an_empty_file(kit: Any) -> None:
    kit.write("in/a.rec", "1|x", "2|y")
    report = kit.run(kit.flow(kit.records("in"), kit.apply("short"), kit.to("out/all.txt.gz")))
    assert report.flows[0].warnings == (
        "nothing was written: all 2 documents were dropped by step short (too short)",
    )
    assert gzip.decompress((kit.folder / "out/all.txt.gz").read_bytes()) == b""
    assert report.flows[0].dropped_by == (("short", "too short", 2),)


def test_a_file_without_documents_is_named(kit: Any) -> None:
    kit.write("in/empty.rec")
    kit.write("in/full.rec", "1|one")
    report = kit.run(kit.flow(kit.records("in"), kit.to("out/all.txt")))
    assert report.flows[0].warnings == ("nothing was read from empty.rec: it holds no document",)


def test_a_flow_reads_the_result_of_another(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|unwritable", "3|three")
    first = kit.flow(kit.records("in"), kit.to("out/first.txt"), name="first")
    middle = kit.flow(FlowRef("first"), kit.apply("upper"), name="middle")
    last = kit.flow(FlowRef("middle"), kit.to("out/last.txt"), name="last")
    report = kit.run(first, middle, last)
    assert kit.read("out/last.txt") == ["1|ONE", "3|THREE"]
    assert [flow.sums for flow in report.flows] == [
        Sums(seen=3, written=2, quarantined=1),
        Sums(seen=2, written=2),
        Sums(seen=2, written=2),
    ]


def test_one_flow_runs_with_those_that_it_reads(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    first = kit.flow(kit.records("in"), kit.to("out/first.txt"), name="first")
    other = kit.flow(kit.records("nowhere"), kit.to("out/other.txt"), name="other")
    last = kit.flow(FlowRef("first"), kit.to("out/last.txt"), name="last")
    report = kit.run(first, other, last, flow="last")
    assert [flow.name for flow in report.flows] == ["first", "last"]
    with pytest.raises(RefusedError, match="no flow `nope`; the file has `first`, `other`, `last`"):
        kit.run(first, other, last, flow="nope")


def test_documents_without_a_sink_are_counted_and_told(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|x")
    only = kit.flow(kit.records("in"), kit.apply("upper"), name="a")
    sink = kit.flow(kit.records("in"), kit.to("out/b.txt"), name="b")
    report = kit.run(only, sink)
    assert report.flows[0].sums == Sums(seen=2, dropped=2)
    assert any("without a `to`" in warning for warning in report.flows[0].warnings)


def _gate(least: float, action: str) -> Gate:
    share = Arith("/", RunValue(("kept",)), RunValue(("seen",)))
    return Gate(Compare(">=", share, Const(least)), Outcome(action, "too many lost"), "kept / seen", AT)


def test_gates_judge_after_everything_is_written(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|x")
    flow = kit.flow(
        kit.records("in"),
        kit.apply("short"),
        kit.to("out/all.txt"),
        gates=(_gate(0.5, "fail"), _gate(0.9, "warn"), _gate(0.8, "fail")),
    )
    report = kit.run(flow)
    assert [gate.passed for gate in report.flows[0].gates] == [True, False, False]
    assert report.flows[0].gates[2].message == "too many lost"
    assert report.exit_code == 1
    assert kit.read("out/all.txt") == ["1|one"]


def test_a_failed_warning_gate_is_no_failure(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|x")
    flow = kit.flow(kit.records("in"), kit.apply("short"), kit.to("out/a.txt"), gates=(_gate(0.9, "warn"),))
    assert kit.run(flow).exit_code == 0


@pytest.mark.parametrize(("share", "code"), [(0.0, 3), (0.3, 3), (0.34, 0)])
def test_errors_beyond_the_budget_give_exit_3(kit: Any, share: float, code: int) -> None:
    kit.write("in/a.rec", "1|one", "2|bad", "3|three")
    flow = kit.flow(
        kit.records("in"), kit.apply("faulty"), kit.to("out/a.txt"), settings=Settings(max_errors=share)
    )
    assert kit.run(flow).exit_code == code
    assert kit.read("out/a.txt") == ["1|one", "3|three"]


def test_watchers_are_told(kit: Any) -> None:
    from docflow.engine.watch import Watch

    kit.write("in/a.rec", "1|one")
    told: list[str] = []
    watch = Watch(
        run_started=lambda e: told.append(f"run {e.plan}"),
        flow_started=lambda e: told.append(f"flow {e.parts}"),
        part_done=lambda e: told.append(f"part {e.part} {e.sums.seen}"),
        run_finished=lambda r: told.append(f"end {r.exit_code}"),
    )
    kit.run(kit.flow(kit.records("in"), kit.to("out/a.txt")), watch=watch)
    assert told == ["run test", "flow 1", "part 0 1", "end 0"]


def test_a_part_tells_how_long_a_worker_had_it(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    flow, told = kit.flow(kit.records("in"), kit.to("out/a.txt")), list[tuple[bool, bool]]()
    watch = Watch(part_done=lambda event: told.append((event.reused, event.seconds > 0)))
    for _ in range(2):
        kit.run(flow, watch=watch)
    assert told == [(False, True), (True, False)]
