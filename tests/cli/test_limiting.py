"""Limits from the command line: units as in flows, and a plain sentence for what is none."""

import pytest

from docflow.cli.limiting import limits_of
from docflow.engine.limits import Limits
from docflow.errors import RefusedError


def test_units_are_those_of_flows() -> None:
    found = limits_of(("time=500ms", "memory=2GiB", "ratio=7"))
    assert found == Limits(time=0.5, memory=2 * 2**30, ratio=7)


def test_the_last_one_counts_and_others_stay() -> None:
    assert limits_of(("time=1s", "time=2s"), Limits(nesting=9)) == Limits(time=2.0, nesting=9)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("tim=1s", "there is no limit `tim`; there is `time`, `memory`"),
        ("time", "write it as `--limit time=30s`"),
        ("time=", "write it as `--limit time=30s`"),
        ("time=fast", "write it as `--limit time=30s`"),
        ("memory=10s", "write it as `--limit memory=2GiB`"),
        ("time=0s", "it must be more than 0"),
        ("memory=1MB", "it must be at least 128MiB"),
    ],
)
def test_what_is_no_limit_is_refused(given: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        limits_of((given,))
