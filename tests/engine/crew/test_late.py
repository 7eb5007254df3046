"""A run in which nothing changed starts no crew, and its report says the same."""

from typing import Any

import pytest
from attrs import evolve

from docflow.engine.bases import Bases
from docflow.engine.crew.inline import InlineCrew
from docflow.engine.run import run
from docflow.errors import DocflowError
from docflow.plan.ir import FlowPlan, Plan, Where


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many flows each crew was started with."""
    seen: list[int] = []
    real = InlineCrew.start

    def start(crew: InlineCrew, order: Any) -> Any:
        seen.append(len(order.plan.flows))
        return real(crew, order)

    monkeypatch.setattr(InlineCrew, "start", start)
    return seen


def _run(kit: Any, *flows: FlowPlan, fresh: bool = False) -> Any:
    return run(Plan("test", flows), kit.catalog, Bases(kit.folder, kit.folder), fresh=fresh).flows


def _flow(kit: Any, line: int = 1) -> FlowPlan:
    steps = (kit.apply("faulty"), kit.apply("once"), kit.apply("short", least=3))
    at = Where("test.flow", line, 1)
    placed = (evolve(step, at=at) for step in steps)
    flow: FlowPlan = kit.flow(kit.records("in"), *placed, kit.to("out/x.txt"))
    return flow


def test_nothing_changed(kit: Any, starts: list[int]) -> None:
    kit.write("in/a.rec", "1|one", "2|bad", "3|a", "4|one")
    first = _run(kit, _flow(kit))
    assert _run(kit, _flow(kit)) == first
    assert starts == [1]


@pytest.mark.parametrize("change", ["input", "lines", "output", "fresh"])
def test_what_changed_starts_one(kit: Any, starts: list[int], change: str) -> None:
    kit.write("in/a.rec", "1|one", "2|bad", "3|a", "4|one")
    _run(kit, _flow(kit))
    if change == "input":
        kit.write("in/a.rec", "1|one", "2|bad", "3|a", "4|more")
    elif change == "output":
        (kit.folder / "out/x.txt").unlink()
    flow = _flow(kit, 7 if change == "lines" else 1)
    report = _run(kit, flow, fresh=change == "fresh")
    assert starts == [1, 1]
    assert _run(kit, flow) == report
    assert starts == [1, 1]
    assert _run(kit, flow, fresh=True) == report


def test_a_step_that_cannot_start_is_refused_before_anything_is_written(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    broken = kit.flow(kit.records("in"), kit.apply("unopenable"), kit.to("out/x.txt"))
    with pytest.raises(DocflowError):
        _run(kit, broken)
    assert not (kit.folder / "out").exists()
    _run(kit, _flow(kit))
    before = kit.tree()
    with pytest.raises(DocflowError):
        _run(kit, broken)
    assert kit.tree() == before
