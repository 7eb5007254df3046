"""Every command and output in README and docs is real: run here, and rewritten with DOCFLOW_ACCEPT=1.

A fenced block `console` holds commands after `$ `, with further lines after `> `, and what they print (both
streams). A block `flow` must check without findings, a block `flow bad` must not. `python plugin NAME` is a
plugin of that namespace, `python test NAME` its test, and a block `pycon` a session of Python.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.plugin.testing import check_examples

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "pipelines" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(ROOT.glob("plugins/*/README.md")),
]
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S)
SHOWN = re.compile(r"^<!-- (\S+) -->\n```(\w+)\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ (.+(?:\n>(?: .*)?$)*)$", re.M)
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
        shown = "\n".join(f"> {line}".rstrip() for line in command.split("\n"))
        lines.append(f"$ {shown[2:]}\n{done.stdout}")
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
        commands = [re.sub(r"^> ?", "", one, flags=re.M) for one in COMMAND.findall(found["body"])]
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
    for name, body in named(page, "plugin").items():
        module = ModuleType(f"docs_{name}")
        sys.modules[module.__name__] = module
        exec(compile(body, str(page), "exec"), vars(module))
        found[name] = module
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


def named(page: Path, word: str) -> dict[str, str]:
    """Return the bodies of the blocks `python WORD NAME`, by name."""
    kinds = [(block["kind"].split(), block["body"]) for block in blocks(page, "python")]
    return {words[2]: body for words, body in kinds if len(words) == 3 and words[1] == word}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_plugins_keep_their_examples(page: Path) -> None:
    for module in plugins_of(page).values():
        check_examples(*module.docflow_components())
        for function in getattr(module, "docflow_functions", tuple)():
            for given, gives in function.examples:
                assert function.call(*given) == gives


def test_the_test_of_a_plugin_passes_as_it_stands(tmp_path: Path) -> None:
    page = ROOT / "docs" / "plugins.md"
    tests = named(page, "test")
    assert tests
    for name, body in tests.items():
        (tmp_path / f"docflow_{name}.py").write_text(named(page, "plugin")[name], encoding="utf-8")
        (tmp_path / f"test_{name}.py").write_text(body, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(tmp_path),
            str(tmp_path),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_sessions_of_python_answer_what_the_page_says(
    page: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy)
    for found in blocks(page, "pycon"):
        session = doctest.DocTestParser().get_doctest(found["body"], {}, page.name, str(page), 0)
        said: list[str] = []
        doctest.DocTestRunner(verbose=False).run(session, out=said.append)
        assert not said, "".join(said)


@pytest.mark.parametrize("kind", ["console", "flow", "pycon", "python"])
def test_pages_hold_blocks_of_each_kind(kind: str) -> None:
    """The tests above are not green for being empty."""
    assert [page for page in PAGES if blocks(page, kind)]
