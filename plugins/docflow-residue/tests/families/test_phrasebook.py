"""A broken phrase file is refused with a sentence that says where."""

from pathlib import Path

import pytest
from docflow_residue.families import phrasebook

from docflow.plugin import PluginError

GOOD = '[[rule]]\ncolumn = "share"\nwhole = ["share"]\nhits = ["Share"]\nspares = ["No."]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(phrasebook, "_folder", lambda: tmp_path)
    return tmp_path


def test_a_rule_is_read(folder: Path) -> None:
    (folder / "xx.toml").write_text(GOOD)
    assert phrasebook.languages() == ("xx",)
    (rule,) = phrasebook.rules("xx")
    assert (rule.column, rule.phrases["whole"], rule.case) == ("share", ("share",), False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"share"\nwhole', '"shares"\nwhole', "the column 'shares'"),
        ("whole", "hole", "unknown key 'hole'"),
        ('whole = ["share"]\n', "", "no phrase"),
        ('["share"]', '"share"', "lists of phrases"),
        ('spares = ["No."]\n', "", "needs lines in `hits`"),
    ],
)
def test_a_broken_rule_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "xx.toml").write_text(GOOD.replace(old, new))
    with pytest.raises(PluginError, match="rule 1 of families/data/xx.toml.*" + said):
        phrasebook.rules("xx")
