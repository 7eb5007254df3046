"""The folder of the VS Code extension: what it names is there, and its rules fit the layout."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from docflow.lang.layout.format import format_text

FOLDER = Path(__file__).resolve().parents[2] / "editors" / "vscode"


def read(name: str) -> dict:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_what_the_package_names_is_there() -> None:
    package = read("package.json")
    parts = package["contributes"]
    (language,), (grammar,) = parts["languages"], parts["grammars"]
    assert grammar["language"] == language["id"] == "docflow"
    assert grammar["scopeName"] == read(grammar["path"])["scopeName"]
    assert language["extensions"] == [f".{kind}" for kind in read(grammar["path"])["fileTypes"]]
    for name in (package["main"], language["configuration"], grammar["path"], "README.md", "LICENSE"):
        assert (FOLDER / name).is_file(), name
    assert package["version"] in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_script_uses_what_the_package_declares() -> None:
    package, script = read("package.json"), (FOLDER / "extension.js").read_text(encoding="utf-8")
    settings = package["contributes"]["configuration"]["properties"]
    used = set(re.findall(r"docflow\.(?:path|trace\.\w+)", script))
    assert used <= set(settings)
    commands = {command["command"] for command in package["contributes"]["commands"]}
    assert set(re.findall(r'registerCommand\("([^"]+)"', script)) == commands
    modules = set(re.findall(r'require\("([^"]+)"\)', script)) - {"path", "vscode"}
    assert {module.partition("/")[0] for module in modules} == set(package["dependencies"])


def test_the_script_is_javascript() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here")
    done = subprocess.run(
        [node, "--check", FOLDER / "extension.js"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def enter(line: str, rules: list[dict], opens: re.Pattern[str]) -> tuple[int, str]:
    """Return the indentation and the text that Enter gives behind a line, as the editor does it."""
    indent = len(line) - len(line.lstrip())
    for rule in rules:
        if "afterText" not in rule and re.search(rule["beforeText"], line):
            action = rule["action"]
            more = 2 if action["indent"] == "indent" else 0
            text = action.get("appendText", "")
            return indent + more + len(text) - len(text.lstrip()), text.strip()
    return (indent + 2 if opens.search(line) else indent), ""


def test_enter_gives_the_indentation_of_the_layout(right: dict[str, str]) -> None:
    made = read("language-configuration.json")
    opens = re.compile(made["indentationRules"]["increaseIndentPattern"])
    closes = re.compile(made["indentationRules"]["decreaseIndentPattern"])
    seen = 0
    for path, text in right.items():
        shown = format_text(text, path).text
        if '"""' in shown or re.search(r"^\s*#", shown, re.M):
            continue
        for line, after in zip(shown.splitlines(), shown.splitlines()[1:], strict=False):
            step = re.match(r"\s*(?:\||from )", line) and after.lstrip().startswith("|")
            if not after.strip() or not (step or opens.search(line)):
                continue
            indent, typed = enter(line, made["onEnterRules"], opens)
            indent -= 2 * bool(closes.search(after))
            found = len(after) - len(after.lstrip())
            assert (indent, path, line) == (found, path, line)
            assert after.lstrip().startswith(typed)
            seen += 1
    assert seen > 300
