"""A second run does only what changed, and its bytes are those of a fresh one."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from docflow.engine.inputs import part as parts
from docflow.engine.resume import code, recipe
from docflow.errors import Interrupted, RunError
from docflow.plan.ir import FlowPlan, FlowRef, Outcome, Settings, Step, Where

ALL = [("", 0, 0), ("", 0, 1), ("", 0, 2), ("", 0, 3)]


def test_nothing_changed(bench: Any) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt", frame=True), kit.apply("upper"))
    first = bench(flow)
    assert bench.ran == ALL
    paths = (kit.folder / "out/all.txt", kit.state() / "run.json")
    before = [path.stat() for path in paths]
    second = bench(flow)
    assert (bench.ran, bench.reused, first.unchanged, second.unchanged) == ([], 4, False, True)
    assert second == first
    assert [(s.st_ino, s.st_mtime_ns) for s in map(Path.stat, paths)] == [
        (s.st_ino, s.st_mtime_ns) for s in before
    ]
    bench.as_fresh(flow)


def _input(kit: Any) -> None:
    kit.write("in/b.rec", "b0|another text")


def _more(kit: Any) -> None:
    kit.write("in/bb.rec", "bb|one more")


def _less(kit: Any) -> None:
    (kit.folder / "in/c.rec").unlink()


def _touch(kit: Any) -> None:
    os.utime(kit.folder / "in/a.rec")


def _move(kit: Any) -> None:
    (kit.folder / "in/a.rec").rename(kit.folder / "in/e.rec")


@pytest.mark.parametrize(
    ("change", "ran", "same"),
    [(_input, [1], False), (_more, [2], False), (_less, [], False), (_touch, [], True), (_move, [3], False)],
)
@pytest.mark.parametrize("sink", ["lines", "notes"])
def test_inputs_change(
    bench: Any, change: Callable[[Any], None], ran: list[int], same: bool, sink: str
) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all", sink))
    bench(flow)
    change(kit)
    assert bench(flow).unchanged == same
    assert bench.ran == [("", 0, part) for part in ran]
    bench.as_fresh(flow)
    bench(flow)
    assert bench.ran == []


Change = Callable[[Any, FlowPlan], FlowPlan]


def _body(flow: FlowPlan, *steps: Step) -> FlowPlan:
    return evolve(flow, body=steps)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda kit, flow: _body(flow, kit.apply("upper"), *flow.body), id="a step more"),
        pytest.param(lambda kit, flow: _body(flow, kit.apply("short", least=50), flow.body[1]), id="option"),
        pytest.param(lambda kit, flow: evolve(flow, settings=Settings(max_doc=3)), id="max_doc"),
        pytest.param(lambda kit, flow: evolve(flow, name="other"), id="another name"),
        pytest.param(
            lambda kit, flow: _body(flow, flow.body[0], kit.to("out/all.txt", at="text of a1")), id="sink"
        ),
    ],
)
def test_what_the_flow_does_changes(bench: Any, change: Change) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.apply("short", least=3), kit.to("out/all.txt"))
    bench(flow)
    changed = change(kit, flow)
    bench(changed)
    assert [part for _, _, part in bench.ran] == [0, 1, 2, 3]
    bench(changed)
    assert bench.ran == []
    bench.as_fresh(changed)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda kit, flow: evolve(flow, settings=Settings(workers=3)), id="workers"),
        pytest.param(lambda kit, flow: evolve(flow, at=Where("test.flow", 9, 1)), id="place"),
    ],
)
def test_what_changes_no_byte_runs_nothing(bench: Any, change: Change) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt"))
    bench(flow)
    changed = change(kit, flow)
    assert bench(changed).unchanged
    assert bench.ran == []
    bench.as_fresh(changed)


def test_another_path_moves_bytes_only(bench: Any) -> None:
    kit = bench.kit
    bench(kit.flow(kit.records("in"), kit.to("out/one.txt")))
    flow = kit.flow(kit.records("in"), evolve(kit.to("out/two.txt"), id="one.txt"))
    assert not bench(flow).unchanged
    assert bench.ran == []
    (kit.folder / "out/one.txt").unlink()
    bench.as_fresh(flow)
    assert bench(flow).unchanged


def _spoil(path: Path) -> None:
    path.write_text("x" * path.stat().st_size)


def _spoil_and_hide(path: Path) -> None:
    before = path.stat()
    _spoil(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("edit", [Path.unlink, _spoil, _spoil_and_hide])
@pytest.mark.parametrize("sink", ["lines", "notes"])
def test_outputs_that_were_touched_are_made_again(bench: Any, edit: Callable[[Path], Any], sink: str) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all", sink))
    bench(flow)
    path = kit.folder / "out/all"
    edit(path if sink == "lines" else sorted(path.iterdir())[4])
    assert not bench(flow).unchanged
    assert bench.ran == (ALL if sink == "lines" else [("", 0, 1)])
    bench.as_fresh(flow)


def test_versions_and_code(bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kit = bench.kit
    step = kit.apply("upper")
    flow = kit.flow(kit.records("in"), step, kit.to("out/all.txt"))
    bench(flow)
    newer = evolve(step, call=evolve(step.call, distribution="docflow-x 1.1"))
    bench(kit.flow(kit.records("in"), newer, kit.to("out/all.txt")))
    assert bench.ran == ALL
    bench(flow)
    monkeypatch.setattr(recipe, "_version", lambda: "99.0")
    bench(flow)
    assert bench.ran == ALL
    edited = tmp_path / "edited.py"
    edited.write_text("# another file of code")
    monkeypatch.setattr(code, "_top", lambda _: edited)
    bench(flow)
    assert bench.ran == ALL
    edited.write_text("# it was edited, but what this process has imported is the old one")
    bench(flow)
    assert bench.ran == ALL
    bench(flow)
    assert bench.ran == ALL


def test_a_large_file_that_grows(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = bench.kit
    monkeypatch.setattr(parts, "PART_BYTES", 200)
    monkeypatch.setattr(kit.catalog.component("source", "x.records").cls, "lines", True)
    rows = [f"{n:03}|row {n}" for n in range(60)] + ["!"]
    path = kit.write("in/a.rec", *rows)
    for name in "bcd":
        (kit.folder / f"in/{name}.rec").unlink()
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt"))
    bench(flow)
    count = len(bench.ran)
    assert count > 3
    with path.open("a") as file:
        file.write("last|one\n")
    bench(flow)
    assert bench.ran == [("", 0, count - 1)]
    bench.as_fresh(flow)
    kit.write("in/a.rec", "new|first row", *rows)
    bench(flow)
    bench.as_fresh(flow)


def test_flows_that_read_flows(bench: Any) -> None:
    kit = bench.kit

    def flows(least: int) -> tuple[FlowPlan, FlowPlan]:
        first = kit.flow(
            kit.records("in"), kit.apply("short", least=least), kit.to("out/one.txt"), name="one"
        )
        return first, kit.flow(FlowRef("one"), kit.apply("upper"), kit.to("out/two.txt"), name="two")

    bench(*flows(1))
    assert len(bench.ran) == 8
    bench(*flows(2))  # another option, the same result
    assert {flow for flow, *_ in bench.ran} == {"one"}
    bench.as_fresh(*flows(2))
    _input(kit)
    bench(*flows(2))
    assert bench.ran == [("one", 0, 1), ("two", 0, 1)]
    bench.as_fresh(*flows(2))


def test_corpus_steps(bench: Any) -> None:
    kit = bench.kit
    kit.write("in/c.rec", "c0|text of a0", "c1|other")
    flow = kit.flow(kit.records("in"), kit.apply("once"), kit.to("out/all.txt"))
    bench(flow)
    assert bench(flow).unchanged
    assert bench.ran == []
    _input(kit)
    bench(flow)
    assert bench.ran == [("", 0, 1), *(("", 1, part) for part in range(4))]
    bench.as_fresh(flow)
    _more(kit)
    bench(flow)
    bench.as_fresh(flow)


def test_the_quarantine_of_reused_parts_stands_where_the_steps_are_now(bench: Any) -> None:
    kit = bench.kit
    kit.write("in/b.rec", "b|bad", "!")
    step = kit.apply("faulty")
    bench(kit.flow(kit.records("in"), step, kit.to("out/all.txt")))
    moved = kit.flow(kit.records("in"), evolve(step, at=Where("test.flow", 70, 1)), kit.to("out/all.txt"))
    moved = evolve(moved, at=Where("test.flow", 60, 1))
    report = bench(moved)
    assert (bench.ran, report.exit_code) == ([], 3)
    assert [entry["at"]["line"] for entry in kit.quarantine()] == [70, 60]
    bench.as_fresh(moved)


def test_fresh_reuses_nothing(bench: Any) -> None:
    flow = bench.kit.flow(bench.kit.records("in"), bench.kit.to("out/all.txt"))
    bench(flow)
    bench(flow, fresh=True)
    assert bench.ran == ALL
    bench(flow)
    assert bench.ran == []


def test_a_run_that_stops_keeps_what_is_done(bench: Any) -> None:
    kit = bench.kit
    kit.write("in/c.rec", "c|bad")
    stops = kit.apply("faulty", on_error=Outcome("fail", "error"))
    flow = kit.flow(kit.records("in"), stops, kit.to("out/all.txt"))
    with pytest.raises(RunError):
        bench(flow)
    assert not (kit.folder / "out/all.txt").exists()
    kit.write("in/c.rec", "c|good")
    bench(flow)
    assert (bench.ran, bench.reused) == (ALL[2:], 2)
    bench.as_fresh(flow)


def test_what_was_interrupted_says_how_far_it_got(bench: Any) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt"))
    done = bench._done

    def after_two(event: Any) -> None:
        done(event)
        if len(bench.ran) == 2:
            raise KeyboardInterrupt

    bench._done = after_two
    with pytest.raises(Interrupted):
        bench(flow)
    bench._done = done
    bench(flow)
    assert (bench.ran, bench.reused) == (ALL[2:], 2)
    bench.as_fresh(flow)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(b"no ledger"), id="foreign"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:5000]), id="torn"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
    ],
)
def test_a_ledger_that_is_none_is_made_anew(bench: Any, spoil: Callable[[Path], None]) -> None:
    kit = bench.kit
    flow = kit.flow(kit.records("in"), kit.to("out/all.txt"))
    bench(flow)
    spoil(kit.state() / "ledger.sqlite")
    bench(flow)
    assert bench.ran == ALL
    assert "everything is done again" in bench.warned[0]
    bench(flow)
    assert bench.ran == []
