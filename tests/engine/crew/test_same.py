"""The same flow by worker processes and by this process gives the same bytes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STEPS = (
    "clean.whitespace",
    "clean.unicode",
    "dedup.exact",
    "split.paragraphs",
    'drop when doc.text == "b"',
    'expect doc.text != "a" else quarantine("no a")',
    'y.batch(how: "raise")',
    'y.harm(how: "raise") on error skip',
    'y.harm(how: "raise") on error drop("bad")',
)
texts = st.lists(st.sampled_from(["a", "b", "BAD", "a  b\n\nc", "é\u00a0x", "one BAD two"]), max_size=12)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    inputs=st.lists(texts, min_size=1, max_size=3).filter(any),
    steps=st.lists(st.sampled_from(STEPS), max_size=4),
    workers=st.sampled_from([1, 2, 3]),
)
def test_processes_give_what_one_process_gives(
    stand: Any, inputs: list[list[str]], steps: list[str], workers: int
) -> None:
    for old in stand.folder.glob("in*.jsonl"):
        old.unlink()
    for number, part in enumerate(inputs):
        stand.write(*part, name=f"in{number}.jsonl")
    flow = " | ".join(['from jsonl("in*.jsonl")', *steps])
    one = stand.run(flow, workers=1, engine="inline", out="one")
    many = stand.run(flow, workers=workers, out="many")
    assert stand.tree("many") == stand.tree("one")
    assert stand.quarantine("many") == stand.quarantine("one")
    assert many.flows[0].sums == one.flows[0].sums
    assert many.exit_code == one.exit_code


@pytest.mark.parametrize("workers", [2, 3])
def test_harm_costs_the_same_for_any_number_of_workers(stand: Any, workers: int) -> None:
    for number in range(5):
        stand.write(
            *(f"text {each}" + " BAD" * (each == number) for each in range(9)), name=f"in{number}.jsonl"
        )
    flow = 'from jsonl("in*.jsonl") | y.harm(how: "abort") | dedup.exact'
    stand.run(flow, workers=1, out="one")
    stand.run(flow, workers=workers, out="many")
    assert stand.tree("many") == stand.tree("one")
    assert stand.quarantine("many") == stand.quarantine("one")
    assert len(stand.quarantine("one")) == 5
