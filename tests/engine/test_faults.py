"""One bad document costs exactly one document, whatever the component does to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.memory import over
from docflow.engine.steps.guard import copied
from docflow.errors import RunError
from docflow.model import Document
from docflow.plan.expr import Const, DocField, FnCall
from docflow.plan.ir import DropStep, Outcome, SetStep, Where
from docflow.plan.report import Sums

AT = Where("test.flow", 9, 1)
LINES = ("1|one", "2|bad", "3|three")
RAISING = (
    "error",
    "exit",
    "interrupt",
    "generator",
    "base",
    "stop",
    "memory",
    "recursion",
    "unprintable",
    "hostile",
)


def _run(kit: Any, *steps: Any, lines: tuple[str, ...] = LINES) -> Any:
    kit.write("in/a.rec", *lines)
    return kit.run(kit.flow(kit.records("in"), *steps, kit.to("out/a.txt")))


def _one_lost(kit: Any, report: Any, step: str) -> dict[str, Any]:
    """The second of three documents, and it alone, is in the quarantine as it was; all add up on the disk."""
    assert [line.split("|")[0] for line in kit.read("out/a.txt")] == ["1", "3"]
    assert report.flows[0].sums == Sums(seen=3, written=2, quarantined=1) == kit.recount(report, "a.txt")
    assert report.exit_code == 3
    (entry,) = kit.quarantine()
    assert entry["step"] == step
    assert entry["error"] is True
    assert entry["reason"] == "error"
    assert entry["at"] == {"file": "test.flow", "line": 7}
    assert entry["document"] == {"id": "2", "source": "a.rec", "text": "bad", "fields": {}}
    assert len(entry["message"]) < 700
    assert entry["message"].isprintable()
    return dict(entry)


@pytest.mark.parametrize("how", [*RAISING, "none", "int", "bytes", "list"])
def test_cleaner(kit: Any, how: str) -> None:
    entry = _one_lost(kit, _run(kit, kit.apply("faulty", how=how)), "faulty")
    assert entry["message"].startswith("`x.faulty`: ")


@pytest.mark.parametrize("how", [*RAISING, "none", "int", "text"])
def test_filter(kit: Any, how: str) -> None:
    _one_lost(kit, _run(kit, kit.apply("judge", how=how)), "judge")


@pytest.mark.parametrize("how", ["exit", "none", "list", "undeclared", "wrong", "bool", "inner"])
def test_extractor(kit: Any, how: str) -> None:
    entry = _one_lost(kit, _run(kit, kit.apply("wordy", how=how)), "wordy")
    told = {
        "undeclared": "'other'",
        "wrong": "text instead of int",
        "inner": "'tags' as an int instead of text",
    }
    assert told.get(how, "") in entry["message"]


@pytest.mark.parametrize("fault", ["bad", "unsound"])
def test_splitter_that_fails_half_way(kit: Any, fault: str) -> None:
    report = _run(kit, kit.apply("pieces"), lines=("1|one", f"2|x|{fault}|y", "3|a|b"))
    assert kit.read("out/a.txt") == ["1.0|one", "3.0|a", "3.1|b"]
    assert report.flows[0].sums == Sums(seen=3, added=1, written=3, quarantined=1)
    assert kit.quarantine()[0]["document"]["text"] == f"x|{fault}|y"


def test_batch(kit: Any) -> None:
    lines = tuple(f"{n}|{'bad' if n == 5 else f't{n}'}" for n in range(11))
    report = _run(kit, kit.apply("batched"), lines=lines)
    assert kit.read("out/a.txt") == [f"{n}|T{n}" for n in range(11) if n != 5]
    assert report.flows[0].sums == Sums(seen=11, written=10, quarantined=1)


def test_exporter(kit: Any) -> None:
    lines = tuple(f"{n}|{'unwritable' if n == 300 else f't{n}'}" for n in range(600))
    report = _run(kit, lines=lines)
    assert kit.read("out/a.txt") == [f"{n}|t{n}" for n in range(600) if n != 300]
    assert report.flows[0].sums == Sums(seen=600, written=599, quarantined=1)
    assert kit.quarantine()[0]["step"] == "a.txt"


@pytest.mark.parametrize("how", ["observe", "sketch", "apply"])
def test_corpus_step(kit: Any, how: str) -> None:
    _one_lost(kit, _run(kit, kit.apply("once", how=how)), "once")


def test_corpus_step_that_cannot_reduce_stops_the_run(kit: Any) -> None:
    with pytest.raises(RunError, match="no state"):
        _run(kit, kit.apply("once", how="reduce"))


def test_a_component_that_cannot_start_stops_the_run(kit: Any) -> None:
    with pytest.raises(
        RunError, match=r"`x.unopenable` cannot start: RuntimeError: the model is not here"
    ) as caught:
        _run(kit, kit.apply("unopenable"))
    assert caught.value.exit_code == 4
    assert not (kit.folder / "out").exists()


def test_a_subclass_of_text_becomes_plain(kit: Any) -> None:
    _run(kit, kit.apply("faulty", how="sub"))
    assert kit.read("out/a.txt") == ["1|one", "2|SUB", "3|three"]


def test_on_error_skip_continues_as_it_entered(kit: Any) -> None:
    kit.write("in/a.rec", *LINES)
    report = _run(kit, kit.apply("judge", on_error=Outcome("skip")), kit.apply("upper"))
    assert kit.read("out/a.txt") == ["1|ONE", "2|BAD", "3|THREE"]
    assert report.flows[0].skipped_by == (("judge", "ValueError: no", 1),)
    assert report.exit_code == 0


def test_on_error_drop(kit: Any) -> None:
    report = _run(kit, kit.apply("faulty", on_error=Outcome("drop", "unlucky")))
    assert report.flows[0].dropped_by == (("faulty", "unlucky", 1),)
    assert report.flows[0].sums == Sums(seen=3, written=2, dropped=1)
    assert not kit.quarantine()


def test_on_error_quarantine_with_a_reason_is_still_an_error(kit: Any) -> None:
    report = _run(kit, kit.apply("faulty", on_error=Outcome("quarantine", "failed")))
    assert report.flows[0].quarantined_by == (("faulty", "failed", 1),)
    assert report.exit_code == 3


@pytest.mark.parametrize(("times", "left"), [(1, ["1|ONE", "3|THREE"]), (2, ["1|ONE", "2|BAD", "3|THREE"])])
def test_on_error_retry(kit: Any, times: int, left: list[str]) -> None:
    outcome = Outcome("retry", times=times, wait=0.001, then=Outcome("drop", "gave up"))
    _run(kit, kit.apply("flaky", times=2, on_error=outcome))
    assert kit.read("out/a.txt") == left


def test_on_error_fail_leaves_earlier_outputs(kit: Any) -> None:
    _run(kit, lines=("1|before",))
    before = kit.tree()
    run_json = (kit.state() / "run.json").read_bytes()
    with pytest.raises(RunError, match=r"document `2`, step `faulty`, line 7") as caught:
        _run(kit, kit.apply("faulty", on_error=Outcome("fail")))
    assert caught.value.exit_code == 4
    assert (caught.value.document, caught.value.step) == ("2", "faulty")
    assert kit.tree() == before
    assert (kit.state() / "run.json").read_bytes() == run_json
    assert not (kit.state() / "staging").exists()


@pytest.mark.parametrize(("action", "sums"), [("skip", Sums(3, 0, 2, 1)), ("drop", Sums(3, 0, 2, 1))])
def test_on_error_of_a_sink(kit: Any, action: str, sums: Sums) -> None:
    kit.write("in/a.rec", "1|one", "2|unwritable", "3|three")
    sink = kit.to("out/a.txt", on_error=Outcome(action))
    assert kit.run(kit.flow(kit.records("in"), sink)).flows[0].sums == sums


def test_an_expression_that_fails_is_the_documents_error(kit: Any) -> None:
    from docflow.catalog.catalog import Catalog

    callables = {"explode": lambda text: 1 / 0 if text == "bad" else text == "one"}
    kit.catalog.callables = lambda *_: callables  # type: ignore[method-assign]
    assert isinstance(kit.catalog, Catalog)
    call = FnCall("explode", (DocField(("text",)),))
    report = _run(kit, DropStep("drop", call, "explode(doc.text)", Outcome("quarantine", "error"), AT))
    assert kit.read("out/a.txt") == ["3|three"]
    assert report.flows[0].sums == Sums(seen=3, written=1, dropped=1, quarantined=1)
    assert report.flows[0].dropped_by == (("drop", "explode(doc.text)", 1),)


def test_lists_of_constants_are_not_shared(kit: Any) -> None:
    from docflow.engine.memory import over
    from docflow.model import Document

    step = SetStep("set", "tags", Const(["a"]), Outcome("quarantine", "error"), AT)
    plan = kit.plan(kit.flow((), step))
    first, second = over(plan, kit.catalog, [Document("1", ""), Document("2", "")])
    first.fields["tags"].append("b")  # type: ignore[attr-defined]
    assert second.fields == {"tags": ["a"]}


@pytest.mark.parametrize("action", ["skip", "quarantine"])
def test_a_change_deep_inside_fields_is_put_back(kit: Any, action: str) -> None:
    tags = [{"names": ["a"]}]
    doc = Document("1", "one", "", {"tags": tags, "plain": "x"})
    step = kit.apply("scribble", on_error=Outcome(action, "r"))
    plan = kit.plan(kit.flow(kit.numbers(count=1), step, kit.to("out/a.txt")))
    out = list(over(plan, kit.catalog, [doc]))
    assert [each.fields for each in out] == (
        [{"tags": [{"names": ["a"]}], "plain": "x"}] if action == "skip" else []
    )


@given(value=st.recursive(st.integers(), lambda v: st.lists(v) | st.dictionaries(st.text(max_size=1), v)))
def test_copies_of_fields_share_no_list_and_no_map(value: Any) -> None:
    def parts(item: Any) -> list[int]:
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        own = [id(item)] if isinstance(item, (dict, list)) else []
        return own + [each for one in inner for each in parts(one)]

    fields = {"x": value, "y": 1}
    again = copied(fields)
    assert again == fields
    assert not set(parts(fields)) & set(parts(again))


def test_fields_too_deep_to_copy_are_shared() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert copied({"x": deep})["x"] is deep
