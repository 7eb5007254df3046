"""`docflow quarantine`, over what runs of the command line leave."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLOW = """
from jsonl("in.jsonl", text: "body", fields: {year: "int?"})
| expect doc.words > 1 else quarantine("too short") as long_enough
| to jsonl("out/all.jsonl")
"""
DEEP = "[" * 250 + "]" * 250


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.flow").write_text(FLOW)
    rows = [
        '{"id": "a", "body": "one two three", "year": 1999}',
        '{"id": "b", "body": "short\\u001b[31m::error::"}',
        '{"id": "c", "body": "broken',
        '{"id": "d", "body": "deep as can be", "deep": ' + DEEP + "}",
        "\x80\x81 no text at all",
        '{"id": "e", "body": "one two", "year": 1066}',
    ]
    (tmp_path / "in.jsonl").write_bytes("".join(f"{row}\n" for row in rows).encode("latin-1"))
    return tmp_path


@pytest.fixture
def ran(docflow: Callable[..., Any], here: Path) -> Path:
    assert docflow("run", "feed.flow", "-q").code == 3
    return here


def test_list_counts_by_step_and_reason(docflow: Callable[..., Any], ran: Path) -> None:
    done = docflow("quarantine", "list", "out")
    assert done.code == 0
    assert done.out.startswith("4 entries in out/.docflow/feed/quarantine.jsonl\n")
    assert "long_enough     3  too short" in done.out
    assert "in.jsonl, line 3" in done.out
    for place in ("feed.flow", "out/.docflow", "out/.docflow/feed", "out/.docflow/feed/quarantine.jsonl"):
        other = docflow("quarantine", "list", place)
        assert other.out.splitlines()[0] == done.out.splitlines()[0]
    some = docflow("quarantine", "list", "out", "--step", "long_enough", "--limit", "0").out
    assert some.startswith("1 of 4 entries")
    assert "and 1 more; `--limit 1` lists all" in some
    data = json.loads(docflow("quarantine", "list", "out", "--reason", "too short", "--format", "json").out)
    assert (data["all"], data["picked"]) == (4, 1)
    assert [each["document"] for each in data["entries"]] == ["b"]


def test_list_of_nothing(docflow: Callable[..., Any], ran: Path) -> None:
    assert "there is none with step `x`" in docflow("quarantine", "list", "out", "--step", "x").out
    assert docflow("quarantine", "list", "nowhere").code == 2
    (ran / "in.jsonl").write_text('{"id": "a", "body": "one two three"}\n')
    docflow("run", "feed.flow", "-q")
    assert docflow("quarantine", "list", "out").out == "nothing is in quarantine\n"
    assert "nothing is in quarantine" in docflow("quarantine", "show", "feed.flow", "1").err
    (ran / "new.flow").write_text(FLOW.replace("out/", "other/"))
    assert "has not run yet" in docflow("quarantine", "list", "new.flow").err


def test_show_tells_where_why_and_what_next(docflow: Callable[..., Any], ran: Path) -> None:
    shown = docflow("quarantine", "show", "feed.flow", "b").out
    assert "entry 1: b" in shown
    assert '| expect doc.words > 1 else quarantine("too short") as long_enough' in shown
    assert "too short (the flow says so)" in shown
    assert "  | short\\x1b[31m::error::" in shown
    assert "docflow trace feed.flow 'out/.docflow/feed/quarantine.jsonl#1'" in shown
    record = docflow("quarantine", "show", "out", "2").out
    assert "in.jsonl: line 3, bytes 126 to 153" in record
    assert '  | {"id": "c", "body": "broken' in record
    odd = docflow("quarantine", "show", "out", "4").out
    assert "00000000  80 81 20 6e 6f" in odd
    data = json.loads(docflow("quarantine", "show", "out", "4", "--format", "json").out)
    assert data["pointer"]["bytes"].startswith("\\x80\\x81 no text")
    assert data["pointer"]["whole"] is True
    assert docflow("quarantine", "show", "out", "9").code == 2


def test_long_texts_are_cut(docflow: Callable[..., Any], ran: Path) -> None:
    body = json.dumps("x" * 5000)
    (ran / "in.jsonl").write_text(f'{{"id": "long", "body": {body}}}\n')
    docflow("run", "feed.flow", "-q")
    shown = docflow("quarantine", "show", "out").out
    assert "… 3,000 more characters; `--full` shows them" in shown
    assert "x" * 5000 in docflow("quarantine", "show", "out", "--full").out


def test_replay_after_a_limit_was_raised(docflow: Callable[..., Any], ran: Path) -> None:
    assert docflow("quarantine", "list", "out", "--reason", "limit:nesting").out.startswith("1 of 4")
    done = docflow("quarantine", "replay", "feed.flow", "--entry", "3", "--limit", "nesting=500")
    assert done.out.startswith("1 entry done again: it left the quarantine\n")
    ids = [json.loads(line)["id"] for line in (ran / "out" / "all.jsonl").read_text().splitlines()]
    assert ids == ["a", "d", "e"]
    assert docflow("quarantine", "list", "out").out.startswith("3 entries")
    again = docflow("quarantine", "replay", "feed.flow", "--format", "json", "--max-errors", "2")
    assert again.code == 0
    data = json.loads(again.out)
    assert data["replayed"] == {"entries": 3, "again": 3, "mixed": False}
    assert data["flows"][0]["sums"]["seen"] == 6


def test_replay_refuses_what_is_not_as_it_was(docflow: Callable[..., Any], ran: Path) -> None:
    (ran / "in.jsonl").write_text('{"id": "a", "body": "one two three"}\n')
    done = docflow("quarantine", "replay", "feed.flow")
    assert done.code == 2
    assert "the input changed; run the flow first" in done.err


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("2", 3, "allows 2"),
        ("3", 0, ""),
        ("50%", 0, ""),
        ("0.1", 3, "allows 0"),
        ("many", 2, "write 10, or 1%"),
    ],
)
def test_max_errors(docflow: Callable[..., Any], here: Path, given: str, code: int, said: str) -> None:
    done = docflow("run", "feed.flow", "-q", "--max-errors", given)
    assert (done.code, said in done.err) == (code, True)


def test_a_plan_says_that_a_part_is_of_two_versions(docflow: Callable[..., Any], ran: Path) -> None:
    (ran / "feed.flow").write_text(FLOW.replace("words > 1", "words > 0"))
    done = docflow("quarantine", "replay", "feed.flow", "--step", "long_enough")
    assert "were made by another version of the flow" in done.out
    assert "of two versions since a replay" in docflow("plan", "feed.flow").out
    assert docflow("run", "feed.flow", "-q").code == 3
    assert "no part" in docflow("plan", "feed.flow").out
