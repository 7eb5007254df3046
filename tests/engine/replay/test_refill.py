"""The law of replays: a part that is refilled equals the part of a run in which nothing failed."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

import pytest
from attrs import define, field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.inputs.find import Pattern, find
from docflow.engine.inputs.part import FilePart, SpillPart, WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.replay.correct import corrected
from docflow.engine.state.holes import holes
from docflow.engine.state.piece import DOCUMENTS, HOLES, SKETCHES, Piece
from docflow.engine.work.bench import Bench
from docflow.engine.work.job import PartJob, ReduceJob
from docflow.engine.work.order import Order
from docflow.engine.work.refill.part import ReplayPart
from docflow.errors import RunError
from docflow.flowfile.file import FlowFile
from docflow.io import disk
from docflow.lang.elaborate import Values
from docflow.plan.optimise import optimise

FLOW = """
use t
flow all {
  from t.records("in/*.rec")
  | t.threes(letter: "b") | t.clean(letter: "c") | t.pieces | t.threes(letter: "d")
  | tee { | t.judge(letter: "t") | to t.lines("out/copies.txt.gz", letter: "u") }
  | when "k" in doc.text { | t.clean(letter: "k") | expect not ("q" in doc.text) else quarantine("no q") }
  | route all {
      when "x" in doc.text { | t.clean(letter: "x") | to t.notes("out/notes") }
      when "y" in doc.text { | t.clean(letter: "y") | t.clean(letter: "z") }
      else => keep
    }
  CORPUS
  | t.clean(letter: "e") | t.judge(letter: "j")
  | to t.lines("out/all.txt.zst", letter: "w")
}
"""
LETTERS = "bcstdukxyzejwnRoa"
ALL = frozenset(LETTERS)


@define
class Shop:
    """Benches over one flow; the folder of each part has a number."""

    folder: Path
    shaky: ModuleType
    corpus: bool = False
    bench: Bench = field(init=False)
    numbers: Any = field(factory=itertools.count, init=False)

    def __attrs_post_init__(self) -> None:
        catalog = Catalog.of(t=self.shaky)
        text = FLOW.replace("CORPUS", "| t.once" if self.corpus else "")
        plan = optimise(FlowFile(text, "t.flow", self.folder, catalog).compile(Values()))
        bases = Bases(self.folder, self.folder)
        work = self.folder / "work"
        self.bench = Bench(Order(plan, bases, work), Components(catalog, bases))

    def part(self) -> FilePart:
        files = find(Pattern("in/*.rec", self.folder), self.bench.order.bases)
        return FilePart(3, 0, files)

    def do(self, stage: int, part: Any, broken: object) -> "Did":
        self.shaky.BROKEN.clear()
        self.shaky.BROKEN.update(broken)
        name = f"{next(self.numbers):04}"
        done = self.bench.do(PartJob(0, stage, part, name))
        return Did(self.bench.order.work / name, done.tally, done.pieces, part)

    def again(self, stage: int, did: "Did", entries: Sequence[int], broken: object) -> "Did":
        seen = did.tally.main.seen
        part = ReplayPart(3, 0, did.part, did.folder, tuple(entries), seen, did.pieces)
        made = self.do(stage, part, broken)
        return Did(made.folder, corrected(did.tally, made.tally), made.pieces, did.part)


@define
class Did:
    """A part that is done."""

    folder: Path
    tally: Tally
    pieces: tuple[Piece, ...]
    part: WorkPart

    @property
    def entries(self) -> range:
        return range(sum(1 for _ in holes(self.folder / HOLES)))

    def files(self) -> dict[str, bytes]:
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def facts(self) -> object:
        tally = self.tally
        lanes = (
            tally.main,
            tally.copies,
            tally.errors,
            dict(tally.taken),
            dict(tally.split),
            dict(tally.read),
        )
        files, pieces = self.files(), {each.name: each for each in self.pieces}
        for each in (files, pieces):
            each.pop(HOLES, None)  # they tell how a part was read, too
        places = [(hole.step, hole.places, hole.document) for hole in holes(self.folder / HOLES)]
        return lanes, tally.dropped, tally.quarantined, pieces, files, places


@pytest.fixture
def shop(tmp_path: Path, shaky: ModuleType) -> Shop:
    return _shop(tmp_path, shaky, "in the middle of it ck|xy", *LETTERS, "plain", "kq", "x-", "xyz|k|bcd")


def _shop(folder: Path, shaky: ModuleType, *lines: str, corpus: bool = False) -> Shop:
    (folder / "in").mkdir(parents=True, exist_ok=True)
    (folder / "in" / "a.rec").write_text("".join(f"{line}\n" for line in lines))
    (folder / "in" / "b.rec").write_text("first\nR\nc last\n")
    return Shop(folder, shaky, corpus)


def test_all_at_once_gives_what_an_undisturbed_run_gives(shop: Shop) -> None:
    good, bad = shop.do(0, shop.part(), ()), shop.do(0, shop.part(), ALL)
    assert len(bad.entries) > len(LETTERS) - 3
    assert shop.again(0, bad, bad.entries, ()).facts() == good.facts()


def test_only_the_chosen_documents_are_run(shop: Shop, shaky: ModuleType) -> None:
    bad = shop.do(0, shop.part(), {"j"})
    shaky.CALLS.clear()
    shop.again(0, bad, bad.entries, ())
    failed = [hole.document for hole in holes(bad.folder / HOLES) if hole.error]
    assert [doc.id for doc in failed if doc] == shaky.CALLS
    assert shaky.CALLS


def test_what_fails_again_stays_with_its_new_reason(shop: Shop) -> None:
    bad = shop.do(0, shop.part(), {"c"})
    again = shop.again(0, bad, bad.entries, {"e", "w", "d"})
    assert {key[1] for key in again.tally.quarantined} == {"error", "no q"}
    assert again.tally.main.sums().balanced
    assert again.tally.copies.sums().balanced


def test_other_records_than_then_are_refused(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = shop.do(0, shop.part(), {"R"})
    (tmp_path / "in" / "b.rec").write_text("first\nR\n")
    opened: list[BinaryIO] = []
    open_new = disk.open_new

    def watched(path: Path) -> BinaryIO:
        opened.append(open_new(path))
        return opened[-1]

    monkeypatch.setattr(disk, "open_new", watched)
    with pytest.raises(RunError, match="other records"):
        shop.again(0, bad, bad.entries, ())
    assert opened
    assert all(file.closed for file in opened)


def test_the_rest_of_a_file_comes_in_where_it_broke_off(tmp_path: Path, shaky: ModuleType) -> None:
    shop = _shop(tmp_path, shaky, "one", "R", "B two", "three", "four", "R")
    good, bad = shop.do(0, shop.part(), ()), shop.do(0, shop.part(), {"B", "R"})
    first = shop.again(0, bad, [1], {"R"})  # the rest only, in which a record is rejected
    assert sorted(first.tally.quarantined.values()) == [3]
    assert first.tally.main.seen == good.tally.main.seen
    assert shop.again(0, first, first.entries, ()).facts() == good.facts()


BROKEN = st.frozensets(st.sampled_from(LETTERS))


@frozen
class Trouble:
    """Texts, the letters that are broken first and in the first replay, and which entries that one takes."""

    texts: list[str]
    first: frozenset[str]
    left: frozenset[str]
    bits: int

    def some(self, did: Did) -> list[int]:
        return [entry for entry in did.entries if self.bits >> entry & 1]


TROUBLES = st.builds(
    Trouble,
    st.lists(st.text(f"{LETTERS}q|- ", max_size=6), max_size=12),
    BROKEN,
    BROKEN,
    st.integers(0, 2**12),
)
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _both(shop: Shop, stage: int, part: Any, trouble: Trouble) -> None:
    """Break, replay some while some things are still broken, replay the rest: as if nothing had been."""
    good, bad = shop.do(stage, part, ()), shop.do(stage, part, trouble.first)
    half = shop.again(stage, bad, trouble.some(bad), trouble.first & trouble.left)
    assert shop.again(stage, half, half.entries, ()).facts() == good.facts()


@few
@given(trouble=TROUBLES)
def test_law(tmp_path: Path, shaky: ModuleType, trouble: Trouble) -> None:
    shop = _shop(tmp_path, shaky, *trouble.texts)
    shop.numbers = itertools.count(len(list((tmp_path / "work").glob("*"))))
    _both(shop, 0, shop.part(), trouble)


@few
@given(trouble=TROUBLES)
def test_law_of_both_passes_of_a_corpus_step(tmp_path: Path, shaky: ModuleType, trouble: Trouble) -> None:
    shop = _shop(tmp_path, shaky, *trouble.texts, corpus=True)
    shop.numbers = itertools.count(len(list((tmp_path / "work").glob("*"))))
    _both(shop, 0, shop.part(), trouble)
    good = shop.do(0, shop.part(), ())
    shop.bench.reduce(ReduceJob(0, 0, ((3, good.folder / SKETCHES),)))
    _both(shop, 1, SpillPart(3, 0, good.folder / DOCUMENTS), trouble)
