"""A component on the list that does what no component may: the kernel keeps its worker from it."""

import json
import sys
from typing import Any

import pytest

from docflow.engine.crew.sandbox import landlock

LINUX = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")
SPY = """
import ctypes, os, socket, subprocess, tempfile
from docflow.plugin import Cleaner, component, hookimpl, option

def tried(what):
    try:
        return str(what())
    except BaseException as error:
        return type(error).__name__

@component("look", examples=[("a", "a")])
class Look(Cleaner):
    "Look around."
    what: str = option(default="none", doc="What to try.")

    def clean(self, text):
        if self.what == "none":
            return text
        tries = {
            "system": lambda: open("/etc/passwd").read(),
            "outer": lambda: open(OUTER + "/secret.txt").read(),
            "c": lambda: ctypes.CDLL(None).open((OUTER + "/secret.txt").encode(), 0),
            "flow": lambda: open("good.flow", "a"),
            "input": lambda: open("in/a.txt", "w"),
            "output": lambda: open("out/stolen", "w"),
            "ledger": lambda: open("out/.docflow/spy/ledger.sqlite", "w"),
            "program": lambda: subprocess.run(["/bin/true"]),
            "tcp": lambda: socket.create_connection(("127.0.0.1", 9), 1),
            "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "environment": lambda: "MACHINE_SECRET" in os.environ,
            "parents": lambda: open(f"/proc/{os.getppid()}/environ").read(),
            "signal": lambda: os.kill(os.getppid(), 0),
            "temporary": lambda: tempfile.TemporaryFile().write(b"123"),
            "allowed": lambda: open("in/a.txt").read().strip(),
        }
        return " ".join(f"{what}={tried(tries[what])}" for what in self.what.split())

@hookimpl
def docflow_components():
    return [Look]
"""
DENIED = ("PermissionError", "FileNotFoundError", "-1", "False")
TRIES = (
    *("system", "outer", "c", "flow", "input", "output", "ledger", "program", "tcp", "udp", "environment"),
    *("parents", "signal"),
)


def spied(traps: Any, what: str, *more: str) -> tuple[str, Any]:
    """Return the text that the component made of what it tried, and how the run ended."""
    (traps.site / "planted_spy.py").write_text(f"OUTER = {str(traps.outer)!r}\n{SPY}")
    info = traps.site / "docflow_spy-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: docflow-spy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[docflow.plugins.v1]\nspy = planted_spy\n")
    flow = f'use spy\n\nfrom files("in/a.txt") | spy.look("{what}") | to jsonl("out/b.jsonl")\n'
    (traps.folder / "spy.flow").write_text(flow.replace('look("', 'look(what: "'))
    done = traps.run("run", "--untrusted", "--plugins", "spy", *more, "spy.flow")
    written = traps.folder / "out" / "b.jsonl"
    text = json.loads(written.read_text())["text"] if done.returncode == 0 else ""
    return text, done


@LINUX
def test_denied(traps: Any) -> None:
    """All in one run: what one of them could do would not help another."""
    before = (traps.folder / "good.flow").read_text(), (traps.folder / "in" / "a.txt").read_text()
    text, done = spied(traps, " ".join(TRIES), "--sandbox=require")
    assert done.returncode == 0, done.stdout + done.stderr
    answers = dict(each.split("=") for each in text.split(" "))
    assert tuple(answers) == TRIES
    record = json.loads((traps.folder / "out/.docflow/spy/run.json").read_text())
    assert {f"landlock:{landlock.abi()}", "no_new_privs", "seccomp"} <= {*record["sandbox"]}
    assert {what: said for what, said in answers.items() if said not in DENIED} == {}
    assert before == ((traps.folder / "good.flow").read_text(), (traps.folder / "in" / "a.txt").read_text())


def test_what_it_needs_it_has(traps: Any) -> None:
    text, done = spied(traps, "allowed")
    assert text == "allowed=one  word", done.stdout + done.stderr


@LINUX
def test_temporary_files_go_where_they_may(traps: Any) -> None:
    assert spied(traps, "temporary", "--sandbox=require")[0] == "temporary=3"


def test_without_the_sandbox_it_could(traps: Any) -> None:
    """The tests above are not green for another reason."""
    assert "the-secret" in spied(traps, "outer", "--sandbox=off")[0]


def test_what_is_required_cannot_be_in_one_process(traps: Any) -> None:
    _, done = spied(traps, "none", "--sandbox=require", "--engine", "inline")
    assert done.returncode == 2
    assert "`--sandbox=require` confines worker processes" in done.stderr


@pytest.mark.skipif(sys.platform == "linux", reason="Linux has it")
def test_other_systems_refuse_what_they_have_not(traps: Any) -> None:
    _, done = spied(traps, "none", "--sandbox=require")
    assert done.returncode == 5
