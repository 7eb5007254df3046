"""What a comparison holds in memory is the same for few documents and for many."""

import tracemalloc
from pathlib import Path
from typing import Any

from docflow.engine.bases import Bases
from docflow.engine.compare.compare import Ask, compare
from docflow.engine.compare.side import Side
from docflow.engine.components import Components
from docflow.plan.optimise import optimise


def peak(kit: Any, number: int) -> int:
    kit.write(
        "in/a.rec", *(f"{n}|Ad number {n} of a line that is long enough to count" for n in range(number))
    )
    sides = []
    for name, step in (("old", kit.apply("upper")), ("new", kit.apply("cut", keep=9))):
        flow = kit.flow(kit.records("in"), step, kit.apply("once"), kit.to("out/x"))
        bases = Bases(kit.folder, kit.folder)
        sides.append(Side(name, optimise(kit.plan(flow)), Components(kit.catalog, bases), bases))
    tracemalloc.start()
    made = compare(*sides, Ask())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made[0].changed == number
    return most


def test_memory_does_not_grow(kit: Any, tmp_path: Path) -> None:
    few = peak(kit, 300)
    assert peak(kit, 3000) < few + 1_000_000
