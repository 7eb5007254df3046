"""Runs by real worker processes that are harmed: what it costs, and what it does not."""

from typing import Any

import pytest

from docflow.engine.crew.process.probe import LEAST_LOSSES
from docflow.errors import PluginError, RunError

TEXTS = ["one", "two", "three BAD", "four", "five", "six"]
REST = ["d0", "d1", "d3", "d4", "d5"]
REASONS = [
    ("exit", "crash"),
    ("abort", "crash"),
    ("kill", "crash"),
    ("hang", "limit:time"),
    ("memory", "limit:memory"),
    ("chdir", "contract"),
]


@pytest.mark.parametrize(("how", "reason"), REASONS)
def test_a_step_costs_its_document(stand: Any, how: str, reason: str) -> None:
    stand.write(*TEXTS)
    report = stand.run(f'from jsonl("in.jsonl") | y.harm(how: "{how}") | clean.whitespace')
    assert (stand.ids(), stand.fate(), report.exit_code) == (REST, [("d2", reason)], 3)
    assert stand.quarantine()[0]["step"] == "y.harm"


@pytest.mark.parametrize("how", ["exit", "kill", "chdir"])
def test_a_batch_costs_its_document(stand: Any, how: str) -> None:
    stand.write(*TEXTS)
    stand.run(f'from jsonl("in.jsonl") | y.batch(how: "{how}")', workers=1)
    assert stand.ids() == REST
    assert [id_ for id_, _ in stand.fate()] == ["d2"]


@pytest.mark.parametrize("at", ["observe", "apply"])
def test_a_corpus_step_costs_its_document(stand: Any, at: str) -> None:
    stand.write(*TEXTS)
    stand.run(f'from jsonl("in.jsonl") | y.once(how: "abort", at: "{at}")')
    assert (stand.ids(), stand.fate()) == (REST, [("d2", "crash")])


def test_an_exporter_costs_its_document(stand: Any) -> None:
    stand.write(*TEXTS)
    stand.run('from jsonl("in.jsonl") | to y.lines("OUT/all.txt", how: "exit")')
    assert stand.tree() == {"all.txt": b"one\ntwo\nfour\nfive\nsix\n"}
    assert stand.fate() == [("d2", "crash")]


def test_a_reader_costs_the_rest_of_its_file(stand: Any) -> None:
    (stand.folder / "a.txt").write_text("one\ntwo BAD\nthree\n")
    (stand.folder / "b.txt").write_text("four\n")
    stand.run('from y.words("*.txt", how: "exit")')
    assert (stand.ids(), stand.fate()) == (["a-1", "b-1"], [("", "crash")])


def test_on_error_of_the_step_holds(stand: Any) -> None:
    stand.write(*TEXTS)
    stand.run('from jsonl("in.jsonl") | y.harm(how: "exit") on error skip | clean.whitespace')
    assert (stand.ids(), stand.fate()) == ([f"d{number}" for number in range(6)], [])


def test_many_documents_crash(stand: Any) -> None:
    texts = [f"text {number}" + " BAD" * (number % 3 == 0) for number in range(30)]
    stand.write(*texts)
    stand.run('from jsonl("in.jsonl") | y.harm(how: "exit")')
    assert stand.ids() == [f"d{number}" for number in range(30) if number % 3]
    assert stand.fate() == [(f"d{number}", "crash") for number in range(0, 30, 3)]
    assert len({entry["message"] for entry in stand.quarantine()}) == 1
    assert len(stand.lost) == 1 + LEAST_LOSSES  # from then on steps are tried in a child first


def test_two_steps_crash_on_one_document(stand: Any) -> None:
    stand.write(*TEXTS)
    steps = 'y.harm(how: "exit") on error skip | y.harm(how: "abort") on error skip'
    stand.run(f'from jsonl("in.jsonl") | {steps}')
    assert stand.ids() == [f"d{number}" for number in range(6)]


@pytest.mark.parametrize("how", ["kill", "exit", "hang", "nursery"])
def test_harm_that_is_not_done_again_costs_nothing(stand: Any, how: str) -> None:
    stand.write(*TEXTS)
    report = stand.run(f'from jsonl("in.jsonl") | y.harm(how: "{how}", once: "{stand.once()}")')
    assert (stand.ids(), stand.fate(), report.exit_code) == ([f"d{n}" for n in range(6)], [], 0)


@pytest.mark.parametrize("at", ["reduce", "apply"])
def test_a_state_is_made_again(stand: Any, at: str) -> None:
    stand.write(*TEXTS, "one")
    how = "kill" if at == "reduce" else "nursery"
    stand.run(f'from jsonl("in.jsonl") | y.once(how: "{how}", at: "{at}", once: "{stand.once()}")')
    assert (stand.ids(), stand.fate()) == ([f"d{n}" for n in range(6)], [])


def test_a_state_that_cannot_be_made_stops_the_run(stand: Any) -> None:
    stand.write(*TEXTS)
    with pytest.raises(RunError, match="makes the state of a step for all documents died"):
        stand.run('from jsonl("in.jsonl") | y.once(how: "kill", at: "reduce")')
    with pytest.raises(RunError, match="cannot start: ValueError: no"):
        stand.run('from jsonl("in.jsonl") | y.once(how: "raise", at: "reduce")')


@pytest.mark.parametrize("how", ["exit", "kill"])
def test_a_worker_that_cannot_start_stops_the_run(stand: Any, how: str) -> None:
    stand.write(*TEXTS)
    with pytest.raises(RunError, match=r"while `y.start` \(docflow-y 1.0\) was opened, 3 times in a row"):
        stand.run(f'from jsonl("in.jsonl") | y.start(how: "{how}")')
    assert stand.tree() == {}


def test_an_error_when_components_open_stops_the_run(stand: Any) -> None:
    stand.write(*TEXTS)
    with pytest.raises(RunError, match=r"`y.start` \(docflow-y 1.0\) cannot start: ValueError: no"):
        stand.run('from jsonl("in.jsonl") | y.start(how: "raise")')


def test_a_worker_that_starts_at_the_second_go(stand: Any) -> None:
    stand.write(*TEXTS)
    stand.run(f'from jsonl("in.jsonl") | y.start(how: "kill", once: "{stand.once()}")')
    assert len(stand.ids()) == 6


def test_parts_of_a_source_that_dies_when_it_is_asked(stand: Any) -> None:
    stand.run(f'from y.parts(how: "kill", once: "{stand.once()}")')
    assert len(stand.ids()) == 12
    with pytest.raises(RunError, match="a worker died again and again"):
        stand.run('from y.parts(how: "exit")')


def test_a_fail_stops_at_the_same_document_for_any_number_of_workers(stand: Any) -> None:
    for number in range(6):
        stand.write(*TEXTS[:2], "BAD", name=f"in{number}.jsonl")
    said = set()
    for workers in (1, 3):
        with pytest.raises(RunError) as caught:
            stand.run('from jsonl("in*.jsonl") | y.harm(how: "raise") on error fail("bad")', workers=workers)
        said.add(str(caught.value))
    assert len(said) == 1


def test_what_components_print_is_told_in_bounds(stand: Any) -> None:
    stand.write(*(f"text {number} \x1b[31m" + "x" * 5000 for number in range(30)))
    stand.run('from jsonl("in.jsonl") | y.speak', workers=1)
    assert len(stand.printed) == 20
    assert all(len(event.line) <= 500 for event in stand.printed)
    assert "10 more lines that components printed are not shown" in stand.warnings


def test_a_child_that_comes_back_writes_nothing(stand: Any) -> None:
    stand.write(*TEXTS)
    stand.run('from jsonl("in.jsonl") | y.harm(how: "fork")')
    assert stand.ids() in (REST, [f"d{number}" for number in range(6)])


def test_a_worker_loads_neither_the_language_nor_the_logger(stand: Any) -> None:
    stand.write("one")
    stand.run('from jsonl("in.jsonl") | y.modules')
    loaded = (stand.folder / "out" / "all.jsonl").read_text()
    words = set(loaded.replace('"', " ").split())
    assert "docflow.engine" in words
    assert not words & {"lark", "structlog", "click", "docflow.lang", "docflow.cli", "docflow.report"}


def test_a_plugin_that_is_gone_is_told(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stand.write("one")
    monkeypatch.setattr("docflow.engine.crew.process.boot.import_path", lambda path, folder: _ours(path))
    with pytest.raises(PluginError, match="not installed"):
        stand.run('from jsonl("in.jsonl") | y.harm')


def _ours(path: list[str]) -> list[str]:
    return [each for each in path if "/site" not in each or "site-packages" in each]
