"""Sources read into a flow in memory, and other files in their place."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.memory import Arrival, stream
from docflow.engine.reading import Enough, read_into, redirected
from docflow.errors import InputError, RefusedError
from docflow.model import Document, Place
from docflow.plan.optimise import optimise


def read(kit: Any, flow: Any) -> list[tuple[str, list[str]]]:
    bases = Bases(kit.folder, kit.folder)
    made = stream(optimise(kit.plan(flow)).flows[0], Components(kit.catalog, bases))
    found: list[tuple[str, list[str]]] = []
    read_into(made, bases, lambda doc, arrived: found.append((doc.id, [a.document.text for a in arrived])))
    assert made.report().sums.seen == len(found)
    return found


def test_documents_in_source_order(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|x|y")
    kit.write("in/b.rec", "3|bad")
    flow = kit.flow(kit.records("in"), kit.apply("faulty"), kit.apply("upper"))
    assert read(kit, flow) == [("1", ["ONE"]), ("2", ["X|Y"]), ("3", [])]


def test_no_input(kit: Any) -> None:
    with pytest.raises(InputError):
        read(kit, kit.flow(kit.records("nothing")))


def test_other_files(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    kit.write("in/b.rec", "2|two")
    flow = redirected(kit.flow(kit.records("in")), ["in/b.rec"], Components(kit.catalog))
    assert read(kit, flow) == [("2", ["two"])]
    assert dict(flow.sources[0].options)["path"] == (Place("in/b.rec", "caller"),)


def test_a_flow_without_files(kit: Any) -> None:
    with pytest.raises(RefusedError, match="reads no files"):
        redirected(kit.flow(()), [str(Path("x"))], Components(kit.catalog))


def test_reading_ends_when_it_is_enough(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|two", "3|three")
    bases = Bases(kit.folder, kit.folder)
    flow = kit.flow(kit.records("in"), kit.apply("faulty"))
    made = stream(optimise(kit.plan(flow)).flows[0], Components(kit.catalog, bases))
    found: list[str] = []

    def take(doc: Document, arrived: Sequence[Arrival]) -> None:
        found.append(doc.id)
        if doc.id == "2":
            raise Enough

    read_into(made, bases, take)
    assert found == ["1", "2"]
