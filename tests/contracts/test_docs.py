"""Every command and output in README and docs is real: run here, and rewritten with DOCFLOW_ACCEPT=1.

A fenced block `console` holds commands after `$ ` and what they print (both streams). A block `flow` must
check without findings, a block `flow bad` must not. `python plugin NAME` is a plugin of that namespace.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile import FlowFile

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "pipelines" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(ROOT.glob("plugins/*/README.md")),
]
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S)
SHOWN = re.compile(r"^<!-- (\S+) -->\n```(\w+)\n(.*?)^```$", re.M | re.S)
NEEDS_NETWORK = re.compile(r"\bpip install\b")


def blocks(page: Path, kind: str) -> list[re.Match[str]]:
    text = page.read_text(encoding="utf-8")
    return [found for found in FENCE.finditer(text) if found["kind"].split()[0] == kind]


def fenced(kind: str, body: str) -> str:
    """Return a block whose fence is longer than any in its body."""
    longest = max((len(run) for run in re.findall(r"^`{3,}", body, re.M)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{kind}\n{body}{fence}"


def transcript(commands: list[str], folder: Path) -> str:
    """Run the commands one after the other; return them with what they print."""
    bin_ = str(Path(sys.executable).parent)
    env = os.environ | {"PATH": bin_ + os.pathsep + os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100"}
    lines = []
    for command in commands:
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=env,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        lines.append(f"$ {command}\n{done.stdout}")
    return "".join(lines)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the commands work on."""
    ignore = shutil.ignore_patterns("out", ".docflow")
    shutil.copytree(ROOT / "pipelines", tmp_path / "pipelines", ignore=ignore)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_print_what_the_page_says(page: Path, copy: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for found in blocks(page, "console"):
        commands = re.findall(r"^\$ (.+)$", found["body"], re.M)
        assert commands, f"a console block of {page.name} has no command"
        if any(NEEDS_NETWORK.search(command) for command in commands):
            continue  # the two commands of the front door: tox runs the first, CI is the second
        real = transcript(commands, copy)
        text = text.replace(found[0], fenced(found["kind"], real))
    if os.environ.get("DOCFLOW_ACCEPT"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_shown_files_are_the_files(page: Path) -> None:
    """`<!-- FILE -->` above a block says that the block is that file."""
    text = page.read_text(encoding="utf-8")
    for found in SHOWN.finditer(text):
        file = (ROOT / found[1]).read_text(encoding="utf-8")
        text = text.replace(found[0], f"<!-- {found[1]} -->\n{fenced(found[2], file)}")
    if os.environ.get("DOCFLOW_ACCEPT"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


def plugins_of(page: Path) -> dict[str, ModuleType]:
    """Return the plugin modules that a page shows, by namespace."""
    found = {}
    for block in blocks(page, "python"):
        words = block["kind"].split()
        if len(words) == 3 and words[1] == "plugin":
            module = ModuleType(f"docs_{words[2]}")
            sys.modules[module.__name__] = module
            exec(compile(block["body"], str(page), "exec"), vars(module))
            found[words[2]] = module
    return found


def catalog_for(page: Path) -> Catalog:
    """Return the installed catalog together with the plugins that the page shows."""
    shown, catalog = Catalog.of(**plugins_of(page)), Catalog.installed()
    for name in shown.names():
        namespace = shown.namespace(name)
        assert namespace is not None
        catalog.add(namespace)
    return catalog


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_flows_are_right(page: Path) -> None:
    catalog = catalog_for(page)
    for found in blocks(page, "flow"):
        checked = FlowFile(found["body"], page.name, ROOT / "pipelines", catalog).check()
        messages = [f"{d.code} {d.message}" for d in checked.diagnostics]
        assert bool(messages) == ("bad" in found["kind"]), (found["body"], messages)


def test_pages_hold_commands_and_flows() -> None:
    """The tests above are not green for being empty."""
    assert sum(len(blocks(page, "console")) for page in PAGES) >= 5
    assert sum(len(blocks(page, "flow")) for page in PAGES) >= 5
