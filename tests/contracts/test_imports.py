"""What each room loads, seen in a fresh interpreter: an eager root would load the parser everywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS_OF_CHECK = (
    *("docflow.plan.compile", "docflow.plan.explain", "docflow.plan.json"),
    *("docflow.catalog.build", "docflow.plugin"),
)
WORKER = ("docflow.engine.run", "docflow.plan.json", "docflow.catalog.catalog", "docflow.plugin")


CHECK = """
from docflow.cli import main
try:
    main(["check", {flow!r}])
except SystemExit as end:
    assert not end.code, end.code
"""


HEAVY = {
    *("structlog", "msgspec", "lark", "re2", "rich", "docflow.engine"),
    *("asyncio", "multiprocessing", "sqlite3", "socket", "ssl", "http", "logging", "decimal", "zipfile"),
    *("importlib.metadata", "email", "tempfile", "random", "shutil", "tomllib", "dataclasses", "pickle"),
    "difflib",
}
"""What no check of a flow without mistakes may load; most of it came with one import at some time."""


def left(code: str, names: str) -> set[str]:
    """Return what the expression `names` gives in a fresh interpreter after running `code`."""
    program = f"import sys, json, linecache\n{code}\nsys.stderr.write(json.dumps(sorted({names})))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def loaded(code: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after running `code`."""
    return left(code, "sys.modules")


@pytest.mark.parametrize("module", ROOMS_OF_CHECK)
def test_a_room_of_check_is_light(module: str) -> None:
    """Each by itself: what one room drags in would hide behind what another needs."""
    modules = loaded(f"import {module}")
    assert module in modules
    assert not modules & (HEAVY | {"click"})
    assert not [
        name for name in modules if name.startswith(("docflow.std", "docflow.engine", "docflow.lang"))
    ]


@pytest.mark.parametrize("module", WORKER)
def test_a_worker_never_loads_the_parser_or_the_logger(module: str) -> None:
    modules = loaded(f"import {module}")
    assert module in modules
    assert not modules & {"lark", "structlog", "click", "docflow.lang", "docflow.api"}


def test_the_root_is_lazy() -> None:
    assert "docflow.api" not in loaded("import docflow")
    assert "docflow.api" in loaded("import docflow; docflow.run")


def test_check_loads_only_what_it_needs() -> None:
    """The start-up budget of `docflow check`, by its exact proxy: the list of modules."""
    flow = ROOT / "pipelines" / "news.flow"
    code = CHECK.format(flow=str(flow))
    modules = loaded(code)
    assert "docflow.lang.elaborate" in modules
    assert not modules & HEAVY
    ours = [m for m in modules if m.startswith("docflow")]
    assert len(ours) < 200, "each module costs 0.2 ms of every start"
    assert not [m for m in modules if m.startswith(("docflow.engine", "docflow.report.log"))]


def test_check_makes_few_classes_with_attrs() -> None:
    """attrs compiles code for each class (0.5 ms), so plain values are made by `docflow.value`."""
    code = CHECK.format(flow=str(ROOT / "pipelines" / "news.flow"))
    written = left(code, "linecache.cache")  # attrs leaves the code that it wrote there
    classes = {name for name in written if name.startswith("<attrs generated methods docflow")}
    assert 0 < len(classes) < 60, sorted(classes)


def test_check_imports_only_the_plugins_that_a_flow_names(tmp_path: Path) -> None:
    flow = tmp_path / "small.flow"
    flow.write_text('from files("*.txt") | clean.whitespace | to jsonl("out.jsonl")\n', encoding="utf-8")
    code = CHECK.format(flow=str(flow))
    modules = loaded(code)
    assert "docflow.std.clean" in modules
    assert not modules & {"docflow_news", "docflow.std.dedup", "docflow.std.extract"}
