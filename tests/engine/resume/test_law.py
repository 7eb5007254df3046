"""Whatever is edited between runs: the outputs of a run with a past are those of one that has none."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docflow.engine.inputs import part as parts
from docflow.engine.resume import code
from docflow.errors import DocflowError
from docflow.model import Place
from docflow.plan.ir import FlowPlan, FlowRef, TeeStep, Where

TEXTS = st.lists(
    st.sampled_from(["a|one", "b|two words", "c|bad", "a|again", "!", "d|longer text"]), max_size=4
)
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from("abcde"), TEXTS),
    st.tuples(st.just("remove"), st.sampled_from("abcde"), st.none()),
    st.tuples(st.just("touch"), st.sampled_from("abcde"), st.none()),
    st.tuples(st.just("spoil"), st.integers(0, 9), st.none()),
    st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
    st.tuples(st.just("stop"), st.integers(0, 6), st.none()),
)
SHAPES = st.tuples(
    st.sampled_from([0, 4, 8]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([3, 9]),
    st.sampled_from(["x", "y"]),
)


def _flows(kit: Any, shape: tuple[int, bool, bool, int, str]) -> tuple[FlowPlan, ...]:
    least, corpus, folder, line, name = shape
    at = Where("test.flow", line, 1)
    steps = [evolve(kit.apply("faulty"), at=at), kit.apply("short", least=least)]
    steps += [kit.apply("once")] if corpus else []
    notes = evolve(kit.to("out/md", "notes"), id="notes")
    steps += [TeeStep("tee", ((notes,),), at)] if folder else []
    lines = kit.to("out/x.txt", frame=True)
    call = evolve(lines.call, options=(("path", Place(f"out/{name}.txt")), *lines.call.options[1:]))
    first = kit.flow(kit.records("in"), *steps, evolve(lines, call=call), name="one")
    second = kit.flow(FlowRef("one"), kit.apply("upper"), kit.to("out/z.txt.gz"), name="two")
    return first, second


def _edit(bench: Any, kind: str, what: Any, rows: list[str] | None, stops: list[int]) -> None:
    folder = bench.kit.folder
    path = folder / f"in/{what}.rec"
    if kind == "write":
        path.write_text("".join(f"{row}\n" for row in rows or ()))
    elif kind == "remove" and len(list((folder / "in").iterdir())) > 1:
        path.unlink(missing_ok=True)
    elif kind == "touch" and path.exists():
        os.utime(path)
    elif kind == "stop":
        stops.append(what)
    elif kind in ("spoil", "delete"):
        state = ("run.json", "ledger.sqlite", ".lock")
        made = [
            each for each in sorted((folder / "out").rglob("*")) if each.is_file() and each.name not in state
        ]
        made = [each for each in made if "files" not in each.parts]
        if made and kind == "spoil":
            made[what % len(made)].write_bytes(b"spoiled")
        elif made:
            made[what % len(made)].unlink()


def _run(bench: Any, flows: tuple[FlowPlan, ...], stops: list[int]) -> None:
    """Run, after a run that is stopped at one of its parts, if one is to be."""
    told = bench._done
    for stop in stops:
        left = [stop]

        def count(event: Any, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        bench._done = count
        with suppress(DocflowError):
            bench(*flows)
        bench._done = told
    bench(*flows)


@pytest.mark.slow
@given(first=SHAPES, rounds=st.lists(st.tuples(st.lists(EDITS, max_size=3), SHAPES), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_run_with_a_past_gives_the_bytes_of_one_without(
    bench: Any, long_run: bool, first: tuple[Any, ...], rounds: list[Any]
) -> None:
    kit, tidy = bench.kit, bench.kit.folder
    with tempfile.TemporaryDirectory(dir=tidy.parent) as folder:
        kit.folder = Path(folder) / "x"
        (kit.folder / "in").mkdir(parents=True)
        for name in "abc":
            kit.write(f"in/{name}.rec", f"{name}1|text {name}", "a|one", "b|bad")
        bench(*_flows(kit, first))
        for edits, shape in rounds:
            stops: list[int] = []
            for kind, what, rows in edits:
                _edit(bench, kind, what, rows, stops)
            flows = _flows(kit, shape)
            _run(bench, flows, stops)
            for old in {"x", "y"} - {shape[-1]}:
                (kit.folder / f"out/{old}.txt").unlink(missing_ok=True)
            if not shape[2]:
                shutil.rmtree(kit.folder / "out/md", ignore_errors=True)
            bench.as_fresh(*flows)
    kit.folder = tidy


def test_the_law_has_teeth(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the law compares would differ if a past were believed blindly."""
    kit = bench.kit
    flows = _flows(kit, (0, False, False, 3, "x"))
    bench(*flows)
    kit.write("in/a.rec", "a|changed")
    monkeypatch.setattr("docflow.engine.resume.past.content_of", lambda *_: "")
    monkeypatch.setattr(code, "_own", lambda: (Path(parts.__file__),))
    bench(*flows)
    monkeypatch.undo()
    monkeypatch.setattr(parts, "MOST_FILES", 1)
    kit.write("in/a.rec", "a|changed again")
    monkeypatch.setattr("docflow.engine.resume.past.content_of", lambda *_: "")
    monkeypatch.setattr(code, "_own", lambda: (Path(parts.__file__),))
    bench(*flows)
    with pytest.raises(AssertionError):
        bench.as_fresh(*flows)
