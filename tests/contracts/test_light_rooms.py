"""The rooms that `check` goes through load nothing that it has no time for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "msgspec",
    "structlog",
    "asyncio",
    "logging",
    "multiprocessing",
    "sqlite3",
    "pytest",
    "unittest",
    "click",
}


@pytest.mark.parametrize(
    "module",
    [
        "docflow.plan.compile",
        "docflow.plan.explain",
        "docflow.plan.json",
        "docflow.catalog.build",
        "docflow.plugin",
    ],
)
def test_a_room_of_check_is_light(module: str) -> None:
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(json.loads(done.stdout))
    assert module in loaded
    assert not loaded & HEAVY
    assert not [name for name in loaded if name.startswith(("docflow.std", "docflow.engine", "docflow.lang"))]
