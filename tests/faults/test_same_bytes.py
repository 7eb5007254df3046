"""The same flow over the same input gives the same bytes, whatever the machine and the command make of it."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

FLOW = r"""include "parts/tidy.flow" as tidy

flow clean {
  from jsonl("in/feed.jsonl.gz"), jsonl("in/wide/*.jsonl"), text("in/notes")
  | tidy.tidy
  | clean.lines(drop: {even: re"^Line \d*[02468] of"})
  | extract.pattern(re"(?P<number>\d+)", types: {number: "int"})
  | expect doc.words > 2 else quarantine("too short")
  | set doc.half = (doc.number ?? 0) / 3
  | tee { | drop when doc.words > 60 | to markdown("out/pages") }
  | route {
      when doc.words < 50 { | split.paragraphs | to jsonl("out/paragraphs.jsonl.gz") }
      when doc.text matches re"[1]000" => quarantine("a thousand")
      else => keep
    }
  | to jsonl("out/clean.jsonl")
}

flow unique {
  from flow.clean, text("in/notes")
  | dedup.exact
  | to csv("out/unique.csv.gz")
}

flow counted {
  from flow.unique
  | set doc.letters = doc.chars
  | to jsonl("out/counted.jsonl")
}
"""
TIDY = "stage tidy() {\n  | clean.unicode\n  | clean.whitespace\n}\n"
PLAIN: Mapping[str, str] = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
WAYS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("two workers", "2", {}),
    ("seven workers", "7", {}),
    ("another hash seed", "2", {"PYTHONHASHSEED": "4711"}),
    ("another time zone", "3", {"TZ": "Pacific/Kiritimati"}),
    ("another locale", "1", {"LC_ALL": "C", "PYTHONUTF8": "0", "LANG": "C"}),
    ("a Turkish locale", "2", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
)


def _make(stand: Any, library: Any) -> Any:
    library.write(stand.folder)
    stand.write("parts/tidy.flow", TIDY)
    stand.flow(FLOW)
    return stand


def _digests(folder: Path, harness: Any) -> dict[str, str]:
    """The digest of every output and of the quarantine."""
    files = dict(harness.outputs(folder / "out"))
    files["quarantine"] = (folder / "out/.docflow/main/quarantine.jsonl").read_bytes()
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@pytest.fixture(scope="module")
def known(stands: Any, library: Any, harness: Any) -> tuple[Any, dict[str, str]]:
    stand = _make(stands("known"), library)
    ended = stand.run("main.flow", "--workers", "1", env=PLAIN)
    assert ended.code == 0, ended.err
    sums = [flow["sums"] for flow in ended.report["flows"]]
    assert all(each["written"] > 100 for each in sums)
    assert sums[0]["quarantined"] > 50
    assert sums[1]["dropped"] > 50
    return stand, _digests(stand.folder, harness)


@pytest.mark.parametrize(("workers", "env"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_in_other_surroundings(known: Any, harness: Any, workers: str, env: Mapping[str, str]) -> None:
    stand, digests = known
    shutil.rmtree(stand.folder / "out")
    ended = stand.run("main.flow", "--workers", workers, env={**PLAIN, **env})
    assert ended.code == 0, ended.err
    assert _digests(stand.folder, harness) == digests


@pytest.mark.parametrize("workers", ["1", "2"])
def test_from_another_folder(known: Any, harness: Any, tmp_path: Path, workers: str) -> None:
    stand, digests = known
    shutil.rmtree(stand.folder / "out")
    ended = stand.run(str(stand.folder / "main.flow"), "--workers", workers, env=PLAIN, cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert _digests(stand.folder, harness) == digests


def test_with_the_project_in_another_place(known: Any, stand: Any, library: Any, harness: Any) -> None:
    _, digests = known
    stand.folder = stand.folder / "deep" / "er"
    stand.folder.mkdir(parents=True)
    _make(stand, library)
    assert stand.run("main.flow", "--workers", "2", env=PLAIN).code == 0
    assert _digests(stand.folder, harness) == digests


def test_a_second_run_over_finished_outputs(known: Any, harness: Any) -> None:
    """With one part to do again, and from scratch."""
    stand, digests = known
    note = stand.folder / "in" / "notes" / "5001.txt"
    text = note.read_text()
    for args, more in (((), "\nMore."), (("--fresh",), ""), (("--workers", "7"), "\nMore."), ((), "")):
        note.write_text(text + more)
        assert stand.run("main.flow", *args, env=PLAIN).code == 0
        assert (_digests(stand.folder, harness) == digests) is (not more)
