"""Outputs that parts write themselves: a run that broke off goes on, what was touched is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docflow.engine import joining
from docflow.errors import RunError
from docflow.io.digests import sha256_file
from docflow.plan.ir import FlowPlan, Outcome

ALL = [("", 0, 0), ("", 0, 1), ("", 0, 2), ("", 0, 3)]


def _flow(kit: Any) -> FlowPlan:
    made: FlowPlan = kit.flow(
        kit.records("in"), kit.apply("faulty", on_error=Outcome("fail")), kit.to("out/all.txt")
    )
    return made


def _grown(kit: Any) -> Path:
    (path,) = (kit.state() / "whole").iterdir()
    assert path.name.startswith("grown-")
    return Path(path)


def test_nothing_is_joined(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = bench.kit
    with monkeypatch.context() as patch:
        patch.delattr(joining, "Joiner")
        (output,) = bench(_flow(kit)).flows[0].outputs
    assert bench.ran == ALL
    assert output.sha256 == sha256_file(kit.folder / "out/all.txt")
    assert output.bytes == (kit.folder / "out/all.txt").stat().st_size
    assert bench(_flow(kit)).unchanged
    assert list((kit.state() / "whole").iterdir()) == []


@pytest.mark.parametrize(("name", "left"), [("c", 2), ("b", 1)])
def test_a_run_that_broke_off_goes_on(bench: Any, name: str, left: int) -> None:
    kit = bench.kit
    kit.write(f"in/{name}.rec", *(f"{name}{n}|{'bad' if n == 2 else 'good'}" for n in range(3)))
    with pytest.raises(RunError):
        bench(_flow(kit))
    size = sum((kit.folder / f"in/{each}.rec").stat().st_size for each in "abcd"[:left])
    assert _grown(kit).stat().st_size == size, "what the broken part wrote is gone"
    kit.write(f"in/{name}.rec", f"{name}0|good")
    bench(_flow(kit))
    assert bench.ran == ALL[left:]
    bench.as_fresh(_flow(kit))
    assert bench(_flow(kit)).unchanged


def test_a_first_part_that_breaks_off_leaves_nothing(bench: Any) -> None:
    kit = bench.kit
    kit.write("in/a.rec", "a0|good", "a1|bad")
    with pytest.raises(RunError):
        bench(_flow(kit))
    assert list((kit.state() / "whole").iterdir()) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"what a part wrote that was killed")


def _other(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"x\n")


def _first(path: Path) -> None:
    path.write_bytes(b"x" + path.read_bytes()[1:])


@pytest.mark.parametrize(
    ("touch", "left"), [(_cut, 1), (_longer, 2), (_other, 1), (_first, 0), (Path.unlink, 0)]
)
def test_pieces_in_a_file_that_was_touched(bench: Any, touch: Callable[[Path], Any], left: int) -> None:
    kit = bench.kit
    kit.write("in/c.rec", "c|bad")
    with pytest.raises(RunError):
        bench(_flow(kit))
    touch(_grown(kit))
    kit.write("in/c.rec", "c|good")
    bench(_flow(kit))
    assert bench.ran == ALL[left:]
    bench.as_fresh(_flow(kit))


@pytest.mark.parametrize(("touch", "left"), [(_cut, 3), (_longer, 4), (_other, 3), (_first, 0)])
@pytest.mark.parametrize("again", [False, True])
def test_outputs_that_were_touched(
    bench: Any, touch: Callable[[Path], Any], left: int, *, again: bool
) -> None:
    kit = bench.kit
    bench(_flow(kit))
    ran = ALL[left:]
    if again:  # now it is joined, of pieces out of the old output and a new one, which has a CRC
        kit.write("in/b.rec", "b|another")
        bench(_flow(kit))
        assert bench.ran == [ALL[1]]
        ran = [part for part in ran if part != ALL[1]]
    touch(kit.folder / "out/all.txt")
    assert not bench(_flow(kit)).unchanged
    assert bench.ran == ran
    bench.as_fresh(_flow(kit))
