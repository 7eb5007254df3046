"""Flows in memory: `over` and `stream`."""

from collections.abc import Iterator
from typing import Any

import pytest

from docflow.engine.components import Components
from docflow.engine.memory import over, stream
from docflow.errors import RefusedError, RunError
from docflow.model import Document
from docflow.plan.ir import Outcome, TeeStep, Where
from docflow.plan.optimise import optimise

AT = Where("test.flow", 9, 1)


def test_documents_that_reach_a_sink_or_the_end(kit: Any, docs: list[Document]) -> None:
    tee = TeeStep("tee", ((kit.to("nowhere/b.txt"),),), AT)
    plan = kit.plan(
        kit.flow(kit.records("nothing"), kit.apply("faulty"), tee, kit.apply("upper"), kit.to("n/a"))
    )
    assert [doc.text for doc in over(plan, kit.catalog, docs)] == ["ONE TWO", "THREE"]
    assert [doc.text for doc in docs] == ["one two", "bad", "three"]
    assert list(kit.folder.iterdir()) == []


def test_lazy(kit: Any) -> None:
    taken = []

    def endless() -> Iterator[Document]:
        number = 0
        while True:
            number += 1
            taken.append(number)
            yield Document(str(number), "text")

    found = over(kit.plan(kit.flow((), kit.apply("upper"))), kit.catalog, endless())
    assert [next(found).id, next(found).id] == ["1", "2"]
    assert taken == [1, 2]


def test_a_corpus_step_sees_all_first(kit: Any) -> None:
    docs = [Document(str(n), text) for n, text in enumerate(["a", "b", "a", "c"])]
    plan = kit.plan(
        kit.flow((), kit.apply("upper"), kit.apply("once"), kit.apply("batched"), kit.apply("once", "again"))
    )
    assert [doc.id for doc in over(plan, kit.catalog, docs)] == ["0", "1", "3"]


def test_batches_are_emptied_at_the_end(kit: Any, docs: list[Document]) -> None:
    plan = kit.plan(kit.flow((), kit.apply("batched", at="-"), kit.apply("batched", "second", at="-")))
    assert [doc.text for doc in over(plan, kit.catalog, docs)] == ["ONE TWO", "BAD", "THREE"]


def test_fail_stops(kit: Any, docs: list[Document]) -> None:
    plan = kit.plan(kit.flow((), kit.apply("faulty", on_error=Outcome("fail"))))
    found = over(plan, kit.catalog, docs)
    assert next(found).id == "1"
    with pytest.raises(RunError, match="document `2`"):
        next(found)


def test_which_flow(kit: Any, docs: list[Document]) -> None:
    plan = kit.plan(kit.flow((), name="a"), kit.flow((), kit.apply("upper"), name="b"))
    with pytest.raises(RefusedError, match="several flows"):
        over(plan, kit.catalog, docs)
    assert [doc.text for doc in over(plan, kit.catalog, docs, flow="b")] == ["ONE TWO", "BAD", "THREE"]


def test_what_the_caller_raises_is_the_callers(kit: Any) -> None:
    def broken() -> Iterator[Document]:
        yield Document("1", "a")
        raise LookupError("mine")

    found = over(kit.plan(kit.flow((), kit.apply("upper"))), kit.catalog, broken())
    next(found)
    with pytest.raises(LookupError, match="mine"):
        next(found)


def test_a_stream_tells_what_was_quarantined(kit: Any, docs: list[Document]) -> None:
    plan = optimise(kit.plan(kit.flow((), kit.apply("faulty"))))
    made = stream(plan.flows[0], Components(kit.catalog))
    arrivals = [arrival for doc in docs for arrival in made.feed(doc)] + list(made.end())
    assert len(arrivals) == 2
    assert made.quarantined[0].document == docs[1]
    assert made.report().sums.quarantined == 1


def test_memory_and_disk_agree(kit: Any) -> None:
    texts = ["one", "two", "one", "bad", "x|y", "", "y"]
    kit.write("in/a.rec", *(f"{n}|{text}" for n, text in enumerate(texts)))
    steps = (kit.apply("faulty"), kit.apply("pieces"), kit.apply("once"), kit.apply("upper"))
    kit.run(kit.flow(kit.records("in"), *steps, kit.to("out/a.txt")))
    docs = [Document(str(n), text, "a.rec") for n, text in enumerate(texts)]
    found = over(kit.plan(kit.flow((), *steps)), kit.catalog, docs)
    assert [f"{doc.id}|{doc.text}" for doc in found] == kit.read("out/a.txt")
