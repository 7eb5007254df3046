"""Levels of a project: which file counts, which level wins, what is wrong with a table, and where."""

from pathlib import Path

import pytest

from docflow.errors import Diagnostic, FlowError, Severity, Span
from docflow.report.diagnostics import render
from docflow.settings import Settings, settings_for


def finding(code: str, severity: Severity = "warning", help_: str | None = None) -> Diagnostic:
    return Diagnostic(code, "wrong", Span("a.flow", 0, 1, 1, 1, 1, 2), help_, severity=severity)


def table(folder: Path, text: str) -> Settings:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return settings_for(folder)


def levels(settings: Settings, *codes: str) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in settings.levelled(finding(code) for code in codes)]


def test_codes_beat_families_and_families_beat_all(tmp_path: Path) -> None:
    text = '[tool.docflow.levels]\nDF02 = "error"\nDF0208 = "warning"\nDF0313 = "off"\n'
    settings = table(tmp_path, text)
    assert levels(settings, "DF0208", "DF0206", "DF0313", "DF0710") == [
        *(("DF0208", "warning"), ("DF0206", "error"), ("DF0710", "warning")),
    ]
    strict = table(tmp_path, text + 'warnings = "error"\n')
    assert levels(strict, "DF0208", "DF0313", "DF0710") == [("DF0208", "warning"), ("DF0710", "error")]
    quiet = table(tmp_path, '[tool.docflow]\nlevels = {warnings = "off", DF0208 = "error"}\n')
    assert levels(quiet, "DF0208", "DF0313") == [("DF0208", "error")]


def test_an_error_stays_an_error_and_says_so(tmp_path: Path) -> None:
    settings = table(tmp_path, '[tool.docflow.levels]\nDF0201 = "off"\nDF0202 = "error"\nwarnings = "off"\n')
    found = settings.levelled([finding("DF0201", "error", "look"), finding("DF0202", "error")])
    assert [(each.severity, each.help) for each in found] == [
        ("error", "look; pyproject.toml cannot lower it: an error stays an error"),
        ("error", None),
    ]


def test_levels_of_a_command_line_come_first() -> None:
    settings = Settings({"DF0208": "error", "DF03": "off"}).over({"DF0208": "off", "DF0313": "error"})
    assert levels(settings, "DF0208", "DF0313", "DF0312") == [("DF0313", "error")]


@pytest.mark.parametrize(
    "text",
    [
        '[tool.docflow.levels]\nDF0208 = "off"\n',
        '[tool]\ndocflow.levels.DF0208 = "off"\n',
        'tool.docflow.levels = {"DF0208" = "off"}\n',
        "[ tool . 'docflow' . levels ]\nDF0208 = 'off'\n",
        'tool = {docflow = {levels = {DF0208 = "off"}}}\n',
        '\ufeff[tool.docflow.levels]\nDF0208 = "off"\n',
    ],
)
def test_a_table_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert table(tmp_path, text).levels == {"DF0208": "off"}


def test_a_list_of_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match=r"`tool\.docflow` is a table"):
        table(tmp_path, '[[tool.docflow]]\nlevels = {DF0208 = "off"}\n')


def test_the_nearest_file_with_a_table_counts_up_to_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    table(tmp_path, '[tool.docflow.levels]\nDF0208 = "off"\n')
    assert settings_for(inner).levels == {"DF0208": "off"}
    (inner / "pyproject.toml").write_text('[project]\nname = "docflow-x"\n[tool.ruff]\n')
    assert settings_for(inner).levels == {"DF0208": "off"}
    (inner.parent / ".git").mkdir()
    assert settings_for(inner).levels == {}
    assert table(inner, "[tool.docflow]\n").levels == {}


def test_a_file_that_others_need_to_mend_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff docflow [tool.docflow]")
    assert settings_for(tmp_path).levels == {}
    assert table(tmp_path, 'docflow = ["tool.docflow"\n').levels == {}


WRONG = """[project]
name = "docflow-levels"  # levels DF0288

[tool.docflow]
colour = true
level = {}

[tool.docflow.levels]
DF0288 = "off"
DF0208 = "eror"  # eror
DF0313 = 3
DF77 = "error"
warnings = "warning"
everything = "error"
"""
SAID = """\
error[refused]: `[tool.docflow]` has no `colour`
 --> pyproject.toml:5:1
  |
5 | colour = true
  | ^^^^^^
  = help: it has `levels` only

error[refused]: `[tool.docflow]` has no `level`
 --> pyproject.toml:6:1
  |
6 | level = {}
  | ^^^^^
  = help: did you mean `levels`?

error[refused]: there is no code `DF0288`
 --> pyproject.toml:9:1
  |
9 | DF0288 = "off"
  | ^^^^^^
  = help: did you mean `DF0208`?

error[refused]: the level of DF0208 cannot be `eror`
  --> pyproject.toml:10:11
   |
10 | DF0208 = "eror"  # eror
   |           ^^^^
   = help: did you mean "error"?

error[refused]: the level of DF0313 cannot be `3`
  --> pyproject.toml:11:1
   |
11 | DF0313 = 3
   | ^^^^^^
   = help: a level is "off", "warning" or "error"

error[refused]: there is no code `DF77`
  --> pyproject.toml:12:1
   |
12 | DF77 = "error"
   | ^^^^
   = help: did you mean `DF07`?

error[refused]: all warnings are warnings already
  --> pyproject.toml:13:13
   |
13 | warnings = "warning"
   |             ^^^^^^^
   = help: write "error" or "off"

error[refused]: there is no code `everything`
  --> pyproject.toml:14:1
   |
14 | everything = "error"
   | ^^^^^^^^^^
   = help: name a code such as DF0208, a family such as DF02, or warnings

8 errors in pyproject.toml
"""


def test_every_mistake_of_a_table_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FlowError) as error:
        table(tmp_path, WRONG)
    assert render(error.value.diagnostics, error.value.sources) == SAID


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("[tool.docflow]\nlevels = off\n", (2, 10), "this file is not TOML: invalid value"),
        ("[tool.docflow]\nlevels = [\n", (3, 1), "this file is not TOML: invalid value"),
        ('[tool]\ndocflow = "x"\n', (2, 1), "`tool.docflow` is a table"),
        ('[tool.docflow]\nlevels = "off"\n', (2, 1), "`levels` is a table"),
        ('[tool.docflow.levels]\n"DF\\u0030208" = "of"\n', (1, 15), "the level of DF0208 cannot be `of`"),
        ("[tool.docflow.levels]\nDF0208.x = 1\n", (2, 1), 'the level of DF0208 cannot be `{"x": 1}`'),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, place: tuple[int, int], said: str) -> None:
    with pytest.raises(FlowError) as error:
        table(tmp_path, text)
    [found] = error.value.diagnostics
    assert (found.code, found.message) == ("refused", said)
    assert (found.span.line, found.span.column) == place
