"""What the death of a worker costs: many deaths, readers that die, deaths at the start, the flow's word."""

import json
from typing import Any

import pytest

LIMITS = ("--limit", "time=1s", "--limit", "memory=400MB")
END = '| to jsonl("out/all.jsonl")\n'


def _write(stand: Any, texts: dict[str, str], name: str = "in/a.jsonl") -> None:
    rows = (json.dumps({"id": id_, "text": text}) for id_, text in texts.items())
    stand.write(name, "".join(f"{row}\n" for row in rows))


def _ids(stand: Any) -> list[str]:
    path = stand.folder / "out/all.jsonl"
    return [json.loads(line)["id"] for line in path.read_bytes().splitlines()]


def _quiet(ended: Any, stand: Any) -> None:
    assert (ended.left, stand.litter()) == ((), [])
    assert "Traceback" not in ended.err


@pytest.mark.slow
def test_many_bad_documents_of_all_sorts(stand: Any, table: Any, crew: str) -> None:
    """Those of two files in a row, and the last of a file: each is named once, in the order of the input."""
    bad = {
        "a": ["segfault", "error", "os_exit_0", "abort", "sleeps", "gives_none", "abort", "changes_folder"],
        "b": ["abort", "error", "os_exit_0", "error", "one_request", "os_exit_0", "abort", "patches_len"],
    }
    reasons = {
        "a": ["crash", "error", "crash", "crash", "limit:time", "error", "crash", "contract"],
        "b": ["crash", "error", "crash", "error", "limit:memory", "crash", "crash", "contract"],
    }
    for name in "ab":
        texts = {
            f"{name}{n}": f"BAD {bad[name][n // 2 % 8]}" if 4 <= n < 20 and n % 2 else f"good {n}"
            for n in range(40)
        }
        _write(stand, {**texts, f"{name}last": "BAD abort"}, f"in/{name}.jsonl")
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("as told") {END}')
    ended = stand.run("main.flow", "--workers", crew, *LIMITS)
    _quiet(ended, stand)
    lost = [f"{name}{n}" for name in "ab" for n in (*range(5, 20, 2), "last")]
    entries = stand.quarantine()
    assert [entry["document"]["id"] for entry in entries] == lost
    told = [why for name in "ab" for why in (*(reasons[name][n // 2 % 8] for n in range(5, 20, 2)), "crash")]
    assert [entry["reason"] for entry in entries] == told
    assert _ids(stand) == [f"{name}{n}" for name in "ab" for n in range(40) if f"{name}{n}" not in lost]


def test_all_that_only_raise(stand: Any, table: Any, crew: str) -> None:
    """What raises, or returns what it may not, costs just that; what does no harm costs nothing."""
    bad, odd = [*table.RAISED, *table.WRONG], ("gives_subclass", "reaps_everything")
    harmless = [how for how in table.HARMLESS if how not in odd]
    for name in "ab":
        texts = {f"{name} {how}": f"BAD {how}" for how in (*bad, *harmless)}
        _write(stand, {f"{name} first": "good", **texts, f"{name} last": "good"}, f"in/{name}.jsonl")
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("as told") {END}')
    ended = stand.run("main.flow", "--workers", crew, *LIMITS)
    _quiet(ended, stand)
    told = [(entry["document"]["id"], entry["reason"]) for entry in stand.quarantine()]
    assert told == [(f"{name} {how}", "error") for name in "ab" for how in bad]
    assert _ids(stand) == [f"{name} {how}" for name in "ab" for how in ("first", *harmless, "last")]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_only_bad_documents(stand: Any, workers: str) -> None:
    _write(stand, {str(n): "BAD" for n in range(12)})
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("kills_itself") {END}')
    ended = stand.run("main.flow", "--workers", workers)
    _quiet(ended, stand)
    assert [entry["document"]["id"] for entry in stand.quarantine()] == [str(n) for n in range(12)]
    assert (ended.code, _ids(stand)) == (3, [])


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("error", "reader"),
        ("os_exit_0", "crash"),
        ("segfault", "crash"),
        ("sleeps", "limit:time"),
        ("leaks_in_a_loop", "limit:memory"),
        ("changes_folder", "contract"),
    ],
)
def test_a_reader_loses_the_rest_of_its_file(stand: Any, how: str, reason: str, workers: str) -> None:
    for name in "abc":
        lines = [f"{name}{n}|{'BAD' if (name, n) == ('b', 3) else 'good'} {n}" for n in range(6)]
        stand.write(f"in/{name}.rec", "\n".join(lines) + "\n")
    stand.flow(f'use bad\nfrom bad.records("in/*.rec", how: "{how}") {END}')
    ended = stand.run("main.flow", "--workers", workers, *LIMITS)
    _quiet(ended, stand)
    (entry,) = stand.quarantine()
    assert entry["reason"] == reason
    assert "b.rec" in json.dumps(entry)
    assert _ids(stand) == [f"{name}{n}" for name in "abc" for n in range(6) if name != "b" or n < 3]


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "3"])
@pytest.mark.parametrize("how", ["error", "sys_exit", "os_exit_0", "segfault", "sleeps", "one_request"])
def test_a_component_that_cannot_start_stops_the_run(
    stand: Any, how: str, workers: str, *, long_run: bool
) -> None:
    """It is no fault of a document: nothing is quarantined, and the component is named."""
    if how == "sleeps" and not long_run:
        pytest.skip("a worker may take a minute to start, three times")
    _write(stand, {"1": "good", "2": "good"})
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.start("{how}") {END}')
    ended = stand.run("main.flow", "--workers", workers, *LIMITS, net=400)
    _quiet(ended, stand)
    told = json.loads(ended.out)
    assert (ended.code, told["exit_code"]) == (4, 4)
    assert "bad.start" in told["error"]
    assert (stand.outputs(), stand.quarantine()) == ({}, [])


@pytest.mark.slow
def test_a_slow_leak_is_nobodys_fault(
    stand: Any, corpus: Any, tmp_path_factory: pytest.TempPathFactory, crew: str
) -> None:
    """120 documents leave 15 MB each, a part of them less than a worker may have: it is replaced."""
    made = corpus.make(tmp_path_factory.mktemp("corpora"))
    stand.flow(f'use bad\nfrom jsonl("{made.whole}/*.jsonl") | bad.leak(15_000_000) {END}')
    ended = stand.run("main.flow", "--workers", crew, "--limit", "memory=400MB")
    _quiet(ended, stand)
    assert (ended.code, stand.quarantine()) == (0, [])
    assert _ids(stand) == corpus.ids(bad=True)


LEAKY = """use bad
flow one {
  from jsonl({place}), files("in")
  | expect doc.words > 2 or doc.text == "BAD" else quarantine("too short")
  | bad.leak({amount})
  | bad.clean("{how}")
  | tee { | to markdown("out/pages") }
  | tee { | clean.unicode | to jsonl("out/rare.jsonl.gz") }
  | to jsonl("out/all.jsonl.gz")
}
flow two {
  from flow.one
  | bad.leak({amount})
  | dedup.exact
  | bad.leak({amount})
  | set doc.half = doc.chars / 2
  | to jsonl("out/two.jsonl")
}
"""


@pytest.mark.slow
def test_a_leak_within_one_part_is_nobodys_fault(
    stand: Any, stands: Any, corpus: Any, tmp_path_factory: pytest.TempPathFactory, crew: str
) -> None:
    """A part has 16 documents, which leave 50 MB each: it is done in slices, by fresh workers.

    The files are those of one go, in all that a part leaves. A document that needs too much is still found.
    """
    place = f'"{corpus.make(tmp_path_factory.mktemp("corpora")).whole}/a.jsonl"'
    good, ended = stands(f"leak-{crew}"), []
    texts = {f"x{n}": f"Some more words of {n}." for n in range(12)} | {"x5": "BAD", "x9": "Too short."}
    for each, amount, how in ((good, "0", "os_exit_0"), (stand, "50_000_000", "one_request")):
        _write(each, texts, "in/x.jsonl")
        each.write("in/y.jsonl", '{"id": "y1", "text": "more words of yours"}\n{"id": "broken\n')
        flow = LEAKY.replace("{place}", place).replace("{amount}", amount)
        each.flow(flow.replace("{how}", how))
        ended.append(each.run("main.flow", "--workers", crew, "--limit", "memory=400MB"))
        _quiet(ended[-1], each)
    assert [each.code for each in ended] == [3, 3]
    assert stand.outputs() == good.outputs()
    whole, sliced = (_told(each.report["flows"]) for each in ended)
    assert sliced == whole
    assert _told(stand.quarantine()) == _told(good.quarantine())
    reasons = [entry["reason"] for entry in stand.quarantine()]
    assert reasons == ["limit:memory", "too short", "truncated"]


def _told(records: list[Any]) -> list[Any]:
    """Leave out what differs: the reason of the one document that dies in both runs."""
    return [
        {name: value for name, value in each.items() if name not in ("reason", "message", "quarantined_by")}
        for each in records
    ]


@pytest.mark.parametrize("how", ["segfault", "error"])
@pytest.mark.parametrize(
    ("policy", "code", "ids"),
    [
        ("skip", 0, ["1", "2", "3"]),
        ('drop("why")', 0, ["1", "3"]),
        ('quarantine("why")', 3, ["1", "3"]),
        ("fail", 4, None),
        ("retry(2, wait: 1ms) then skip", 0, ["1", "2", "3"]),
    ],
)
def test_the_flow_has_the_last_word(
    stand: Any, how: str, policy: str, code: int, ids: list[str] | None
) -> None:
    """`on error` means the same for a death as for an exception."""
    _write(stand, {"1": "good", "2": "BAD", "3": "good"})
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("{how}") on error {policy} {END}')
    ended = stand.run("main.flow", "--workers", "2", *LIMITS)
    _quiet(ended, stand)
    assert ended.code == code
    if ids is None:
        assert "document `2`" in json.loads(ended.out)["error"]
        assert stand.outputs() == {}
    else:
        assert _ids(stand) == ids
        assert [entry["reason"] for entry in stand.quarantine()] == (
            ["why"] if "quarantine" in policy else []
        )


def test_an_error_budget_covers_deaths(stand: Any) -> None:
    _write(stand, {str(n): "BAD" if n == 5 else "good" for n in range(20)})
    flow = (
        'use bad\nflow f {{ with max_errors: {most}\nfrom jsonl("in/*.jsonl") | bad.clean("abort") {end} }}'
    )
    for most, code in (("5%", 0), ("4%", 3)):
        stand.flow(flow.format(most=most, end=END))
        assert stand.run("main.flow", "--workers", "2").code == code


@pytest.mark.parametrize("workers", ["1", "4"])
def test_work_that_is_removed_meanwhile(stand: Any, workers: str) -> None:
    """Whatever a component does to the folders of unfinished parts, no wrong file gets a final name."""
    for name in "abcd":
        texts = {f"{name}{n}": "BAD" if (name, n) == ("b", 5) else f"good {n}" for n in range(40)}
        _write(stand, texts, f"in/{name}.jsonl")
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("removes_unfinished_work") {END}')
    ended = stand.run("main.flow", "--workers", workers)
    assert ended.left == ()
    assert "Traceback" not in ended.err
    assert ended.code in {0, 3, 5}
    if ended.code == 5:
        assert stand.outputs() == {}
    else:
        lost = [entry["document"]["id"] for entry in stand.quarantine()]
        assert lost == (["b5"] if ended.code else [])
        assert _ids(stand) == [f"{name}{n}" for name in "abcd" for n in range(40) if f"{name}{n}" not in lost]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_lone_surrogate_is_kept_where_it_can_be_written(stand: Any, workers: str) -> None:
    """docflow's own exporters write it as an escape; one without costs that copy of its document."""
    _write(stand, {"1": "good", "2": "BAD", "3": "good"})
    tee = '| tee { | to bad.lines("out/lines.txt") }'
    stand.flow(f'use bad\nfrom jsonl("in/*.jsonl") | bad.clean("gives_surrogates") {tee} {END}')
    ended = stand.run("main.flow", "--workers", workers)
    _quiet(ended, stand)
    assert _ids(stand) == ["1", "2", "3"]
    (entry,) = stand.quarantine()
    assert (entry["document"]["id"], entry["reason"]) == ("2", "error")
    assert (stand.folder / "out/lines.txt").read_text() == "1|good\n3|good\n"
