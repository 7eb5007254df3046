"""SARIF 2.1.0, held against the published schema.

`sarif-schema-2.1.0.json` is the schema of the OASIS Standard as Microsoft's SARIF SDK ships it (npm package
`@microsoft/sarif-multitool-linux` 5.7.0, file `sarif-2.1.0.json`, MIT), unchanged.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from docflow.errors import Diagnostic, Fix, Label, Severity, Span
from docflow.flowfile.file import FlowFile
from docflow.lang.pages import codes
from docflow.report.sarif import Tool, sarif

FOLDER = Path(__file__).parents[1] / "flows" / "diagnostics"
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def document(
    files: list[str], found: list[Diagnostic], folder: Path, code: int = 2, refused: str | None = None
) -> Any:
    made = json.loads(sarif(files, found, Tool("1.2.3", folder, code, refused)))
    VALIDATOR.validate(made)
    return made["runs"][0]


def first_of_each(found: list[Diagnostic]) -> list[Diagnostic]:
    return [*{each.code: each for each in reversed(found)}.values()]


def finding(file: str, *, text: str = "wrong", severity: Severity = "error") -> Diagnostic:
    span = Span(file, 10, 14, 2, 3, 2, 7)
    fix = Fix("write `b`", span, "b")
    return Diagnostic("DF0201", text, span, "look", (Label(span, "it"),), fix, severity)


def test_a_result_has_rule_place_related_place_and_fix(tmp_path: Path) -> None:
    run = document(["a/b c.flow"], [finding("a/b c.flow")], tmp_path)
    region = {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 7}
    file = {"uri": "a/b%20c.flow", "uriBaseId": "%SRCROOT%"}
    place = {"artifactLocation": file, "region": region}
    change = {
        "artifactLocation": file,
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "b"}}],
    }
    assert run["results"] == [
        {
            "ruleId": "DF0201",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "wrong\nhelp: look"},
            "locations": [{"physicalLocation": place}],
            "relatedLocations": [{"id": 1, "physicalLocation": place, "message": {"text": "it"}}],
            "fixes": [{"description": {"text": "write `b`"}, "artifactChanges": [change]}],
        }
    ]
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["id"] == "DF0201"
    assert rule["shortDescription"]["text"] == codes()["DF0201"]
    assert "```flow" in rule["help"]["markdown"]
    assert "```" not in rule["help"]["text"]
    assert "helpUri" not in rule
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["artifacts"] == [{"location": file, "roles": ["analysisTarget"]}]
    assert str(tmp_path) not in json.dumps(run)


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a.flow", "a.flow"),
        ("./x/../a.flow", "a.flow"),
        ("<flow>", "%3Cflow%3E"),
        ("{here}/sub/ä.flow", "sub/%C3%A4.flow"),
        ("../other/a.flow", "file://{parent}/other/a.flow"),
        ("/srv/a.flow", "file:///srv/a.flow"),
    ],
)
def test_paths_are_relative_where_they_can_be(tmp_path: Path, name: str, uri: str) -> None:
    names = {"here": str(tmp_path), "parent": str(tmp_path.parent)}
    run = document([], [finding(name.format(**names))], tmp_path)
    file = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert file["uri"] == uri.format(**names)
    assert file.get("uriBaseId") == (None if uri.startswith("file:") else "%SRCROOT%")


def test_a_message_holds_no_link_and_no_placeholder(tmp_path: Path) -> None:
    text = "a [b](c) {0} { x } [1] \x1b\u202e"
    [result] = document([], [finding("a", text=text)], tmp_path)["results"]
    assert result["message"]["text"].split("\n")[0] == "a \\[b](c) {{0}} { x } [1] \\x1b\\u202e"


def test_no_findings_and_refusals_are_whole_documents(tmp_path: Path) -> None:
    assert document(["a.flow"], [], tmp_path, 0)["results"] == []
    run = document([], [], tmp_path, 2, "there is no flow file")
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "there is no flow file"


def test_every_golden_finding_makes_a_valid_document(*, long_run: bool) -> None:
    """The short form looks at one finding of each code: the schema takes 50 ms for one."""
    found: list[Diagnostic] = []
    for path in sorted(FOLDER.glob("DF*.flow")):
        found += FlowFile(path.read_text("utf-8"), path.name, FOLDER).check().diagnostics
    assert len(found) > 300
    found = found if long_run else first_of_each(found)
    run = document([path.name for path in FOLDER.glob("DF*.flow")], found, FOLDER)
    assert len(run["results"]) == len(found) > 60
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])


def test_the_schema_refuses_what_is_wrong(tmp_path: Path) -> None:
    made = json.loads(sarif([], [finding("a")], Tool("1", tmp_path, 2)))
    made["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not VALIDATOR.is_valid(made)
