"""The end of `docflow clean`: what still repeats, and the command that writes it down."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docflow_residue.learning.remark import LEAST, remarks

from docflow.cli import main
from docflow.plugin import Cleaned

Sites = Callable[..., Sequence[Any]]


def said(pages: Sequence[Any], *inputs: str) -> list[str]:
    return list(remarks(Cleaned(inputs or ("a b.jsonl",), lambda: iter([page.doc for page in pages]))))


def test_it_names_sites_lines_and_the_command(sites: Sites) -> None:
    lines = said(sites(5, 40))
    assert lines[0] == "what still repeats:"
    assert sum(" lines stand in " in line for line in lines) == 3
    assert "  and in 2 more sites" in lines
    assert lines[-1] == "write it as packs of rules: docflow learn --input 'a b.jsonl' --out packs"
    assert any("100 %  tail  Related" in line or "100 %  head" in line for line in lines)


def test_the_command_names_each_input(sites: Sites) -> None:
    last = said(sites(1, 30), "old", "new pages")[-1]
    assert last.endswith(": docflow learn --input old --input 'new pages' --out packs")


def test_few_documents_say_nothing(sites: Sites) -> None:
    assert said(sites(1, LEAST - 1)) == []
    assert said([]) == []


def test_the_command_ends_with_it(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": page.doc.id, "text": page.doc.text, **page.doc.fields} for page in sites(1, 30)]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["clean", "pages.jsonl"])
    out = capsys.readouterr().out
    assert not end.value.code
    assert "what still repeats:\n  site0.example: " in out
    assert out.endswith("write it as packs of rules: docflow learn --input pages.jsonl --out packs\n")
