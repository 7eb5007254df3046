"""The whole language runs: `run/*.flow`, one for each family of constructs, with golden transcripts.

A flow says in its first lines what is done with it: `#$ run FILE --set out=here` (without such lines `check`,
`test` when it has tests, then `run`), and `#= TOKEN=abc` what is in the environment. The folder is copied to
`work/` of an empty folder, from which the commands are called; the transcript holds what they print, how they
end, and every file that they left.
`DOCFLOW_ACCEPT=1` writes the transcripts anew: read the diff.
"""

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from docflow.cli import main

FOLDER = Path(__file__).parent / "run"
FLOWS = sorted(FOLDER.glob("*.flow"))


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the modules of `run/plugins` as distributions, each called like its namespace."""
    site = tmp_path / "site"
    site.mkdir()
    for source in sorted((FOLDER / "plugins").glob("*.py")):
        shutil.copy(source, site / f"planted_run_{source.stem}.py")
        info = site / f"docflow_{source.stem}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: docflow-{source.stem}\nVersion: 1.2\n")
        points = f"[docflow.plugins.v1]\n{source.stem} = planted_run_{source.stem}\n"
        (info / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(site))


def commands(flow: Path) -> tuple[list[list[str]], dict[str, str]]:
    """Return what is done with a flow, and the environment that it needs."""
    text = flow.read_text("utf-8")
    given = [shlex.split(line[2:]) for line in text.splitlines() if line.startswith("#$")]
    names = dict(line[2:].strip().split("=", 1) for line in text.splitlines() if line.startswith("#="))
    tests = [["test", "FILE"]] if re.search('^test "', text, re.M) else []
    asked = given or [["check", "FILE"], *tests, ["run", "FILE"]]
    return [[word.replace("FILE", f"work/{flow.name}") for word in line] for line in asked], names


def left(root: Path, known: set[Path]) -> list[str]:
    """Return the files that the commands left, with their text; of the states of runs only quarantines."""
    found = []
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p not in known):
        if ".docflow" in path.parts and (path.name != "quarantine.jsonl" or "parts" in path.parts):
            continue
        if "__pycache__" in path.parts or "site" in path.parts:
            continue
        text = path.read_text("utf-8")
        if path.name == "quarantine.jsonl":
            text = "".join(map(quarantined, text.splitlines()))
        found.append(
            f"=== {path.relative_to(root).as_posix()}\n{text}" + ("" if text[-1:] in ("\n", "") else "\n")
        )
    return found


def quarantined(line: str) -> str:
    """Return a line of a quarantine in short: the document, the step, why."""
    entry = json.loads(line)
    document = (entry.get("document") or {}).get("id", "")
    return f"{document} | {entry['flow']} {entry['step']} | {entry['reason']} | {entry['message']}\n"


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stem)
def test_the_whole_language_runs(
    flow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    shutil.copytree(FOLDER, root / "work", ignore=shutil.ignore_patterns("*.out", "__pycache__"))
    (root / "work" / "pyproject.toml").write_text("")
    known = {path for path in root.rglob("*") if path.is_file()}
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    lines, names = commands(flow)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    transcript = []
    for line in lines:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(line)
        shown = capsys.readouterr()
        said = re.sub(r'"seconds": [\d.e-]+', '"seconds": ...', shown.out + shown.err)
        transcript.append(f"$ docflow {shlex.join(line)}\n{said}-> {end.value.code or 0}\n")
    text = "\n".join([*transcript, *left(root, known)])
    assert "Traceback" not in text
    for value in names.values():
        assert value not in text, "a secret is not masked"
    golden = flow.with_suffix(".out")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


def test_every_transcript_has_its_flow() -> None:
    assert {path.stem for path in FOLDER.glob("*.out")} == {path.stem for path in FLOWS}
