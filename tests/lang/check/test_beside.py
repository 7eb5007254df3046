"""Files that arguments name, read by a plugin's checks: found from the right folder, told on their lines."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.flowfile.trust import Trust
from docflow.plugin import Cleaner, Example, Hazard, Place, ProgramView, component, option


@component("tidy", examples=(Example("a", "a", {"rules": "x.rules"}),))
class Tidy(Cleaner):
    """Do nothing by rules."""

    rules: Path = option(doc="A file of rules.", primary=True)

    def clean(self, text: str) -> str:
        return text


def hazards(program: ProgramView) -> Iterable[Hazard]:
    """Find each line of a file of rules that says `wrong`."""
    for step in program.steps:
        place = dict(step.options).get("rules")
        if not isinstance(place, Place):
            continue
        try:
            lines = program.read(place).split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield Hazard(step, f"no rules: {type(error).__name__}", "", "error", place, text=place.path)
            continue
        for number, line in enumerate(lines, 1):
            if "wrong" in line:
                yield Hazard(step, "this rule is wrong", "mend it", "error", place, number)


@pytest.fixture
def plugins(catalog: Callable[..., Catalog], planted: Any) -> Catalog:
    return catalog(odd=planted(Tidy, checks=hazards))


def checked(folder: Path, text: str, plugins: Catalog, trust: Trust | None = None) -> list[tuple[Any, ...]]:
    flow = FlowFile(text, "x.flow", folder, plugins).within(trust or Trust())
    made = flow.check()
    assert all(found.span.file in made.sources for found in made.diagnostics)
    return [(d.code, d.span.file, d.span.line, d.span.column, d.message) for d in made.diagnostics]


FLOW = 'from text("*.txt")\n  | odd.tidy("rules/a.rules")\n  | to jsonl("out.jsonl")\n'


def test_a_mistake_stands_on_its_line(tmp_path: Path, plugins: Catalog) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.rules").write_text("good\nwrong\n  wrong # docflow: allow DF0316 because\n")
    assert checked(tmp_path, FLOW, plugins) == [
        ("DF0316", "rules/a.rules", 2, 1, "this rule is wrong"),
        ("DF0316", "rules/a.rules", 3, 1, "this rule is wrong"),
    ]


def test_a_file_that_cannot_be_read_is_told_at_its_argument(tmp_path: Path, plugins: Catalog) -> None:
    assert checked(tmp_path, FLOW, plugins) == [("DF0316", "x.flow", 2, 14, "no rules: FileNotFoundError")]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.rules").write_bytes(b"\xff")
    assert checked(tmp_path, FLOW, plugins) == [("DF0316", "x.flow", 2, 14, "no rules: UnicodeDecodeError")]


def test_the_root_holds(tmp_path: Path, plugins: Catalog) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a.rules").write_text("wrong")
    flow = FLOW.replace("rules/a.rules", "../a.rules")
    assert checked(inner, flow, plugins) == [("DF0316", "../a.rules", 1, 1, "this rule is wrong")]
    found = checked(inner, flow, plugins, Trust(root=inner))
    assert found == [("DF0316", "x.flow", 2, 14, "no rules: PermissionError")]


def test_what_waits_for_a_param_is_not_asked(tmp_path: Path, plugins: Catalog) -> None:
    flow = "param rules: path\n\n" + FLOW.replace('"rules/a.rules"', "rules")
    assert checked(tmp_path, flow, plugins) == []


def test_a_flow_that_is_in_no_file_has_no_files(plugins: Catalog, made: Any) -> None:
    view = ProgramView(())
    with pytest.raises(FileNotFoundError):
        view.read(Place("x"))
