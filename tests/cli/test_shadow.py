"""`python -m docflow` imports nothing from the folder that it is started in."""

import os
import subprocess
import sys
from pathlib import Path

import docflow

NAMES = ("re", "json", "typing", "pathlib", "enum", "click", "attr", "msgspec", "lark", "fnmatch", "string")


def test_modules_in_the_folder_of_the_flow_stay_unread(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadow')\n")
    flow = 'from files("in") | clean.unicode | to jsonl("o.jsonl")'
    words = [sys.executable, "-m", "docflow", "check", "-e", flow]
    environment = {**os.environ, "PYTHONPATH": str(Path(docflow.__file__).parents[1])}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
