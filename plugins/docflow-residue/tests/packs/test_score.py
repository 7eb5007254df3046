"""`docflow residue score`: gain and harm of packs on labelled lines."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from docflow.cli import main

PACK = """pack = 1
name = "ours"

[[rule]]
name = "letter"
phrase = "letter"
hits = "The letter"
spares = "The note"

[[rule]]
name = "never"
line = "Never seen"
hits = "never  seen"
spares = "Seen"
"""
PAGES = (
    {
        "id": "a",
        "lines": ["The mill opens.", "The letter of the mill", "12 notes", "", "A letter came."],
        "labels": "KDDNK",
    },
    {"id": "b", "lines": ["Letter", "The bridge\x1b[2J letter is long."], "labels": "DA"},
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def docflow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "ours.toml").write_text(PACK)
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in PAGES))

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(end.value.code or 0), said.out, said.err

    return run


def test_figures_alone(docflow: Run) -> None:
    code, out, _ = docflow(
        "residue", "score", "ours.toml", "--data", "pages.jsonl", "--level", "none", "--format", "json"
    )
    assert code == 0
    found = json.loads(out)
    assert found["pages"] == 2
    assert found["without"] == {"f1": 0.0, "precision": 1.0, "recall": 0.0, "body_kept": 1.0}
    # Residue: 2 of 3 lines; text: 1 of 2 lines, 3 of 6 words.
    assert found["with"] == {"f1": 0.666667, "precision": 0.666667, "recall": 0.666667, "body_kept": 0.5}
    assert found["rules"] == {
        "ours: letter": {"residue": 2, "text": 1, "other": 1},
        "ours: never": {"residue": 0, "text": 0, "other": 0},
    }
    assert [(each["id"], each["line"], each["text"]) for each in found["harm"]] == [
        ("a", 5, "A letter came.")
    ]
    assert [(each["id"], each["line"]) for each in found["gain"]] == [("a", 2), ("b", 1)]


def test_what_is_printed(docflow: Run) -> None:
    code, out, _ = docflow(
        "residue", "score", "ours.toml", "wordpress", "--data", "pages.jsonl", "--level", "none"
    )
    assert code == 0
    assert out.startswith("ours, wordpress (14 rules) on 2 pages, alone\n")
    assert "  change       +0.6667     -0.3333   +0.6667     -0.5000\n" in out
    assert "harm: text that the rules took\n  a:5  ours: letter  A letter came.\n" in out
    assert "\x1b" not in out


def test_beside_the_model_and_from_a_folder(docflow: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with gzip.open(tmp_path / "data/x.jsonl.gz", "wt") as file:
        file.write(json.dumps(PAGES[0]) + "\n\n")
    (tmp_path / "data/notes.txt").write_text("no pages")
    code, out, _ = docflow("residue", "score", "ours.toml", "--data", "data")
    assert code == 0
    assert 'on 1 page, beside `residue.remove(level: "safe")`' in out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "cannot be read"),
        ("", "holds no labelled page"),
        ("{", "does not hold JSON lines"),
        ('{"id": "a"}\n', "data.jsonl:1 is no labelled page"),
        ('{"lines": ["a"], "labels": "KK"}\n', "data.jsonl:1 is no labelled page"),
        ('{"lines": ["a", 1], "labels": "KK"}\n', "data.jsonl:1 is no labelled page"),
    ],
)
def test_wrong_data_is_told(docflow: Run, tmp_path: Path, data: str | None, said: str) -> None:
    if data is not None:
        (tmp_path / "data.jsonl").write_text(data)
    code, out, err = docflow("residue", "score", "ours.toml", "--data", "data.jsonl", "--level", "none")
    assert code
    assert said in err
    assert out == ""


def test_wrong_packs_are_told(docflow: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(PACK.replace("phrase", "phrases"))
    code, _, err = docflow("residue", "score", "bad.toml", "--data", "pages.jsonl")
    assert code
    assert "the pack bad.toml:4: a rule says one of" in err
    assert "there is no pack `nix`" in docflow("residue", "score", "nix", "--data", "pages.jsonl")[2]


def test_the_schema_is_printed(docflow: Run) -> None:
    code, out, _ = docflow("residue", "schema")
    assert code == 0
    assert json.loads(out)["properties"]["rule"]["items"]["properties"]["position"]["enum"] == [
        "head",
        "tail",
        "any",
    ]
