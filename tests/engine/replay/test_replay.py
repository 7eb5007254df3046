"""Whole replays: the tree, the quarantine and the sums are those of a run in which nothing failed."""

import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.engine.inputs import part
from docflow.engine.replay.pick import Pick, Replay
from docflow.engine.run import Bases, run
from docflow.errors import RefusedError
from docflow.flowfile.file import FlowFile
from docflow.lang.elaborate import Values
from docflow.plan.report import Report

PLAIN = """
use t
flow all {
  from t.records("in/*.rec")
  | t.clean(letter: "c")
  | tee { | t.clean(letter: "t") | to t.notes("out/notes") }
  | t.judge
  | to t.lines("out/all.txt.gz")
}
"""
CORPUS = PLAIN.replace("| t.judge", "| t.once | t.judge")
TWO = f'{PLAIN}flow two {{ from flow.all | t.clean(letter: "d") | to t.lines("out/two.txt", letter: "v") }}\n'


class Shop:
    """A folder with input in several parts, and a flow over it."""

    def __init__(self, folder: Path, shaky: ModuleType, text: str) -> None:
        self.folder, self.shaky, self.text = folder, shaky, text
        (folder / "in").mkdir(parents=True)
        for number, letters in enumerate(("abc", "dwt", "xjR", "non", "cde", "owB", "xy")):
            lines = "".join(f"{letter} of {number}\n" for letter in letters)
            (folder / "in" / f"{number}.rec").write_text(lines)

    def run(self, *broken: str, replay: Replay | None = None, text: str = "") -> Report:
        self.shaky.BROKEN.clear()
        self.shaky.BROKEN.update(broken)
        self.shaky.CALLS.clear()
        catalog = Catalog.of(t=self.shaky)
        plan = FlowFile(text or self.text, "t.flow", self.folder, catalog).compile(Values())
        return run(plan, catalog, Bases(self.folder, self.folder), replay=replay)

    def replay(self, *broken: str, pick: Pick | None = None, text: str = "") -> Replay:
        asked = Replay(pick or Pick())
        self.run(*broken, replay=asked, text=text)
        return asked

    def tree(self) -> dict[str, bytes]:
        out = self.folder / "out"
        found = [path for path in out.rglob("*") if path.is_file() and ".docflow" not in path.parts]
        quarantine = out / ".docflow" / "t" / "quarantine.jsonl"
        found += [quarantine] if quarantine.exists() else []
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}

    def record(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads((self.folder / "out" / ".docflow" / "t" / "run.json").read_bytes())
        return made

    def sums(self) -> object:
        flows = self.record()["report"]["flows"]
        for flow in flows:
            flow.pop("warnings")
        return flows


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "PART_BYTES", 40)


@pytest.fixture(params=[PLAIN, CORPUS, TWO], ids=["plain", "corpus", "two"])
def shops(request: pytest.FixtureRequest, tmp_path: Path, shaky: ModuleType) -> tuple[Shop, Shop]:
    text = request.param
    return Shop(tmp_path / "good", shaky, text), Shop(tmp_path / "bad", shaky, text)


EVERYTHING = ("c", "t", "j", "w", "n", "R", "B", "o", "a", "d", "v")


def test_the_tree_is_that_of_an_undisturbed_run(shops: tuple[Shop, Shop]) -> None:
    good, bad = shops
    good.run()
    bad.run(*EVERYTHING)
    first = bad.replay("w", "n", "a")
    assert 0 < first.again < first.entries
    while (bad.folder / "out" / ".docflow" / "t" / "quarantine.jsonl").exists():
        bad.replay()
    assert bad.tree() == good.tree()
    assert bad.sums() == good.sums()


def test_no_other_document_is_run_again(tmp_path: Path, shaky: ModuleType) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    shop.run("j")
    shop.replay()
    assert shaky.CALLS == ["22"]  # the second line of the file 2.rec


def test_one_entry_leaves_and_the_others_stay(tmp_path: Path, shaky: ModuleType) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    before = shop.run("c", "j")
    assert shop.replay(pick=Pick(frozenset({2}))).entries == 1
    after = shop.record()["report"]["flows"][0]["sums"]
    assert after["quarantined"] == before.flows[0].sums.quarantined - 1
    assert after["seen"] == before.flows[0].sums.seen
    assert shop.replay("c", pick=Pick(step="t.clean")).again == 2
    assert shop.replay(pick=Pick(reason="error")).again == 0


def test_the_next_run_has_nothing_to_do(tmp_path: Path, shaky: ModuleType) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    shop.run("c")
    shop.replay()
    shop.run()
    assert shaky.CALLS == []


def test_documents_of_another_plan_are_told_and_made_anew(tmp_path: Path, shaky: ModuleType) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    shop.run("j")
    plan = shop.record()["plan_digest"]
    other = PLAIN.replace("t.judge", 't.judge(letter: "k")')
    assert shop.replay("j", text=other).others
    record = shop.record()
    assert record["plan_digest"] == plan
    assert [each["entries"] for each in record["replays"]] == [1]
    shop.run()  # the part that is of both plans, and no other
    assert 0 < len(shaky.CALLS) < 5
    assert "replays" not in shop.record()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda shop: (shop.folder / "in" / "0.rec").write_text("other\n"), "the input changed"),
        (lambda shop: (shop.folder / "in" / "9.rec").write_text("other\n"), "no run has read"),
        (lambda shop: (shop.folder / "out" / "all.txt.gz").write_bytes(b""), "outputs were changed"),
        (lambda shop: (shop.folder / "out" / ".docflow" / "t" / "run.json").unlink(), "no run of this flow"),
    ],
)
def test_what_is_not_as_it_was_is_refused(tmp_path: Path, shaky: ModuleType, change: Any, said: str) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    shop.run("j")
    change(shop)
    with pytest.raises(RefusedError, match=said):
        shop.replay()


def test_a_step_that_is_gone_and_other_outputs_are_refused(tmp_path: Path, shaky: ModuleType) -> None:
    shop = Shop(tmp_path, shaky, PLAIN)
    shop.run("j")
    with pytest.raises(RefusedError, match=r"no step `t\.judge`"):
        shop.replay(text=PLAIN.replace("| t.judge\n", ""))
    with pytest.raises(RefusedError, match="other outputs"):
        shop.replay(text=PLAIN.replace("all.txt.gz", "all.txt"))
    with pytest.raises(RefusedError, match="no entry 9"):
        shop.replay(pick=Pick(frozenset({9})))
    with pytest.raises(RefusedError, match="nothing to replay"):
        shop.replay(pick=Pick(step="nothing"))


def test_records_of_an_archive_are_found_again(tmp_path: Path, shaky: ModuleType) -> None:
    text = PLAIN.replace('"in/*.rec"', '["in/*.rec", "in/*.zip"]')
    good, bad = Shop(tmp_path / "good", shaky, text), Shop(tmp_path / "bad", shaky, text)
    for shop in (good, bad):
        with zipfile.ZipFile(shop.folder / "in" / "packed.zip", "w") as archive:
            for name in ("one.rec", "two.rec", "other.txt"):
                archive.writestr(name, "first\nR\nlast\n")
    good.run()
    bad.run("R")
    assert bad.replay(pick=Pick(reason="bad")).entries == 3
    assert bad.tree() == good.tree()
    assert bad.sums() == good.sums()
