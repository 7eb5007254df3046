"""Jobs, answers and errors cross to workers and come back equal."""

import typing
from collections import defaultdict
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.hand import Loss
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart, SpillPart, WorkPart
from docflow.engine.inputs.span import Span
from docflow.engine.ledger import Lane, Tally
from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import pack
from docflow.engine.work.job import Done, EndsJob, FlowFacts, Job, PartJob, PartsJob, ReduceJob
from docflow.engine.work.wire import WireError, decode, encode, error_of, told
from docflow.errors import InputError, MachineError, PluginError, RefusedError, RunError
from docflow.io.globs import Found
from docflow.plugin.kinds import Part

texts = st.text(st.characters(exclude_categories=()), max_size=20)
"""Lone surrogates are among them, as in names of files that are no UTF-8."""
counts = st.integers(0, 2**70)
names = texts.filter(lambda text: "\0" not in text)
paths = names.filter(bool).map(Path)

inputs = st.builds(InputFile, st.builds(Found, names, names), names, counts, counts, counts, counts)
spans = st.builds(Span, counts, counts, counts)
parts: Any = st.one_of(
    st.builds(FilePart, counts, counts, st.lists(inputs, max_size=3).map(tuple), st.none() | spans),
    st.builds(PluginPart, counts, counts, st.builds(Part, texts, counts)),
    st.builds(SpillPart, counts, counts, paths),
)
losses = st.lists(st.builds(Loss, counts, counts, counts, texts, texts), max_size=2).map(tuple)
jobs: Any = st.one_of(
    st.builds(PartJob, counts, counts, parts, names, st.booleans(), losses),
    st.builds(ReduceJob, counts, counts, st.lists(st.tuples(counts, paths), max_size=3).map(tuple)),
    st.builds(PartsJob, counts, counts),
    st.builds(EndsJob, counts, counts, names),
)
lanes = st.builds(Lane, counts, counts, counts, counts, counts)
by_two = st.dictionaries(st.tuples(texts, texts), counts, max_size=3)
tallies = st.builds(
    Tally,
    lanes,
    lanes,
    by_two,
    by_two,
    by_two,
    st.dictionaries(st.tuples(texts, texts), st.tuples(counts, texts), max_size=3),
    st.dictionaries(st.tuples(texts, texts), st.tuples(counts, counts, counts), max_size=3),
    st.dictionaries(st.tuples(texts, counts), counts, max_size=3).map(lambda d: defaultdict(int, d)),
    st.dictionaries(texts, counts, max_size=3).map(lambda d: defaultdict(int, d)),
    st.dictionaries(counts, counts, max_size=3).map(lambda d: defaultdict(int, d)),
    counts,
    st.lists(texts, max_size=3),
)
pieces = st.lists(st.builds(Piece, texts, counts, counts, counts), max_size=3).map(tuple)
dones = st.builds(
    Done,
    tallies,
    pieces,
    st.lists(texts, max_size=3).map(tuple),
    st.booleans(),
    st.lists(st.builds(Part, texts, counts), max_size=3).map(tuple),
)
facts = st.builds(FlowFacts, st.lists(st.tuples(texts, counts), max_size=4).map(tuple))


@given(st.one_of(jobs, dones, facts, st.tuples(jobs, dones)))
def test_back_equals(value: Any) -> None:
    back = decode(encode(value))
    assert back == value
    assert type(back) is type(value)


def test_a_tally_that_came_can_be_counted_into() -> None:
    done = decode(encode(Done()))
    done.tally.read[3] += 1
    done.tally.taken["step", 1] += 1
    assert done.tally.read == {3: 1}


def test_every_class_of_a_job_crosses() -> None:
    """A new kind of part or job must be added to the list of classes."""
    every = {*typing.get_args(Job), *typing.get_args(WorkPart), ReduceJob, Done, FlowFacts, Tally, Lane}
    for cls in every:
        blank = cls(*(None for each in attrs.fields(cls) if each.init))
        assert type(decode(encode(blank))) is cls


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        pack(["x", 1]),
        pack(["c", "Popen", "true"]),
        pack(["c", "Loss", 1]),
        pack([]),
        b"\x80" * 9,
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        decode(data)


def test_only_our_own_values_cross() -> None:
    with pytest.raises(TypeError, match="does not cross"):
        encode({"a": object()})


@pytest.mark.parametrize(
    "error",
    [
        RunError("no", document="d", step="s"),
        InputError("nothing"),
        MachineError("full"),
        RefusedError("first\nsecond"),
        PluginError("gone", "ns", "docflow-ns", "1.0", "ns:mod", "DF0501"),
    ],
)
def test_errors_of_ours_come_back(error: Any) -> None:
    back = error_of(decode(encode(told(error))))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_an_error_of_the_disk_comes_back() -> None:
    back = error_of(decode(encode(told(OSError(28, "No space left", "/x")))))
    assert isinstance(back, OSError)
    assert (back.errno, back.strerror, back.filename) == (28, "No space left", "/x")


def test_any_other_error_is_told_as_text() -> None:
    back = error_of(decode(encode(told(ZeroDivisionError("\x1b[31m" + "x" * 10_000)))))
    assert isinstance(back, RunError)
    assert str(back).startswith("a worker stopped: ZeroDivisionError: \\x1b")
    assert len(str(back)) < 700
