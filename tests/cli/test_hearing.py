"""What components print while a verb works in this process."""

import io
import sys
import threading

import pytest

from docflow.cli.hearing import MOST, hear
from docflow.cli.output import put, put_error


def test_lines_are_told_and_our_own_messages_pass(capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []
    with hear(str.upper, said.append):
        print("one\ntwo")
        print("thr", end="")
        print("ee", file=sys.stderr)
        print("rest", end="")
        put("a result")
        put_error("a message")
    assert sorted(said) == ["EE", "ONE", "THRREST", "TWO"]
    assert capsys.readouterr() == ("a result\n", "a message\n")


def test_it_ends_with_the_streams_as_they_were(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout, sys.stderr

    def fail() -> None:
        with hear():
            print("::error::x\x1b[2J")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr() == ("", "\\x3a:error::x\\x1b[2J\n")


def test_a_line_without_end_is_bounded() -> None:
    said: list[str] = []
    with hear(say=said.append):
        for _ in range(100):
            sys.stdout.write("x" * 10_000)
        print()
    assert [len(line) for line in said] == [MOST]


def test_a_stream_that_is_not_there_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with hear():
        assert sys.stdout is None


def test_threads_do_not_tear_lines() -> None:
    said: list[str] = []

    def work() -> None:
        for _ in range(200):
            sys.stdout.write("abc\n")

    with hear(say=said.append):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert said == ["abc"] * 800


def test_it_looks_like_the_stream_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = io.TextIOWrapper(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", real)
    with hear():
        assert sys.stdout.encoding == "latin-1"
        assert sys.stdout.isatty() is False
        assert sys.stdout.writable()
        with pytest.raises(OSError, match="fileno"):
            sys.stdout.fileno()
