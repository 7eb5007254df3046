"""A component that misbehaves costs exactly the document at which it does so, with any number of workers."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen

LIMITS = ("--sandbox=off", "--limit", "time=1s", "--limit", "memory=400MB")


@frozen
class Ground:
    """What every case stands on."""

    stand: Any
    table: Any
    corpus: Any
    corpora: Any
    undisturbed: Callable[..., Any]


@pytest.fixture
def ground(stand: Any, table: Any, corpus: Any, corpora: Any, undisturbed: Callable[..., Any]) -> Ground:
    return Ground(stand, table, corpus, corpora, undisturbed)


@pytest.fixture(scope="session")
def corpora(corpus: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return corpus.make(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="session")
def undisturbed(stands: Callable[[str], Any], table: Any, corpora: Any) -> Callable[[str, bool], Any]:
    """What a kind gives when nothing misbehaves: with the bad document among the others, or without it."""
    made: dict[tuple[str, bool], Any] = {}

    def give(kind: str, bad: bool) -> Any:
        if (kind, bad) not in made:
            stand = stands(f"{kind}-{bad}")
            stand.flow(_flow(table, kind, "none", corpora.folder(bad=bad)))
            ended = stand.run("main.flow", "--workers", "1")
            assert (ended.code, ended.err, stand.quarantine()) == (0, "", [])
            made[kind, bad] = (stand.outputs(), ended.report["flows"][0]["sums"])
        return made[kind, bad]

    return give


def _flow(table: Any, kind: str, how: str, folder: Any) -> str:
    text: str = table.KINDS[kind]
    return text.replace("{how}", how).replace("{place}", f'"{folder}/*.jsonl"')


@pytest.mark.slow
def test_a_body_costs_its_document(ground: Ground, kind: str, how: str, workers: int) -> None:
    stand, table, corpus = ground.stand, ground.table, ground.corpus
    harmless = how in table.HARMLESS
    stand.flow(_flow(table, kind, how, ground.corpora.whole))
    ended = stand.run("main.flow", "--workers", str(workers), *LIMITS)
    whole, sums = ground.undisturbed(kind, bad=harmless)
    entries = stand.quarantine()
    _clean(ended, stand)
    if harmless:
        assert (ended.code, entries) == (0, [])
    else:
        (entry,) = entries
        assert entry["document"]["id"] == corpus.BAD
        assert entry["reason"] in table.HARMFUL[how]
        assert entry["message"].isprintable()
        assert len(entry["message"]) < 700
        assert ended.code == 3
    assert stand.outputs() == whole
    told = ended.report["flows"][0]["sums"]
    assert told == {**sums, "seen": len(corpus.ids(bad=True)), "quarantined": len(entries)}


def _clean(ended: Any, stand: Any) -> None:
    """Whatever happened: nobody is left, nothing lies about, nothing but sentences was said."""
    assert ended.left == ()
    assert stand.litter() == []
    assert "Traceback" not in ended.err
    assert all(line.isprintable() and not line.startswith("::") for line in ended.err.splitlines())
