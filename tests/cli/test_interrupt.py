"""Ctrl-C at any moment of a start: the exit code of an interrupt, and nothing on the terminal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import docflow
import docflow.cli

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(docflow.__file__).parents[1])}
# Stands in the way of the imports of a start: the signal comes when a module of that name is looked for.
AT = """
import os, runpy, signal, sys

class Interrupt:
    def find_spec(name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt)
sys.argv = ["docflow", "check", "-e", 'from files("in") | to jsonl("o.jsonl")']
runpy.run_module("docflow", run_name="__main__", alter_sys=True)
"""
NAMES = [
    "docflow.cli.group",
    "click",
    "docflow.catalog.catalog",
    "docflow.cli.verbs.check",
    "docflow.lang.elaborate",
]


@pytest.mark.parametrize("name", NAMES)
def test_ctrl_c_while_it_starts(name: str) -> None:
    words = [sys.executable, "-c", AT.format(name=name)]
    done = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.strip("\n")) == (130, "", "")  # click ends the line


def test_an_ignored_ctrl_c_stays_ignored() -> None:
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + AT.format(name="click")
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_handler_goes_with_the_start() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemExit):
        docflow.cli.main(["explain", "DF0301"])
    assert signal.getsignal(signal.SIGINT) is before
