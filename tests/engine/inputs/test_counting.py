"""Lines counted while they are read: as many as there are, or nothing is said."""

import io
import json
from pathlib import Path

import pytest

import docflow
from docflow.engine.inputs import part
from docflow.engine.inputs.counting import Counting
from docflow.engine.resume import seen

TEXTS = (
    b"",
    b"one",
    b"one\n",
    b"a\nb\nc",
    b"\n" * 3000,
    (b"x" * 700 + b"\n") * 500,
    b"y" * 300_000 + b"\n\n",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", [1000, 256 * 1024])
def test_as_many_as_there_are(text: bytes, size: int) -> None:
    stream = Counting(io.BytesIO(text))
    taken = b""
    while data := stream.read1(size):
        taken += data
    assert taken == text
    assert stream.lines(len(text)) == text.count(b"\n")


def test_nothing_is_said_of_what_was_read_in_another_way() -> None:
    stream = Counting(io.BytesIO(b"one\ntwo\nthree\n"))
    assert stream.readline() == b"one\n"
    while stream.read1(100):
        pass
    assert stream.lines(14) == -1


def test_nothing_is_said_of_what_was_left() -> None:
    stream = Counting(io.BytesIO(b"one\ntwo\nthree\n"))
    stream.read1(5)
    assert stream.lines(14) == -1


def test_a_run_reads_its_input_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(part, "PART_BYTES", 1000)
    monkeypatch.setattr(seen, "REST", -(10**15))  # as if the file had been at rest
    monkeypatch.setattr(seen, "count_lines", lambda *_: pytest.fail("the lines were counted again"))
    rows = [json.dumps({"text": f"{n} " * (n % 90)}) for n in range(200)]
    path = Path("a.jsonl")
    path.write_text("\n".join((*rows, "", "no json", "")))
    assert path.stat().st_size > 20_000
    Path("main.flow").write_text('from jsonl("a.jsonl") | to jsonl("out/all.jsonl")\n')
    report = docflow.run("main.flow")
    assert (report.exit_code, report.flows[0].sums.quarantined) == (3, 1)
    made = [json.loads(line) for line in Path("out/all.jsonl").read_text().splitlines()]
    assert [row["id"] for row in made] == [f"a:{n}" for n in range(1, 201)]
    entry = json.loads(Path("out/.docflow/main/quarantine.jsonl").read_text())
    assert entry["pointer"]["line"] == 202
