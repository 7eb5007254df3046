import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from lark import Lark, UnexpectedInput
from lark.exceptions import GrammarError

from docflow.lang.syntax import tables
from docflow.lang.syntax.grammar import make_tables
from docflow.lang.syntax.parse import parse

GRAMMAR = files("docflow.lang.syntax").joinpath("flow.lark").read_text(encoding="utf-8")
FLOWS = sorted((Path(__file__).parents[2] / "flows").glob("*/*.flow"))


@pytest.fixture(scope="module")
def lark() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual")


def test_the_grammar_is_strict_lalr() -> None:
    made = make_tables(GRAMMAR)
    assert len(made["states"]) > 300


def test_a_conflict_is_refused() -> None:
    ambiguous = 'start: x | y\nx: "a" z?\ny: "a" z\nz: "b"\nexpr: "c"'
    with pytest.raises(GrammarError):
        make_tables(ambiguous)


def test_tables_are_plain_json_and_equal_after_it() -> None:
    made = make_tables(GRAMMAR)
    assert json.loads(json.dumps(made)) == made


def test_equal_grammars_give_equal_tables_in_any_process() -> None:
    code = (
        "import sys, json; from docflow.lang.syntax.grammar import make_tables;"
        "print(json.dumps(make_tables(sys.stdin.read())))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=GRAMMAR,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        assert json.loads(done.stdout) == make_tables(GRAMMAR)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_lark_itself_accepts_the_same_files(path: Path, lark: Lark) -> None:
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    found = parse(text, path.name).diagnostics
    wrong = [each for each in found if not _of_literals(each)]
    try:
        lark.parse(text)
        accepted = True
    except UnexpectedInput:
        accepted = False
    assert accepted == (wrong == [])


def _of_literals(finding: object) -> bool:
    """What lark cannot see: escapes, indentation, versions, limits, direction marks in texts."""
    code, message = finding.code, finding.message  # type: ignore[attr-defined]
    inside = any(
        part in message
        for part in ("escape", "does not name a character", "nested deeper", "reads differently")
    )
    return code in ("DF0110", "DF0314") or inside or "makes this line read" in message


def test_stale_tables_are_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "flow.lark").write_text(GRAMMAR, encoding="utf-8")
    for saved in ('{"format": 1, "grammar": "old"}', "not json", "[]"):
        (tmp_path / "tables.json").write_text(saved, encoding="utf-8")
        monkeypatch.setattr(tables, "_FOLDER", tmp_path)
        tables.load.cache_clear()
        assert tables.load().grammar == GRAMMAR
    tables.load.cache_clear()


def test_saved_tables_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = make_tables(GRAMMAR)
    (tmp_path / "flow.lark").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "tables.json").write_text(json.dumps({**made, "ignore": ["marked"]}), encoding="utf-8")
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    tables.load.cache_clear()
    assert tables.load().ignore == ["marked"]
    tables.load.cache_clear()


def test_parsing_loads_neither_lark_nor_anything_heavy(tmp_path: Path) -> None:
    """With saved tables; where there are none, this process makes them first."""
    code = (
        "import json, sys; from pathlib import Path; from docflow.lang.syntax import tables;"
        "folder = Path(sys.argv[1]); tables._FOLDER = folder;"
        "from docflow.lang.syntax.parse import parse; parse('from a | b c', 'x');"
        "heavy = {'lark', 'logging', 'msgspec', 'structlog', 'asyncio', 'pluggy', 'click', 'pickle', 're2'};"
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    (tmp_path / "flow.lark").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "tables.json").write_text(json.dumps(make_tables(GRAMMAR)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
