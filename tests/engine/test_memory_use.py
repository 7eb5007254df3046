"""Memory does not grow with the number of documents."""

import tracemalloc
from typing import Any

import pytest

from docflow.engine.state import sorting
from docflow.plan.ir import ExpectStep, Outcome, TeeStep, Where

AT = Where("test.flow", 9, 1)


def _peak(kit: Any, count: int, *steps: Any) -> int:
    source = kit.numbers(count=count, part=1_000_000, words=200)
    flow = kit.flow(
        source, *steps, TeeStep("tee", ((kit.to("out/copy.txt.gz"),),), AT), kit.to("out/all.txt")
    )
    tracemalloc.start()
    try:
        kit.run(flow)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fine", "quarantine"])
def test_peak(kit: Any, how: str, long_run: bool) -> None:
    steps = [kit.apply("upper"), kit.apply("wordy"), kit.apply("pieces", at="!")]
    steps += [kit.apply("judge")]
    if how == "quarantine":
        quarantine = Outcome("quarantine", "r")
        steps.append(ExpectStep("e", kit.where("id", "d7.0"), quarantine, "c", quarantine, AT))
    small = _peak(kit, 1_000, *steps)
    large = _peak(kit, 100_000 if long_run else 5_000, *steps)
    assert large < small * 1.2 + 200_000


@pytest.mark.slow
def test_peak_of_a_folder_of_files(kit: Any, long_run: bool) -> None:
    """The shape of pipelines/news.flow: a file a document aside, one file of all; and again over it."""

    def peak(count: int) -> int:
        source = kit.numbers(count=count, part=1_000_000, words=20)
        aside = TeeStep("tee", ((kit.to(f"out{count}/md", "notes"),),), AT)
        flow = kit.flow(source, kit.apply("upper"), kit.apply("wordy"), aside, kit.to(f"out{count}/all.txt"))
        tracemalloc.start()
        try:
            kit.run(flow)
            kit.run(flow)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = (1_000, 100_000) if long_run else (1_000, 3_000)
    with pytest.MonkeyPatch.context() as patch:
        if not long_run:  # so that the short form sorts on the disk, too
            patch.setattr(sorting, "RUN_RECORDS", 500)
        assert peak(many) < peak(few) * 1.2 + 500_000


def test_large_documents_do_not_wait_for_a_batch(kit: Any) -> None:
    def peak(count: int) -> int:
        source = kit.numbers(count=count, words=300_000)
        tracemalloc.start()
        try:
            kit.run(kit.flow(source, kit.to("out/all.txt")))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(60) < peak(6) * 1.3
